import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { Rows } from '../ui/rows';
import { StateBadge } from '../ui/state-badge';
import type { Template } from './message-words';
import { wordsOf } from './template-parts';

/** Every version of the client's own words. */
export function TemplateVersions({ template: { versions, inForce } }: { template: Template }) {
  const { t } = useTranslation('messages');
  const format = useFormat();
  if (versions.length === 0) return null;
  return (
    <>
      <Title order={2} size="h4" mt="xl" mb="sm">
        {t('messages.versions')}
      </Title>
      <Rows
        label={t('messages.versions')}
        rows={versions}
        keyOf={({ version }) => version}
        columns={[
          { name: t('messages.version'), cell: ({ version }) => version },
          {
            name: t('column.state'),
            cell: ({ version }) => (
              <StateBadge
                tone={version === inForce ? 'good' : 'calm'}
                label={t(version === inForce ? 'policy.published' : 'policy.superseded')}
              />
            ),
          },
          { name: t('messages.createdAt'), cell: ({ createdAt }) => format.dateTime(createdAt) },
          {
            name: t('messages.words'),
            cell: ({ parts }) => <div className="words">{wordsOf(parts)}</div>,
          },
        ]}
      />
    </>
  );
}

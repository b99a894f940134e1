import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { TextLink } from '../ui/links';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { Rows } from '../ui/rows';
import { StateBadge } from '../ui/state-badge';
import { ClientChoice } from './client-choice';
import { leadApi, type Script } from './lead-api';
import { useClientCode } from './use-client';

/** What agents say, situation by situation. */
export function ScriptsPage() {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const client = useClientCode() || undefined;
  const scripts = useQuery({ queryKey: ['scripts'], queryFn: () => leadApi.scripts(client) });
  const ownerOf = ({ version, clientId }: Script): string =>
    t(
      version === 0
        ? 'lead.script.standard'
        : clientId === null
          ? 'lead.script.operator'
          : 'lead.script.client',
    );
  return (
    <>
      <PageTitle title={t('menu.scripts')} />
      <Text mb="md" maw={720}>
        {t('lead.scriptsNote')}
      </Text>
      <ClientChoice to="/scripts" none={t('lead.allClients')} />
      <Loaded query={scripts}>
        {(rows) => (
          <Rows
            label={t('menu.scripts')}
            rows={rows}
            keyOf={({ situation }) => situation}
            columns={[
              {
                name: t('lead.situation'),
                cell: ({ situation }) => (
                  <TextLink to="/scripts/$situation" params={{ situation }}>
                    {t(`lead.situation.${situation}`)}
                  </TextLink>
                ),
              },
              {
                name: t('lead.inForce'),
                cell: (row) => <StateBadge tone={row.version === 0 ? 'calm' : 'good'} label={ownerOf(row)} />,
              },
              { name: t('lead.version'), isNumber: true, cell: ({ version }) => version || '–' },
              {
                name: t('lead.languages'),
                cell: ({ titles }) => Object.keys(titles).map(format.language).join(', '),
              },
              { name: t('lead.savedAt'), cell: ({ createdAt }) => format.dateTime(createdAt) },
            ]}
          />
        )}
      </Loaded>
    </>
  );
}

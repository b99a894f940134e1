import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { TextLink } from '../ui/links';
import { Rows } from '../ui/rows';
import { StateBadge } from '../ui/state-badge';
import { useAge } from './figures';
import type { Board } from './lead-api';
import { workKinds } from './lead-words';

/** One row for each client, language and skill in which something waits. */
export function BoardQueues({ queues }: { queues: Board['queues'] }) {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const age = useAge();
  return (
    <Rows
      label={t('lead.queues')}
      rows={queues}
      keyOf={({ clientId, language, skill }) => `${clientId} ${language} ${skill}`}
      columns={[
        {
          name: t('lead.queue'),
          cell: ({ clientCode, language, skill }) => (
            <TextLink to="/queue" search={{ client: clientCode }}>
              {[clientCode, format.language(language), t(`lead.skill.${skill}`)].join(' · ')}
            </TextLink>
          ),
        },
        { name: t('lead.waiting'), isNumber: true, cell: ({ waiting }) => format.number(waiting) },
        { name: t('lead.oldest'), isNumber: true, cell: ({ oldestSeconds }) => age(oldestSeconds) },
        {
          name: t('lead.overdue'),
          isNumber: true,
          cell: ({ overdue }) =>
            overdue === 0 ? '0' : <StateBadge tone="bad" label={format.number(overdue)} />,
        },
        {
          name: t('lead.dueSoon'),
          isNumber: true,
          cell: ({ dueSoon }) =>
            dueSoon === 0 ? '0' : <StateBadge tone="busy" label={format.number(dueSoon)} />,
        },
        {
          name: t('lead.kinds'),
          cell: ({ kindCounts }) =>
            workKinds
              .filter((kind) => (kindCounts[kind] ?? 0) > 0)
              .map((kind) => `${t(`lead.kind.${kind}`)} ${format.number(kindCounts[kind] ?? 0)}`)
              .join(', '),
        },
      ]}
    />
  );
}

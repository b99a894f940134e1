import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { useClients } from '../shell/use-clients';
import { Empty } from '../ui/empty';
import { TextLink } from '../ui/links';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { Rows } from '../ui/rows';
import { StateBadge } from '../ui/state-badge';
import { useAgents } from './use-agents';

/** What everybody can do and for whom. */
export function AgentsPage() {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const agents = useAgents();
  const clients = useClients(true);
  const nameOf = (id: string): string => clients.data?.find((client) => client.id === id)?.name ?? '–';
  return (
    <>
      <PageTitle title={t('menu.agents')} />
      <Loaded query={agents}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t('lead.noAgents')}>
              <Text c="dimmed">{t('lead.noAgentsAdvice')}</Text>
            </Empty>
          ) : (
            <Rows
              label={t('menu.agents')}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: t('users.name'),
                  cell: ({ id, name }) => (
                    <TextLink to="/agents/$id" params={{ id }}>
                      {name}
                    </TextLink>
                  ),
                },
                {
                  name: t('lead.languages'),
                  cell: ({ profile }) =>
                    profile === null ? (
                      <StateBadge tone="bad" label={t('lead.notDescribed')} />
                    ) : (
                      Object.entries(profile.languages)
                        .map(
                          ([code, level]) =>
                            `${format.language(code)} (${level === 'native' ? t('lead.native') : level})`,
                        )
                        .join(', ')
                    ),
                },
                {
                  name: t('lead.skills'),
                  cell: ({ profile }) =>
                    profile?.skills.map((skill) => t(`lead.skill.${skill}`)).join(', ') ?? '–',
                },
                {
                  name: t('lead.clients'),
                  cell: ({ profile }) =>
                    profile === null
                      ? '–'
                      : profile.clientIds === null
                        ? t('case.all')
                        : profile.clientIds.map(nameOf).join(', ') || '–',
                },
                { name: t('case.phone'), cell: ({ profile }) => profile?.phone ?? '–' },
              ]}
            />
          )
        }
      </Loaded>
    </>
  );
}

import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { Empty } from '../ui/empty';
import { TextLink } from '../ui/links';
import { Rows } from '../ui/rows';
import { StateBadge } from '../ui/state-badge';
import { BreakDialog } from './break-dialog';
import { useAge, usePercent } from './figures';
import type { Board, BoardAgent } from './lead-api';

const tones = {
  available: 'good',
  on_contact: 'busy',
  wrap_up: 'busy',
  break: 'calm',
  training: 'calm',
  offline: 'calm',
} as const;

/** Who is where and on what; the place to take an item away. */
export function BoardAgents({ board: { at, agents, aht } }: { board: Board }) {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const percent = usePercent();
  const age = useAge();
  const [breaking, setBreaking] = useState<BoardAgent | null>(null);
  if (agents.length === 0) {
    return (
      <Empty title={t('lead.noAgents')}>
        <Text>{t('lead.noAgentsAdvice')}</Text>
      </Empty>
    );
  }
  const secondsSince = (since: string | null): number | null =>
    since === null ? null : Math.max(0, (Date.parse(at) - Date.parse(since)) / 1000);
  return (
    <>
      <Rows
        label={t('lead.agents')}
        rows={agents}
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
            name: t('column.state'),
            cell: ({ state, since }) => (
              <>
                <StateBadge tone={tones[state]} label={t(`lead.presence.${state}`)} />{' '}
                <span className="beside">{age(secondsSince(since))}</span>
              </>
            ),
          },
          {
            name: t('lead.worksOn'),
            cell: ({ claim }) =>
              claim === null
                ? '–'
                : [
                    t(`lead.kind.${claim.kind}`),
                    claim.clientCode,
                    format.language(claim.language),
                    format.seconds(claim.seconds),
                  ].join(' · '),
          },
          { name: t('lead.contacts'), isNumber: true, cell: (agent) => format.number(agent.contactsToday) },
          {
            name: t('statement.aht'),
            isNumber: true,
            cell: ({ ahtSeconds }) =>
              ahtSeconds === null ? (
                '–'
              ) : ahtSeconds > aht.budget ? (
                <StateBadge tone="bad" label={t('lead.overBudget', { time: format.seconds(ahtSeconds) })} />
              ) : (
                format.seconds(ahtSeconds)
              ),
          },
          { name: t('lead.occupancy'), isNumber: true, cell: ({ occupancy }) => percent(occupancy) },
          { name: t('lead.adherence'), isNumber: true, cell: ({ adherence }) => percent(adherence) },
          {
            name: t('lead.action'),
            cell: (agent) =>
              agent.claim === null ? (
                '–'
              ) : (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`${t('lead.break')}: ${agent.name}`}
                  onClick={() => setBreaking(agent)}
                >
                  {t('lead.break')}
                </Button>
              ),
          },
        ]}
      />
      {breaking?.claim && (
        <BreakDialog name={breaking.name} claim={breaking.claim} onClose={() => setBreaking(null)} />
      )}
    </>
  );
}

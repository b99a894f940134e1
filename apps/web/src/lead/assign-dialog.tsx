import { NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/dialog';
import { Loaded } from '../ui/loaded';
import { useChange } from '../ui/use-change';
import { leadApi } from './lead-api';
import { useAgents } from './use-agents';

/** Keeps an item for one agent. */
export function AssignDialog({
  client,
  itemId,
  what,
  onClose,
}: {
  client: string;
  itemId: string;
  what: string;
  onClose: () => void;
}) {
  const { t } = useTranslation('lead');
  const agents = useAgents();
  const [agentId, setAgentId] = useState('');
  const change = useChange(() => leadApi.assign(itemId, client, agentId), {
    done: t('lead.assigned'),
    reads: ['queue', 'board'],
    then: onClose,
  });
  return (
    <Dialog
      title={t('lead.assign')}
      confirm={t('lead.assign')}
      change={change}
      isReady={agentId !== ''}
      onSubmit={() => change.mutate()}
      onClose={onClose}
    >
      <Text>{what}</Text>
      <Loaded query={agents}>
        {(all) => (
          <NativeSelect
            label={t('role.agent')}
            description={t('lead.assignNote')}
            value={agentId}
            onChange={({ currentTarget: { value } }) => setAgentId(value)}
            data={[
              { value: '', label: t('lead.choose') },
              ...all.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
      </Loaded>
    </Dialog>
  );
}

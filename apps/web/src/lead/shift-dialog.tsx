import { Group, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/dialog';
import { Loaded } from '../ui/loaded';
import { useChange } from '../ui/use-change';
import { instantOf, plusDays } from './dates';
import { leadApi } from './lead-api';
import { useAgents } from './use-agents';

/** A new shift; one that ends before it begins ends the day after. */
export function ShiftDialog({ date, zone, onClose }: { date: string; zone: string; onClose: () => void }) {
  const { t } = useTranslation('lead');
  const agents = useAgents();
  const [agentId, setAgentId] = useState('');
  const [on, setOn] = useState(date);
  const [from, setFrom] = useState('09:00');
  const [until, setUntil] = useState('17:00');
  const change = useChange(
    () =>
      leadApi.addShift({
        agentId,
        from: instantOf(on, from, zone),
        until: instantOf(until <= from ? plusDays(on, 1) : on, until, zone),
      }),
    { done: t('lead.shiftAdded'), reads: ['shifts', 'staffing'], then: onClose },
  );
  return (
    <Dialog
      title={t('lead.addShift')}
      confirm={t('lead.addShift')}
      change={change}
      isReady={agentId !== '' && on !== '' && from !== '' && until !== ''}
      onSubmit={() => change.mutate()}
      onClose={onClose}
    >
      <Loaded query={agents}>
        {(all) => (
          <NativeSelect
            label={t('role.agent')}
            value={agentId}
            onChange={({ currentTarget: { value } }) => setAgentId(value)}
            data={[
              { value: '', label: t('lead.choose') },
              ...all.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
      </Loaded>
      <TextInput
        type="date"
        label={t('lead.day')}
        value={on}
        onChange={({ currentTarget: { value } }) => setOn(value)}
      />
      <Group grow>
        <TextInput
          type="time"
          label={t('lead.from')}
          value={from}
          onChange={({ currentTarget: { value } }) => setFrom(value)}
        />
        <TextInput
          type="time"
          label={t('lead.until')}
          value={until}
          onChange={({ currentTarget: { value } }) => setUntil(value)}
        />
      </Group>
    </Dialog>
  );
}

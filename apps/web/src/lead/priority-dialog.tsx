import { NumberInput, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/dialog';
import { useChange } from '../ui/use-change';
import { leadApi } from './lead-api';

/** Moves an item forward or back in its queue. */
export function PriorityDialog({
  client,
  itemId,
  what,
  priority,
  onClose,
}: {
  client: string;
  itemId: string;
  what: string;
  priority: number;
  onClose: () => void;
}) {
  const { t } = useTranslation('lead');
  const [value, setValue] = useState<number | string>(priority);
  const change = useChange(() => leadApi.prioritise(itemId, client, Number(value)), {
    done: t('lead.prioritised'),
    reads: ['queue', 'board'],
    then: onClose,
  });
  return (
    <Dialog
      title={t('lead.prioritise')}
      confirm={t('lead.prioritise')}
      change={change}
      isReady={value !== ''}
      onSubmit={() => change.mutate()}
      onClose={onClose}
    >
      <Text>{what}</Text>
      <NumberInput
        label={t('lead.priority')}
        description={t('lead.priorityNote')}
        value={value}
        onChange={setValue}
        min={-500}
        max={500}
        allowDecimal={false}
        hideControls
        data-autofocus
      />
    </Dialog>
  );
}

import { Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/dialog';
import { useChange } from '../ui/use-change';
import { leadApi, type BoardClaim } from './lead-api';

/** Takes an item away from its agent, with a reason that is kept. */
export function BreakDialog({
  name,
  claim,
  onClose,
}: {
  name: string;
  claim: BoardClaim;
  onClose: () => void;
}) {
  const { t } = useTranslation('lead');
  const [reason, setReason] = useState('');
  const change = useChange(() => leadApi.break(claim.id, claim.clientCode, reason.trim()), {
    done: t('lead.broken'),
    reads: ['board'],
    then: onClose,
  });
  return (
    <Dialog
      title={t('lead.breakOf', { name })}
      confirm={t('lead.break')}
      change={change}
      isReady={reason.trim().length >= 3}
      onSubmit={() => change.mutate()}
      onClose={onClose}
    >
      <Text>{t('lead.breakNote', { name })}</Text>
      <Textarea
        label={t('lead.reason')}
        description={t('lead.reasonNote')}
        value={reason}
        onChange={({ currentTarget: { value } }) => setReason(value)}
        maxLength={500}
        autosize
        minRows={2}
        required
        withAsterisk={false}
        data-autofocus
      />
    </Dialog>
  );
}

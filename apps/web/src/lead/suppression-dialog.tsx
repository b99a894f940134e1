import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Shape } from '../api/client';
import { Dialog } from '../ui/dialog';
import { useChange } from '../ui/use-change';

type Channel = Shape<'Suppression'>['channel'];
const channels = ['email', 'sms', 'whatsapp', 'voice'] as const;
const reasons = ['asked_agent', 'asked_by_mail', 'complaint', 'number_bad'] as const;

/** Stops messages to an address. */
export function SuppressionDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('lead');
  const [channel, setChannel] = useState<Channel>('email');
  const [address, setAddress] = useState('');
  const [reason, setReason] = useState<(typeof reasons)[number]>('asked_agent');
  const change = useChange(
    () => answer(api.POST('/v1/suppressions', { body: { channel, address: address.trim(), reason } })),
    { done: t('lead.suppressedDone'), reads: ['suppressions'], then: onClose },
  );
  return (
    <Dialog
      title={t('lead.suppress')}
      confirm={t('lead.suppress')}
      change={change}
      isReady={address.trim().length >= 3}
      onSubmit={() => change.mutate()}
      onClose={onClose}
    >
      <NativeSelect
        label={t('contact.channel')}
        value={channel}
        onChange={({ currentTarget: { value } }) => setChannel(value as Channel)}
        data={channels.map((value) => ({ value, label: t(`channel.${value}`) }))}
      />
      <TextInput
        label={t('lead.address')}
        description={t('lead.addressNote')}
        value={address}
        maxLength={254}
        onChange={({ currentTarget: { value } }) => setAddress(value)}
      />
      <NativeSelect
        label={t('lead.reason')}
        value={reason}
        onChange={({ currentTarget: { value } }) => setReason(value as (typeof reasons)[number])}
        data={reasons.map((value) => ({ value, label: t(`lead.suppressed.${value}`) }))}
      />
    </Dialog>
  );
}

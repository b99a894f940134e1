import { Alert, Button, Checkbox, Group, Radio, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useFormat } from '../../i18n/format';
import { ProblemNotice } from '../../ui/problem-notice';
import { deskApi, type LinkAsk } from '../desk-api';
import type { Claim, ContactScreen } from '../desk-contract';
import { Dialog } from '../dialog';
import { useDeskTexts } from '../use-desk-texts';
import { useClaimAct } from './acting';

const asks = ['address', 'iban', 'choice'] as const satisfies LinkAsk[];

/** Sends the customer a page where they type what is missing themselves: nothing is dictated. */
export function LinkDialog({
  claim,
  customer,
  waitsFor,
  isOpen,
  onClose,
}: {
  claim: Claim;
  customer: NonNullable<ContactScreen['customer']>;
  waitsFor: readonly string[];
  isOpen: boolean;
  onClose: () => void;
}) {
  const { t } = useDeskTexts();
  const format = useFormat();
  const [chosen, setChosen] = useState<LinkAsk[]>([]);
  const [channel, setChannel] = useState<'email' | 'sms'>('email');
  const send = useClaimAct(claim, () => deskApi.sendLink(claim, chosen, channel));
  const { reset } = send;
  useEffect(() => {
    if (!isOpen) return;
    const missing = asks.filter((ask) => waitsFor.includes(ask));
    setChosen(missing.length > 0 ? missing : ['iban']);
    setChannel(customer.emailMasked === null ? 'sms' : 'email');
    reset();
  }, [isOpen, waitsFor, customer.emailMasked, reset]);
  return (
    <Dialog opened={isOpen} onClose={onClose} title={t('link.title')}>
      {send.data ? (
        <Stack>
          <Alert role="status" color="teal" title={t('link.sent', { to: send.data.sentTo })}>
            {t('link.until', { at: format.dateTime(send.data.expiresAt) })}
          </Alert>
          <Group justify="flex-end">
            <Button onClick={onClose} data-autofocus>
              {t('action.close')}
            </Button>
          </Group>
        </Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (chosen.length > 0) send.mutate();
          }}
        >
          <Stack>
            {send.error && <ProblemNotice error={send.error} />}
            <Text size="sm">{t('link.why')}</Text>
            <Checkbox.Group
              label={t('link.asks')}
              value={chosen}
              onChange={(value) => setChosen(asks.filter((ask) => value.includes(ask)))}
              error={chosen.length === 0 ? t('link.asksNothing') : undefined}
            >
              <Stack gap="xs" mt={4}>
                {asks.map((ask, at) => (
                  <Checkbox
                    key={ask}
                    value={ask}
                    label={t(`link.${ask}`)}
                    data-autofocus={at === 0 || undefined}
                  />
                ))}
              </Stack>
            </Checkbox.Group>
            <Radio.Group label={t('contact.channel')} value={channel} onChange={(value) => setChannel(value)}>
              <Stack gap="xs" mt={4}>
                <Radio
                  value="email"
                  disabled={customer.emailMasked === null}
                  label={`${t('channel.email')} ${customer.emailMasked ?? ''}`}
                />
                <Radio
                  value="sms"
                  disabled={customer.phoneMasked === null}
                  label={`${t('channel.sms')} ${customer.phoneMasked ?? ''}`}
                />
              </Stack>
            </Radio.Group>
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {t('action.cancel')}
              </Button>
              <Button type="submit" loading={send.isPending} disabled={chosen.length === 0}>
                {t('link.send')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}

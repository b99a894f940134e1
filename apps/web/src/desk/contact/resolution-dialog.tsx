import { Button, Group, List, NativeSelect, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useFormat } from '../../i18n/format';
import { ProblemNotice } from '../../ui/problem-notice';
import { deskApi } from '../desk-api';
import type { Allowed, Claim, ScreenItem } from '../desk-contract';
import { announce } from '../desk-store';
import { Dialog } from '../dialog';
import { useDeskTexts } from '../use-desk-texts';
import { useClaimAct } from './acting';

/** Changes what an item gets, within what the policy and the law leave to the agent: first what would follow, then the deed. */
export function ResolutionDialog({
  claim,
  items,
  first,
  onClose,
}: {
  claim: Claim;
  items: readonly ScreenItem[];
  first: string | null;
  onClose: () => void;
}) {
  const { t } = useDeskTexts();
  return (
    <Dialog opened={first !== null} onClose={onClose} title={t('resolution.title')}>
      {first !== null && <ResolutionForm claim={claim} items={items} first={first} onClose={onClose} />}
    </Dialog>
  );
}

type Ground = NonNullable<Allowed['needsGround']>[number];

function ResolutionForm({
  claim,
  items,
  first,
  onClose,
}: {
  claim: Claim;
  items: readonly ScreenItem[];
  first: string;
  onClose: () => void;
}) {
  const { t, wordOf } = useDeskTexts();
  const format = useFormat();
  const cache = useQueryClient();
  const [itemId, setItemId] = useState(first);
  const item = items.find(({ id }) => id === itemId);
  const [outcome, setOutcome] = useState<Allowed['outcome'] | null>(item?.allowed[0]?.outcome ?? null);
  const grounds = item?.allowed.find((one) => one.outcome === outcome)?.needsGround ?? null;
  const [ground, setGround] = useState<Ground | null>(null);
  const [reason, setReason] = useState('');
  const order = {
    itemId,
    outcome: outcome as Allowed['outcome'],
    ...(grounds ? { ground: ground !== null && grounds.includes(ground) ? ground : grounds[0] } : {}),
    reason: reason.trim(),
  };
  const preview = useClaimAct(claim, () => deskApi.resolve(claim, { ...order, confirm: false }));
  const confirm = useClaimAct(claim, () => deskApi.resolve(claim, { ...order, confirm: true }), {
    onSuccess: () => {
      announce(t('resolution.done'));
      onClose();
      void cache.invalidateQueries({ queryKey: ['desk', 'contact', claim.id] });
    },
  });
  const { reset } = preview;
  // A preview speaks of what was chosen when it was made.
  useEffect(reset, [itemId, outcome, ground, reset]);
  const consequences = preview.data?.preview?.consequences;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (consequences) confirm.mutate();
        else preview.mutate();
      }}
    >
      <Stack>
        {(confirm.error ?? preview.error) && <ProblemNotice error={confirm.error ?? preview.error} />}
        {items.length > 1 && (
          <NativeSelect
            label={t('resolution.item')}
            value={itemId}
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              setItemId(chosen);
              setOutcome(items.find(({ id }) => id === chosen)?.allowed[0]?.outcome ?? null);
            }}
            data={items.map(({ id, product, quantity }) => ({
              value: id,
              label: `${quantity} × ${product}`,
            }))}
          />
        )}
        <Radio.Group
          label={t('resolution.gets', { what: item?.product ?? '' })}
          value={outcome}
          onChange={(value) => setOutcome(value)}
        >
          <Stack gap="xs" mt={4}>
            {item?.allowed.map((one, at) => (
              <Radio
                key={one.outcome}
                value={one.outcome}
                label={wordOf('outcome', one.outcome)}
                data-autofocus={at === 0 || undefined}
              />
            ))}
          </Stack>
        </Radio.Group>
        {grounds && (
          <NativeSelect
            label={t('resolution.ground')}
            value={order.ground}
            onChange={(event) => setGround(event.currentTarget.value as Ground)}
            data={grounds.map((one) => ({ value: one, label: wordOf('ground', one) }))}
          />
        )}
        <TextInput
          label={t('resolution.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          minLength={3}
          maxLength={500}
          required
          withAsterisk={false}
        />
        <div role="status">
          {consequences && (
            <>
              <Text fw={600}>{t('resolution.consequences')}</Text>
              <List size="sm">
                {consequences.map(({ code, params: { amountMinor, currency, ...params } }) => (
                  <List.Item key={code}>
                    {t(`consequence.${code}`, {
                      ...params,
                      amount:
                        amountMinor === undefined
                          ? ''
                          : format.money({ amountMinor: Number(amountMinor), currency: String(currency) }),
                    })}
                  </List.Item>
                ))}
              </List>
            </>
          )}
        </div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={preview.isPending || confirm.isPending} disabled={outcome === null}>
            {t(consequences ? 'resolution.confirm' : 'resolution.preview')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

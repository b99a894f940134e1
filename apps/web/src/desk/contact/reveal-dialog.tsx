import { Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { ProblemNotice } from '../../ui/problem-notice';
import { deskApi, type RevealField } from '../desk-api';
import type { Claim } from '../desk-contract';
import { Dialog } from '../dialog';
import { useDeskTexts } from '../use-desk-texts';
import { useClaimAct } from './acting';

const least = 3;

/** Shows what is masked, once the agent has said what for. Each time is counted. */
export function RevealDialog({
  claim,
  wanted,
  fields,
  isOpen,
  onClose,
  onRevealed,
}: {
  claim: Claim;
  wanted: RevealField;
  fields: readonly { field: RevealField; name: string }[];
  isOpen: boolean;
  onClose: () => void;
  onRevealed: (field: RevealField, value: string) => void;
}) {
  const { t } = useDeskTexts();
  const [field, setField] = useState(wanted);
  const [reason, setReason] = useState('');
  const reveal = useClaimAct(claim, () => deskApi.reveal(claim, field, reason.trim()), {
    onSuccess: ({ value }) => {
      onRevealed(field, value);
      onClose();
    },
  });
  const { reset } = reveal;
  useEffect(() => {
    if (!isOpen) return;
    setField(fields.some((one) => one.field === wanted) ? wanted : (fields[0]?.field ?? wanted));
    setReason('');
    reset();
    // Only when it opens: the fields are made anew with every drawing.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isOpen, wanted, reset]);
  return (
    <Dialog opened={isOpen} onClose={onClose} title={t('reveal.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim().length >= least) reveal.mutate();
        }}
      >
        <Stack>
          {reveal.error && <ProblemNotice error={reveal.error} />}
          <Radio.Group label={t('reveal.what')} value={field} onChange={(value) => setField(value)}>
            <Group gap="md" mt={4}>
              {fields.map((one) => (
                <Radio key={one.field} value={one.field} label={one.name} />
              ))}
            </Group>
          </Radio.Group>
          <TextInput
            label={t('reveal.reason')}
            description={t('reveal.counted')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            list="reveal-reasons"
            maxLength={200}
            minLength={least}
            required
            withAsterisk={false}
            data-autofocus
          />
          <datalist id="reveal-reasons">
            <option value={t('reveal.reasonDial')} />
            <option value={t('reveal.reasonCheck')} />
            <option value={t('reveal.reasonPayment')} />
          </datalist>
          <Text size="sm" c="dimmed">
            {t('reveal.bank')}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={reveal.isPending}>
              {t('reveal.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

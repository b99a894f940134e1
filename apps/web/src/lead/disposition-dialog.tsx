import { Button, Checkbox, Fieldset, NumberInput, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languages } from '../i18n/language';
import { Dialog } from '../ui/dialog';
import { flagNames, type Disposition, type Flag } from './lead-api';

const blank: Disposition = {
  code: '',
  hotkey: '',
  labels: {},
  flags: Object.fromEntries(flagNames.map((flag) => [flag, false])) as Record<Flag, boolean>,
  retryRules: null,
};
const usualRetry = { afterMinutes: 180, maxTries: 6 };

/** One way in which a contact ends. */
export function DispositionDialog({
  disposition,
  others,
  save,
  onSave,
  onRemove,
  onClose,
}: {
  disposition: Disposition | undefined;
  others: readonly Disposition[];
  save: { isPending: boolean; error: Error | null };
  onSave: (disposition: Disposition) => void;
  onRemove: (() => void) | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation('lead');
  const [draft, setDraft] = useState(disposition ?? blank);
  const change = (part: Partial<Disposition>): void => setDraft({ ...draft, ...part });
  const isTaken = others.some(({ hotkey }) => hotkey === draft.hotkey);
  const isReady = /^[a-z0-9]$/.test(draft.hotkey) && !isTaken && (draft.labels['en'] ?? '').trim() !== '';
  const setRetry = (part: Partial<typeof usualRetry>): void =>
    change({ retryRules: { ...(draft.retryRules ?? usualRetry), ...part } });
  return (
    <Dialog
      title={t(disposition ? 'lead.disposition' : 'lead.addDisposition')}
      confirm={t('lead.save')}
      change={save}
      isReady={isReady}
      onSubmit={() =>
        onSave({
          ...draft,
          code: draft.code || codeFor(draft.labels['en'] ?? '', others),
          labels: Object.fromEntries(Object.entries(draft.labels).filter(([, label]) => label.trim() !== '')),
          retryRules: draft.flags.retry ? (draft.retryRules ?? usualRetry) : null,
        })
      }
      onClose={onClose}
    >
      <TextInput
        label={t('lead.hotkey')}
        description={t('lead.hotkeyNote')}
        value={draft.hotkey}
        maxLength={1}
        error={isTaken ? t('lead.hotkeyTaken') : undefined}
        onChange={({ currentTarget: { value } }) => change({ hotkey: value.toLowerCase() })}
      />
      <Fieldset legend={t('lead.names')}>
        <SimpleGrid cols={2} spacing="xs">
          {Object.entries(languages).map(([code, name]) => (
            <TextInput
              key={code}
              size="xs"
              label={name}
              lang={code}
              maxLength={60}
              required={code === 'en'}
              value={draft.labels[code] ?? ''}
              onChange={({ currentTarget: { value } }) =>
                change({ labels: { ...draft.labels, [code]: value } })
              }
            />
          ))}
        </SimpleGrid>
      </Fieldset>
      <Fieldset legend={t('lead.flags')}>
        <Stack gap={6}>
          {flagNames.map((flag) => (
            <Checkbox
              key={flag}
              label={t(`lead.flag.${flag}`)}
              checked={draft.flags[flag]}
              onChange={({ currentTarget: { checked } }) =>
                change({ flags: { ...draft.flags, [flag]: checked } })
              }
            />
          ))}
        </Stack>
      </Fieldset>
      {draft.flags.retry && (
        <SimpleGrid cols={2}>
          <NumberInput
            label={t('lead.retryMinutes')}
            min={5}
            max={20_160}
            allowDecimal={false}
            value={draft.retryRules?.afterMinutes ?? usualRetry.afterMinutes}
            onChange={(value) => setRetry({ afterMinutes: Number(value) })}
            hideControls
          />
          <NumberInput
            label={t('lead.retryTries')}
            min={1}
            max={50}
            allowDecimal={false}
            value={draft.retryRules?.maxTries ?? usualRetry.maxTries}
            onChange={(value) => setRetry({ maxTries: Number(value) })}
            hideControls
          />
        </SimpleGrid>
      )}
      {onRemove && (
        <Button variant="default" onClick={onRemove}>
          {t('lead.remove')}
        </Button>
      )}
    </Dialog>
  );
}

/** A code from the English name, which no other has. */
function codeFor(name: string, others: readonly Disposition[]): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[^a-z]+|_+$/g, '')
    .slice(0, 36);
  const stem = plain.length > 1 ? plain : 'own';
  let code = stem;
  for (let i = 2; others.some((other) => other.code === code); i++) code = `${stem}_${i}`;
  return code;
}

import { Button, Checkbox, Fieldset, NumberInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Shape } from '../api/client';
import { useMay } from '../session/use-identity';
import { ProblemNotice } from '../ui/problem-notice';
import { useChange } from '../ui/use-change';
import { HoursFields } from './hours-fields';
import { channels, purposes } from './message-words';

export type Settings = Shape<'NotificationSettings'>;

/** The settings to change; only to read for those who may not. */
export function SettingsForm({ settings }: { settings: Settings }) {
  const { t } = useTranslation('messages');
  const mayWrite = useMay('template.write');
  const [draft, setDraft] = useState(settings);
  const save = useChange(() => answer(api.PUT('/v1/notification-settings', { body: draft })), {
    done: t('messages.saved'),
    reads: ['notification-settings'],
  });
  const change = (part: Partial<Settings>): void => setDraft({ ...draft, ...part });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack maw={720}>
        {save.error && <ProblemNotice error={save.error} />}
        <Fieldset legend={t('messages.toldOf')} disabled={!mayWrite}>
          <Stack gap="sm">
            <Checkbox.Group
              aria-label={t('messages.toldOf')}
              value={draft.purposes}
              onChange={(values) => change({ purposes: values })}
            >
              <Stack gap={6}>
                {purposes.map((purpose) => (
                  <Checkbox
                    key={purpose}
                    value={purpose}
                    label={t(`purpose.${purpose}`)}
                    description={purpose === 'decision' ? t('messages.always') : undefined}
                    disabled={purpose === 'decision' || !mayWrite}
                  />
                ))}
              </Stack>
            </Checkbox.Group>
            <NumberInput
              label={t('messages.reminderAfterDays')}
              value={draft.reminderAfterDays}
              min={1}
              max={60}
              allowDecimal={false}
              onChange={(value) => change({ reminderAfterDays: Number(value) })}
              hideControls
              maw={240}
            />
          </Stack>
        </Fieldset>
        {channels.map((channel) => (
          <HoursFields
            key={channel}
            legend={t('messages.hoursOf', { channel: t(`channel.${channel}`) })}
            window={draft.windows[channel]}
            disabled={!mayWrite}
            onChange={(window) => change({ windows: { ...draft.windows, [channel]: window } })}
          />
        ))}
        <Fieldset legend={t('messages.howOften')} disabled={!mayWrite}>
          <Stack gap="sm" maw={240}>
            <NumberInput
              label={t('messages.perDay')}
              value={draft.budget.perDay}
              min={1}
              max={50}
              allowDecimal={false}
              onChange={(value) => change({ budget: { ...draft.budget, perDay: Number(value) } })}
              hideControls
            />
            <NumberInput
              label={t('messages.perWeek')}
              value={draft.budget.perWeek}
              min={1}
              max={200}
              allowDecimal={false}
              onChange={(value) => change({ budget: { ...draft.budget, perWeek: Number(value) } })}
              hideControls
            />
            <NumberInput
              label={t('messages.spendCap')}
              description={t('messages.spendCapNote')}
              value={draft.dailySpendCap ?? ''}
              min={1}
              max={1_000_000}
              onChange={(value) => change({ dailySpendCap: value === '' ? null : Number(value) })}
              hideControls
            />
          </Stack>
        </Fieldset>
        {mayWrite && (
          <Button type="submit" loading={save.isPending} style={{ alignSelf: 'flex-start' }}>
            {t('messages.save')}
          </Button>
        )}
      </Stack>
    </form>
  );
}

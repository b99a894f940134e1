import { Button, Checkbox, Chip, Fieldset, Group, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Shape } from '../api/client';

type Window = NonNullable<Shape<'NotificationSettings'>['windows']['sms']>;
type Hours = Window['hours'][number];

const usual: Hours = { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' };

/** The customer's local hours in which a channel may be used. */
export function HoursFields({
  legend,
  window,
  disabled,
  onChange,
}: {
  legend: string;
  window: Window | null;
  disabled: boolean;
  onChange: (window: Window | null) => void;
}) {
  const { t } = useTranslation('messages');
  const change = (at: number, hours: Hours): void => {
    if (window) onChange({ ...window, hours: window.hours.map((old, i) => (i === at ? hours : old)) });
  };
  return (
    <Fieldset legend={legend} disabled={disabled}>
      <Stack gap="sm">
        <Checkbox
          label={t('messages.anyTime')}
          checked={window === null}
          onChange={({ currentTarget: { checked } }) =>
            onChange(checked ? null : { hours: [usual], onHolidays: false })
          }
        />
        {window?.hours.map((hours, i) => (
          <HoursRow
            key={i}
            hours={hours}
            onChange={(changed) => change(i, changed)}
            onRemove={
              window.hours.length > 1
                ? () => onChange({ ...window, hours: window.hours.filter((_, other) => other !== i) })
                : undefined
            }
          />
        ))}
        {window && (
          <>
            <Button
              variant="default"
              size="compact-sm"
              style={{ alignSelf: 'flex-start' }}
              disabled={window.hours.length >= 14}
              onClick={() => onChange({ ...window, hours: [...window.hours, usual] })}
            >
              {t('messages.addHours')}
            </Button>
            <Checkbox
              label={t('messages.onHolidays')}
              checked={window.onHolidays}
              onChange={({ currentTarget: { checked } }) => onChange({ ...window, onHolidays: checked })}
            />
          </>
        )}
      </Stack>
    </Fieldset>
  );
}

function HoursRow({
  hours,
  onChange,
  onRemove,
}: {
  hours: Hours;
  onChange: (hours: Hours) => void;
  onRemove: (() => void) | undefined;
}) {
  const { t } = useTranslation('messages');
  const dayName = useDayNames();
  return (
    <Group align="flex-end" gap="sm">
      <Chip.Group
        multiple
        value={hours.weekdays.map(String)}
        onChange={(values) => onChange({ ...hours, weekdays: values.map(Number).toSorted((a, b) => a - b) })}
      >
        <Group gap={4} role="group" aria-label={t('messages.weekdays')}>
          {[1, 2, 3, 4, 5, 6, 7].map((day) => (
            <Chip key={day} value={String(day)} size="xs">
              {dayName(day)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Group gap="sm" align="flex-end" wrap="nowrap">
        <TextInput
          type="time"
          label={t('messages.from')}
          value={hours.from}
          required
          withAsterisk={false}
          onChange={({ currentTarget: { value } }) => onChange({ ...hours, from: value })}
        />
        <TextInput
          type="time"
          label={t('messages.to')}
          value={hours.to}
          required
          withAsterisk={false}
          onChange={({ currentTarget: { value } }) => onChange({ ...hours, to: value })}
        />
      </Group>
      {onRemove && (
        <Button variant="default" size="compact-sm" mb={6} onClick={onRemove}>
          {t('messages.remove')}
        </Button>
      )}
    </Group>
  );
}

/** Short names of weekdays; 1 is Monday. */
function useDayNames(): (day: number) => string {
  const { i18n } = useTranslation();
  const format = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' });
  // 1 January 2024 was a Monday.
  return (day) => format.format(new Date(Date.UTC(2024, 0, day)));
}

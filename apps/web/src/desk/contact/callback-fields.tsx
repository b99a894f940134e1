import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { useFormat } from '../../i18n/format';
import { useDeskTexts } from '../use-desk-texts';
import { instantOf, wallClock } from '../zoned';

interface Callback {
  /** On the customer's clock. */
  readonly at: string;
  readonly owned: boolean;
}

const dayMs = 86_400_000;

/** When the customer is called back: on their clock, with the agent's beside it. */
export function CallbackFields({
  zone,
  value,
  onChange,
}: {
  zone: string;
  value: Callback;
  onChange: (value: Callback) => void;
}) {
  const { t } = useDeskTexts();
  const format = useFormat();
  const tomorrow = wallClock(new Date(Date.now() + dayMs), zone).slice(0, 10);
  const offers = [
    { label: t('callback.hour'), at: firstOffer(zone) },
    { label: t('callback.morning'), at: `${tomorrow}T10:00` },
    { label: t('callback.evening'), at: `${tomorrow}T17:00` },
  ];
  return (
    <Stack gap="xs" className="callback">
      <TextInput
        type="datetime-local"
        label={t('callback.theirTime', { zone })}
        value={value.at}
        min={wallClock(new Date(), zone)}
        onChange={(event) =>
          event.currentTarget.value && onChange({ ...value, at: event.currentTarget.value })
        }
      />
      <Text size="sm" c="dimmed" role="status">
        {t('callback.yourTime', { at: format.dateTime(instantOf(value.at, zone).toISOString()) })}
      </Text>
      <Group gap="xs">
        {offers.map(({ label, at }) => (
          <Button key={label} size="compact-sm" variant="default" onClick={() => onChange({ ...value, at })}>
            {label}
          </Button>
        ))}
      </Group>
      <Checkbox
        checked={value.owned}
        onChange={(event) => onChange({ ...value, owned: event.currentTarget.checked })}
        label={t('callback.owned')}
        description={t('callback.ownedHint')}
      />
    </Stack>
  );
}

/** An hour from now, on a round minute. */
export function firstOffer(zone: string): string {
  const inAnHour = new Date(Math.ceil((Date.now() + 3_600_000) / 300_000) * 300_000);
  return wallClock(inAnHour, zone);
}

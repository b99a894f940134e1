import { Group, NativeSelect, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

const minutesIn = { minute: 1, hour: 60, day: 1_440 } as const;
type Unit = keyof typeof minutesIn;

/** The largest unit that says it in a whole number. */
function unitOf(minutes: number): Unit {
  if (minutes % minutesIn.day === 0) return 'day';
  return minutes % minutesIn.hour === 0 ? 'hour' : 'minute';
}

/** A time in words: `24 hours`. */
export function useSpan(): (minutes: number) => string {
  const { i18n } = useTranslation();
  return (minutes) => {
    const unit = unitOf(minutes);
    return new Intl.NumberFormat(i18n.language, { style: 'unit', unit, unitDisplay: 'long' }).format(
      minutes / minutesIn[unit],
    );
  };
}

/** A time to type, in minutes, hours or days. */
export function SpanInput({
  label,
  minutes,
  onChange,
}: {
  label: string;
  minutes: number;
  onChange: (minutes: number) => void;
}) {
  const { t } = useTranslation('messages');
  const [unit, setUnit] = useState<Unit>(unitOf(minutes));
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <NumberInput
        label={label}
        value={minutes / minutesIn[unit]}
        min={1}
        max={43_200 / minutesIn[unit]}
        allowDecimal={false}
        onChange={(value) => onChange(Number(value) * minutesIn[unit])}
        hideControls
      />
      <NativeSelect
        aria-label={t('messages.unit')}
        value={unit}
        onChange={({ currentTarget: { value } }) => {
          const next = value as Unit;
          onChange(Math.max(1, Math.round(minutes / minutesIn[unit])) * minutesIn[next]);
          setUnit(next);
        }}
        data={Object.keys(minutesIn).map((value) => ({ value, label: t(`messages.unit.${value as Unit}`) }))}
      />
    </Group>
  );
}

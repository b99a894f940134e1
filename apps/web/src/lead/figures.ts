import { useTranslation } from 'react-i18next';

/** A share in percent; a dash where there is none. */
export function usePercent(): (share: number | null) => string {
  const { i18n } = useTranslation();
  const format = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 });
  return (share) => (share === null ? '–' : format.format(share));
}

/** How long something has gone on, in the largest two units: `2 h 5 min`. */
export function useAge(): (seconds: number | null) => string {
  const { i18n } = useTranslation();
  const unit = (value: number, name: string): string =>
    new Intl.NumberFormat(i18n.language, { style: 'unit', unit: name, unitDisplay: 'narrow' }).format(value);
  return (seconds) => {
    if (seconds === null) return '–';
    const minutes = Math.floor(seconds / 60);
    if (minutes < 1) return unit(Math.floor(seconds), 'second');
    if (minutes < 60) return unit(minutes, 'minute');
    const hours = Math.floor(minutes / 60);
    return hours < 48
      ? `${unit(hours, 'hour')} ${unit(minutes % 60, 'minute')}`
      : `${unit(Math.floor(hours / 24), 'day')} ${unit(hours % 24, 'hour')}`;
  };
}

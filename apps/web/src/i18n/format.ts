import { useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Shape } from '../api/client';
import { signedIn } from '../session/signed-in';

export type Format = ReturnType<typeof formats>;

/** Dates, numbers and money as the reader writes them, times in the zone of their profile. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  const identity = useSyncExternalStore(signedIn.identity.follow, signedIn.identity.get);
  const zone = identity?.user.zone;
  return useMemo(() => formats(i18n.language, zone), [i18n.language, zone]);
}

function formats(locale: string, timeZone: string | undefined) {
  const instant = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
  // A date without a time is the same day everywhere.
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const plain = new Intl.NumberFormat(locale);
  const byCurrency = new Map<string, Intl.NumberFormat>();
  const moneyOf = (currency: string): Intl.NumberFormat => {
    let found = byCurrency.get(currency);
    if (!found)
      byCurrency.set(currency, (found = new Intl.NumberFormat(locale, { style: 'currency', currency })));
    return found;
  };
  return {
    dateTime: (at: string | null) => (at === null ? '–' : instant.format(new Date(at))),
    time: (at: string | null) => (at === null ? '–' : clock.format(new Date(at))),
    date: (on: string | null) => (on === null ? '–' : day.format(new Date(`${on.slice(0, 10)}T00:00:00Z`))),
    number: (value: number) => plain.format(value),
    money: ({ amountMinor, currency }: Shape<'Money'>) => {
      const format = moneyOf(currency);
      return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
    },
    /** A price that may have four decimals, as the API writes it: `0.5500`. */
    price: (decimal: string, currency: string) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 4 }).format(
        Number(decimal),
      ),
    /** Seconds as `1:30`. */
    seconds: (seconds: number) =>
      `${Math.floor(seconds / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`,
    bytes: (count: number) =>
      count < 1_000_000
        ? new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 }).format(
            Math.ceil(count / 1_000),
          )
        : new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }).format(
            count / 1_000_000,
          ),
    country: (code: string | null) =>
      code === null ? '–' : (new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code),
    language: (code: string) => new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code,
  };
}

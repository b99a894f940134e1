import { currencyDigits, formatMinor, formatUnitPrice } from '#platform';
import type { DocumentLanguage } from './document-texts.js';

/** Numbers, money and dates as a document of that language writes them. */
export interface DocumentFormat {
  money(amountMinor: number): string;
  /** With four decimals. */
  unitPrice(e4: number): string;
  count(value: number): string;
  percent(rateE2: number): string;
  seconds(value: number): string;
  /** Of a local ISO date. */
  date(iso: string): string;
  period(from: string, to: string): string;
  country(code: string): string;
}

/** Which of a language's regional habits a European document follows; the languages not named have one. */
const regions: Readonly<Partial<Record<DocumentLanguage, string>>> = { en: 'en-GB', pt: 'pt-PT' };

const made = new Map<string, DocumentFormat>();

/** Kept per language and currency: making `Intl` formatters costs more than all their uses on a page. */
export function documentFormat(language: DocumentLanguage, currency: string): DocumentFormat {
  const key = `${language}/${currency}`;
  const format = made.get(key) ?? makeFormat(language, currency);
  made.set(key, format);
  return format;
}

function makeFormat(language: DocumentLanguage, currency: string): DocumentFormat {
  const locale = regions[language] ?? language;
  // Spanish, Portuguese and Polish leave four-digit numbers ungrouped by default; in a column of amounts that misleads.
  const grouped = { useGrouping: 'always' } as const;
  const inCurrency = (digits: number) =>
    new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      ...grouped,
    });
  const money = inCurrency(currencyDigits(currency));
  const unitPrice = inCurrency(4);
  const count = new Intl.NumberFormat(locale, grouped);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const country = new Intl.DisplayNames(locale, { type: 'region' });
  return {
    // Intl takes the decimal string exactly, where a division would round.
    money: (amountMinor) => money.format(formatMinor(amountMinor, currency) as `${number}`),
    unitPrice: (e4) => unitPrice.format(formatUnitPrice(e4) as `${number}`),
    count: (value) => count.format(value),
    percent: (rateE2) => percent.format(rateE2 / 10_000),
    // The unit's symbol is the same in every language; abbreviations like “Sek.” bring a full stop of their own.
    seconds: (value) => `${tenths.format(value)}\u00A0s`,
    date: (iso) => date.format(instant(iso)),
    period: (from, to) => date.formatRange(instant(from), instant(to)),
    country: (code) => country.of(code) ?? code,
  };
}

function instant(iso: string): number {
  return Date.parse(`${iso}T00:00:00Z`);
}

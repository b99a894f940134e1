import { fold, remember } from './fold.js';

const symbols: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  $: 'USD',
  us$: 'USD',
  '¥': 'JPY',
  '₺': 'TRY',
  '₴': 'UAH',
  '₽': 'RUB',
  '₾': 'GEL',
  '₼': 'AZN',
  zł: 'PLN',
  zl: 'PLN',
  kč: 'CZK',
  kc: 'CZK',
  ft: 'HUF',
  lei: 'RON',
  leu: 'RON',
  лв: 'BGN',
  'лв.': 'BGN',
  din: 'RSD',
  'din.': 'RSD',
  fr: 'CHF',
  'fr.': 'CHF',
  sfr: 'CHF',
  km: 'BAM',
  tl: 'TRY',
  euro: 'EUR',
  euros: 'EUR',
  '€uro': 'EUR',
  pound: 'GBP',
  pounds: 'GBP',
  грн: 'UAH',
  ден: 'MKD',
  lek: 'ALL',
  дин: 'RSD',
};
const iso = new Set(Intl.supportedValuesOf('currency'));

/** ISO 4217 of a code or symbol; null when it is neither. `kr` is the crown of the country, so it needs one. */
export const readCurrency: (text: string) => string | null = remember((text) => {
  const upper = text.trim().toUpperCase();
  if (iso.has(upper)) return upper;
  const lower = text.trim().toLowerCase();
  return symbols[lower] ?? symbols[fold(lower)] ?? null;
});

const crowns: Readonly<Record<string, string>> = { SE: 'SEK', NO: 'NOK', DK: 'DKK', IS: 'ISK', FO: 'DKK' };

/** The crown that `kr` means in a country; null where there is none, or when the text is not `kr`. */
export function crownOf(text: string, country: string | null): string | null {
  return /^kr\.?$/i.test(text.trim()) && country !== null ? (crowns[country] ?? null) : null;
}

import { currencyDigits } from '#platform';
import { formatLocale, type MessageLanguage } from './languages.js';
import { closeDate, closeList } from './open-endings.js';

/** Money, dates and counts of one language and country; the `Intl` formatters are made once and kept. */
export class Formats {
  private readonly locale: string;
  private readonly counts: Intl.NumberFormat;
  private readonly dates: Intl.DateTimeFormat;
  private readonly lists: Intl.ListFormat;
  private readonly countries: Intl.DisplayNames;
  private readonly plurals: Intl.PluralRules;
  private readonly currencies = new Map<string, Intl.NumberFormat>();
  private readonly times = new Map<string, Intl.DateTimeFormat>();

  constructor(
    readonly language: MessageLanguage,
    country: string | null,
  ) {
    this.locale = formatLocale(language, country);
    this.counts = new Intl.NumberFormat(this.locale);
    this.dates = new Intl.DateTimeFormat(this.locale, { dateStyle: 'long', timeZone: 'UTC' });
    this.lists = new Intl.ListFormat(this.locale);
    this.countries = new Intl.DisplayNames(this.locale, { type: 'region' });
    this.plurals = new Intl.PluralRules(language);
  }

  count(value: number): string {
    return this.counts.format(value);
  }

  /** Minor units as this language writes them, with the currency's own number of decimals. */
  money(amountMinor: number, currency: string): string {
    let format = this.currencies.get(currency);
    if (!format) {
      const digits = currencyDigits(currency);
      format = new Intl.NumberFormat(this.locale, {
        style: 'currency',
        currency,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      });
      this.currencies.set(currency, format);
    }
    return format.format(amountMinor / 10 ** currencyDigits(currency));
  }

  /** A local ISO date in words. */
  date(iso: string): string {
    return closeDate(this.language, this.dates.format(new Date(`${iso}T00:00:00Z`)));
  }

  /** The time of day of an instant, by the clock of a zone. */
  time(instant: Date, zone: string): string {
    let format = this.times.get(zone);
    if (!format) {
      format = new Intl.DateTimeFormat(this.locale, { timeStyle: 'short', timeZone: zone });
      this.times.set(zone, format);
    }
    return format.format(instant);
  }

  list(parts: readonly string[]): string {
    return closeList(this.language, this.lists.format(parts));
  }

  country(code: string): string {
    return this.countries.of(code) ?? code;
  }

  pluralCategory(count: number): Intl.LDMLPluralRule {
    return this.plurals.select(count);
  }
}

const made = new Map<string, Formats>();

/** The kept formats of a language and country; at most languages times countries exist. */
export function formatsOf(language: MessageLanguage, country: string | null): Formats {
  const region = country !== null && /^[A-Z]{2}$/.test(country) ? country : null;
  const key = `${language}-${region ?? ''}`;
  let formats = made.get(key);
  if (!formats) {
    formats = new Formats(language, region);
    made.set(key, formats);
  }
  return formats;
}

import type { Condition, LegalBasis, Reason } from '#cases';
import type { ErrorParams } from '#platform';
import type { DateColumn, KnownColumn } from './columns/canonical-columns.js';
import type { Profile } from './profiles/profile.js';
import { minorMark } from './reading/json-case.js';
import type { ColumnStyles } from './reading/column-styles.js';
import type { Detected, Mapping } from './upload.schema.js';
import { minorUnits, plainDecimal, splitCurrency } from './values/amounts.js';
import { controlCharacters, readEmail, readIban, readPhone } from './values/contacts.js';
import { languageOfCountry, readCountry, readLanguage } from './values/countries.js';
import { crownOf, readCurrency } from './values/currencies.js';
import { dateReader } from './values/dates.js';
import { fold, isNothing } from './values/fold.js';
import { fullName, orderedName } from './values/names.js';
import { readCondition, readLegalBasis, readReason } from './values/words.js';

/** A row that could be read. Facts that it does not give are null. */
export interface ReadRow {
  readonly rowNo: number;
  readonly caseRef: string;
  readonly orderRef: string | null;
  readonly orderedOn: string | null;
  readonly deliveredOn: string | null;
  readonly requestedOn: string | null;
  readonly receivedOn: string | null;
  readonly customerName: string | null;
  readonly customerEmail: string | null;
  readonly customerPhone: string | null;
  readonly language: string | null;
  readonly country: string | null;
  readonly paymentRef: string | null;
  readonly iban: string | null;
  readonly accountHolder: string | null;
  readonly postalCode: string | null;
  readonly city: string | null;
  readonly street: string | null;
  readonly note: string | null;
  readonly sku: string | null;
  readonly product: string | null;
  readonly category: string | null;
  readonly quantity: number;
  /** Plain decimal, or minor units when `priceIsMinor`; its currency may stand on another row of the case. */
  readonly price: string | null;
  readonly priceIsMinor: boolean;
  readonly currency: string | null;
  readonly reason: Reason | null;
  readonly legalBasis: LegalBasis | null;
  readonly condition: Condition | null;
  readonly photoUrl: string | null;
}

/** Why a row could not be read; the first thing found. */
export interface RowFault {
  readonly rowNo: number;
  readonly column: KnownColumn | null;
  readonly code: string;
  readonly params: ErrorParams;
}

class Fault extends Error {
  constructor(
    readonly column: KnownColumn | null,
    readonly code: string,
    readonly params: ErrorParams = {},
  ) {
    super(code);
  }
}

export interface ReaderSettings {
  readonly detected: Detected;
  readonly styles: ColumnStyles;
  readonly mapping: Mapping | null;
  readonly profile: Profile | null;
  readonly client: {
    readonly zone: string;
    readonly country: string;
    readonly currency: string;
    readonly defaultLanguage: string;
  };
}

const maxQuantity = 1_000_000;
const noIndexes: readonly number[] = [];
const apostrophe = 39;

/** Reads the rows of one file: finds each column, understands its values, and says what is wrong with a row. */
export class RowReader {
  private readonly at: Readonly<Partial<Record<KnownColumn, readonly number[]>>>;
  private readonly constants: Readonly<Partial<Record<KnownColumn, string>>>;
  private readonly width: number;
  private readonly strictDecimal: boolean;
  private readonly dates: Readonly<Record<DateColumn, (text: string) => string | null>>;
  private readonly words: Readonly<
    Record<'reason' | 'legal_basis' | 'condition', ReadonlyMap<string, string>>
  >;
  /** Of prices without any: the mapping's, the header's, or the client's when the file has no column for it. */
  private readonly defaultCurrency: string | null;

  private readonly last = new Map<
    KnownColumn,
    { text: string; context: string | null; value: string | null }
  >();

  constructor(private readonly settings: ReaderSettings) {
    const { detected, styles, mapping, profile, client } = settings;
    this.at = detected.columns;
    this.constants = profile?.constants ?? {};
    this.width = detected.header.length;
    this.strictDecimal = mapping?.decimal !== undefined || detected.format === 'json';
    const strictDates = mapping?.dateFormat !== undefined;
    const reader = (column: DateColumn) => dateReader(client.zone, styles.dates[column], strictDates);
    this.dates = {
      ordered_on: reader('ordered_on'),
      delivered_on: reader('delivered_on'),
      requested_on: reader('requested_on'),
      received_on: reader('received_on'),
    };
    const meanings = (words: Readonly<Record<string, string>> | undefined) =>
      new Map(Object.entries(words ?? {}).map(([word, code]) => [fold(word), code]));
    this.words = {
      reason: meanings(mapping?.words?.reason),
      legal_basis: meanings(mapping?.words?.legal_basis),
      condition: meanings(mapping?.words?.condition),
    };
    this.defaultCurrency =
      mapping?.currency ??
      detected.headerCurrency ??
      (detected.columns.currency === undefined ? client.currency : null);
  }

  /** The case that a row belongs to, or null; the same answer as `read` gives, without reading the rest. */
  caseRefOf(cells: readonly string[]): string | null {
    const own = this.cell(cells, 'case_ref');
    const ref = own === '' ? this.cell(cells, 'order_ref') : own;
    return ref === '' || ref.length > 200 ? null : ref;
  }

  /** Reads a row of `rowNo`; the first thing that is wrong makes it a fault. */
  read(cells: readonly string[], rowNo: number): ReadRow | RowFault {
    try {
      return this.understand(cells, rowNo);
    } catch (error) {
      if (error instanceof Fault)
        return { rowNo, column: error.column, code: error.code, params: error.params };
      throw error;
    }
  }

  private understand(cells: readonly string[], rowNo: number): ReadRow {
    if (cells.length > this.width && cells.slice(this.width).some((cell) => cell.trim() !== '')) {
      throw new Fault(null, 'row.too_many_cells', { cells: cells.length, columns: this.width });
    }
    const caseRef = this.text(cells, 'case_ref', 200) ?? this.text(cells, 'order_ref', 200);
    if (caseRef === null) throw new Fault('order_ref', 'row.case_ref_missing');
    const sku = this.text(cells, 'sku', 200);
    const product = this.text(cells, 'product', 500);
    if (sku === null && product === null) throw new Fault('sku', 'row.item_missing');
    const country = this.country(cells);
    const language = this.checked(cells, 'language', 'row.language_unknown', readLanguage);
    const quantity = this.quantity(cells);
    const { price, priceIsMinor, currency } = this.price(cells, quantity, country);
    return {
      rowNo,
      caseRef,
      orderRef: this.text(cells, 'order_ref', 200),
      orderedOn: this.date(cells, 'ordered_on'),
      deliveredOn: this.date(cells, 'delivered_on'),
      requestedOn: this.date(cells, 'requested_on'),
      receivedOn: this.date(cells, 'received_on'),
      customerName: this.name(cells, language, country),
      customerEmail: this.checked(cells, 'customer_email', 'row.email_invalid', readEmail),
      customerPhone: this.checked(
        cells,
        'customer_phone',
        'row.phone_invalid',
        (text) => readPhone(text, country ?? this.settings.client.country),
        country,
      ),
      language,
      country,
      paymentRef: this.text(cells, 'payment_ref', 200),
      iban: this.checked(cells, 'iban', 'row.iban_invalid', readIban),
      accountHolder: this.text(cells, 'account_holder', 200),
      postalCode: this.text(cells, 'postal_code', 20)?.replace(/^'/, '') ?? null,
      city: this.text(cells, 'city', 100),
      street: this.text(cells, 'street', 200),
      note: this.text(cells, 'note', 2_000),
      sku,
      product,
      category: this.text(cells, 'category', 200),
      quantity,
      price,
      priceIsMinor,
      currency,
      reason: this.word(cells, 'reason', (text) => readReason(text)),
      legalBasis: this.word(cells, 'legal_basis', readLegalBasis, 'row.legal_basis_unknown'),
      condition: this.word(cells, 'condition', readCondition, 'row.condition_unknown'),
      photoUrl: this.checked(cells, 'photo_url', 'row.photo_url_invalid', (text) =>
        text.length <= 2_000 && /^https?:\/\/[^\s<>"]+$/i.test(text) && URL.canParse(text) ? text : null,
      ),
    };
  }

  private cell(cells: readonly string[], column: KnownColumn): string {
    const indexes = this.at[column] ?? noIndexes;
    for (let i = 0; i < indexes.length; i++) {
      const cell = cells[indexes[i] as number];
      if (cell === undefined || cell === '') continue;
      const trimmed = cell.trim();
      // Spreadsheets and our own rejections put an apostrophe before what they would take for a formula.
      if (trimmed === '') continue;
      return trimmed.charCodeAt(0) === apostrophe && /^'[=+@\t\r-]/.test(trimmed)
        ? trimmed.slice(1)
        : trimmed;
    }
    return this.constants[column] ?? '';
  }

  private text(cells: readonly string[], column: KnownColumn, max: number): string | null {
    const text = this.cell(cells, column);
    if (text === '') return null;
    if (text.length > max) throw new Fault(column, 'row.text_too_long', { max });
    if (controlCharacters.test(text)) throw new Fault(column, 'row.control_characters');
    return text;
  }

  /**
   * Text that must have a certain form; blanks, dashes and `n/a` say nothing. The rows of a case repeat what they say, so
   * the last answer of a column is kept; `context` is what else the answer depends on.
   */
  private checked(
    cells: readonly string[],
    column: KnownColumn,
    code: string,
    read: (text: string) => string | null,
    context: string | null = null,
  ): string | null {
    const text = this.cell(cells, column);
    if (text === '') return null;
    const last = this.last.get(column);
    if (last && last.text === text && last.context === context) return last.value;
    const value = isNothing(text) ? null : read(text);
    if (value === null && !isNothing(text)) throw new Fault(column, code);
    this.last.set(column, { text, context, value });
    return value;
  }

  private word<T extends string>(
    cells: readonly string[],
    column: 'reason' | 'legal_basis' | 'condition',
    read: (text: string) => T | null,
    code?: string,
  ): T | null {
    const text = this.cell(cells, column);
    if (text === '' || isNothing(text)) return null;
    const own = this.words[column];
    const value = (own.size > 0 ? (own.get(fold(text)) as T | undefined) : undefined) ?? read(text);
    if (value === null && code !== undefined) throw new Fault(column, code);
    return value;
  }

  private date(cells: readonly string[], column: DateColumn): string | null {
    const text = this.cell(cells, column);
    if (text === '') return null;
    const date = this.dates[column](text);
    if (date === null && !isNothing(text)) throw new Fault(column, 'row.date_invalid');
    return date;
  }

  private country(cells: readonly string[]): string | null {
    const text = this.cell(cells, 'country');
    if (text === '') return null;
    const country = readCountry(text);
    if (country === undefined && !isNothing(text)) throw new Fault('country', 'row.country_unknown');
    return country ?? null;
  }

  private name(cells: readonly string[], own: string | null, country: string | null): string | null {
    const whole = this.text(cells, 'customer_name', 200);
    const language =
      own ?? (country === null ? null : languageOfCountry(country)) ?? this.settings.client.defaultLanguage;
    if (whole !== null) return whole.includes(',') ? orderedName(whole, language) : whole;
    const given = this.text(cells, 'customer_first_name', 100);
    const family = this.text(cells, 'customer_last_name', 100);
    return given === null ? family : family === null ? given : fullName(given, family, language);
  }

  private quantity(cells: readonly string[]): number {
    const text = this.cell(cells, 'quantity');
    if (text === '') throw new Fault('quantity', 'row.quantity_missing');
    const match = /^(\d{1,9})(?:[.,]0{1,4})?$/.exec(text);
    const quantity = match ? Number(match[1]) : 0;
    if (quantity < 1 || quantity > maxQuantity) {
      throw new Fault('quantity', 'row.quantity_invalid', { max: maxQuantity });
    }
    return quantity;
  }

  private price(cells: readonly string[], quantity: number, country: string | null) {
    const named = this.cell(cells, 'currency');
    let currency: string | null = null;
    if (named !== '' && !isNothing(named)) {
      currency = readCurrency(named) ?? crownOf(named, country ?? this.settings.client.country);
      if (currency === null) throw new Fault('currency', 'row.currency_unknown');
    }
    const unit = this.cell(cells, 'unit_price');
    const total = unit === '' || isNothing(unit) ? this.cell(cells, 'line_total') : '';
    const column = total === '' ? 'unit_price' : 'line_total';
    const text = total === '' ? unit : total;
    if (text === '' || isNothing(text)) {
      return { price: null, priceIsMinor: false, currency: currency ?? this.defaultCurrency };
    }
    if (text.endsWith(minorMark)) {
      const minor = text.slice(0, -minorMark.length);
      if (!/^\d{1,15}$/.test(minor)) throw new Fault(column, 'row.amount_invalid');
      return { price: minor, priceIsMinor: true, currency: currency ?? this.defaultCurrency };
    }
    const parts = splitCurrency(text);
    if (currency === null && parts.currency !== '') {
      currency =
        readCurrency(parts.currency) ?? crownOf(parts.currency, country ?? this.settings.client.country);
      if (currency === null) throw new Fault(column, 'row.currency_unknown');
    }
    currency ??= this.defaultCurrency;
    const decimal = plainDecimal(parts.amount, this.decimalStyle(), this.strictDecimal);
    if (decimal === null || decimal.startsWith('-')) throw new Fault(column, 'row.amount_invalid');
    const amount = minorUnits(decimal, currency ?? this.settings.client.currency);
    if ('code' in amount) throw new Fault(column, amount.code, { currency: currency ?? '' });
    if (total === '') return { price: decimal, priceIsMinor: false, currency };
    if (amount.minor % quantity !== 0) throw new Fault(column, 'row.total_not_divisible', { quantity });
    return { price: String(amount.minor / quantity), priceIsMinor: true, currency };
  }

  private decimalStyle() {
    return this.settings.detected.format === 'json' ? '.' : this.settings.styles.decimal;
  }
}

export function isFault(row: ReadRow | RowFault): row is RowFault {
  return 'code' in row;
}

import pg from 'pg';
import { currencyDigits } from '#platform';
import type { ListingField, ListingFormat } from '#clients';

/** What the file of a sealed listing is written from, besides its lines. */
export interface FileSource {
  readonly clientId: string;
  readonly listingId: string;
  readonly number: number;
  /** Local ISO date of the cut-off. */
  readonly cutoffOn: string;
  /** Those that occur in the lines. */
  readonly currencies: readonly string[];
  readonly format: ListingFormat;
}

const literal = (text: string): string => pg.escapeLiteral(text);
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Line breaks, tabs and other controls: a cell has none, so a line of the file is always one record. */
const controls = '\\x01-\\x1f\\x7f-\\x9f\\u2028\\u2029';
/** What spreadsheets skip before they look for a formula: every kind of space, zero-width ones included. */
const blanks = ` \\u00a0\\u1680\\u2000-\\u200f\\u202f\\u205f-\\u2064\\u3000\\ufeff${controls}`;
/** = + - @ in all their widths, and the dashes that an encoding without them turns into a minus. */
const starters =
  '\\-=+@\\uff1d\\uff0b\\uff0d\\uff20\\ufe66\\ufe62\\ufe63\\ufe6b\\u207a-\\u207c\\u208a-\\u208c\\u2010-\\u2015\\u2212';
/** A cell starts at the value's start, and for a reader that takes another delimiter than ours also after one, or a quote. */
const cellStart = '(?:^|[,;|"])';
const suspicious = `[${controls}]|${cellStart}[${blanks}]*[${starters}]`;

/**
 * Text as a cell that no spreadsheet takes for a formula: an apostrophe goes before what starts like one, controls
 * become spaces. The first test is one pass of a regular expression; only the few values that fail it are rewritten.
 */
function guarded(text: string): string {
  const flat = `regexp_replace(${text}, '[${controls}]+', ' ', 'g')`;
  return `CASE WHEN ${text} ~ '${suspicious}' THEN regexp_replace(${flat}, '(${cellStart})(?=[${blanks}]*[${starters}])', '\\1''', 'g') ELSE ${text} END`;
}

/** An international number gets 00 for its plus, which every dialler takes and no spreadsheet calculates. */
function phone(text: string): string {
  return `CASE WHEN ${text} ~ '^\\+[0-9][0-9 ()./-]*$' THEN '00' || substr(${text}, 2) ELSE ${guarded(text)} END`;
}

/** Minor units as a decimal number, negative for a withdrawal: never guarded, so that finance can add it up. */
function amount(format: ListingFormat, currencies: readonly string[]): string {
  const point = literal(format.decimal);
  const sign = `CASE l.entry WHEN 'withdraw' THEN '-' ELSE '' END`;
  const withDigits = (digits: number): string =>
    digits === 0
      ? `l.amount_minor::text`
      : `CASE WHEN l.amount_minor >= ${10 ** digits}
           THEN left(l.amount_minor::text, -${digits}) || ${point} || right(l.amount_minor::text, ${digits})
           ELSE '0' || ${point} || lpad(l.amount_minor::text, ${digits}, '0') END`;
  const odd = currencies.filter((currency) => currencyDigits(currency) !== 2);
  const unsigned =
    odd.length === 0
      ? withDigits(2)
      : `CASE l.currency ${odd.map((c) => `WHEN ${literal(c)} THEN ${withDigits(currencyDigits(c))}`).join(' ')} ELSE ${withDigits(2)} END`;
  return `(${sign}) || (${unsigned})`;
}

/** An ISO date in the client's style. */
export function styledDate(iso: string, style: ListingFormat['dateStyle']): string {
  const [year = '', month = '', day = ''] = iso.split('-');
  return style.replace('yyyy', year).replace('MM', month).replace('dd', day);
}

const hex = (column: string): string => `upper(replace(${column}::text, '-', ''))`;

function cell(field: ListingField, source: FileSource): string {
  switch (field) {
    case 'number':
      return String(Math.trunc(source.number));
    case 'line':
      return 'row_number() OVER (ORDER BY l.id)';
    case 'reference':
      return hex('l.id');
    case 'replaces':
      return hex('l.of_line_id');
    case 'entry':
    case 'currency':
      return `l.${field}`;
    case 'quantity':
      return `CASE l.entry WHEN 'withdraw' THEN -l.quantity ELSE l.quantity END`;
    case 'amount':
      return amount(source.format, source.currencies);
    case 'cutoff_date':
      return literal(styledDate(source.cutoffOn, source.format.dateStyle));
    case 'phone':
      return phone('l.phone');
    case 'case_ref':
    case 'order_ref':
    case 'sku':
    case 'product':
    case 'payee_name':
    case 'iban':
    case 'payment_ref':
    case 'country':
    case 'postal_code':
    case 'city':
    case 'street':
    case 'email':
      return guarded(`l.${field}`);
  }
}

/**
 * The statements whose outputs, one after the other, are the file in UTF-8 with `\n`: its header and its lines. The
 * server writes them ready to send, since formatting each line in this process halves the speed. They carry no
 * parameters (COPY takes none): ids are checked, other text is quoted as literals.
 */
export function fileCopies(source: FileSource): { header: string; lines: string } {
  const { columns, delimiter, quote } = source.format;
  if (!uuidPattern.test(source.clientId) || !uuidPattern.test(source.listingId)) throw new Error('not an id');
  const all = quote === 'all';
  const options = `WITH (FORMAT csv, DELIMITER ${delimiter === '\t' ? "E'\\t'" : literal(delimiter)}, ENCODING 'UTF8'${all ? ', FORCE_QUOTE *' : ''})`;
  const written = (expression: string): string =>
    all ? `coalesce((${expression})::text, '')` : `(${expression})`;
  const names = columns.map(({ name }) => written(guarded(`${literal(name)}::text`)));
  const cells = columns.map(({ field }, i) => `${written(cell(field, source))} AS c${i}`);
  return {
    header: `COPY (SELECT ${names.join(', ')}) TO STDOUT ${options}`,
    lines: `COPY (SELECT ${cells.join(', ')} FROM listing_line l
      WHERE l.client_id = '${source.clientId}' AND l.listing_id = '${source.listingId}' ORDER BY l.id) TO STDOUT ${options}`,
  };
}

import pg from 'pg';
import type { ListingField, ListingFormat } from '#clients';
import { formulaPattern, internationalPhone } from './formula-guard.js';

/** What the file of a sealed listing is written from, besides its lines. */
export interface FileSource {
  readonly clientId: string;
  readonly listingId: string;
  readonly number: number;
  /** Local ISO date of the cut-off. */
  readonly cutoffOn: string;
  readonly format: ListingFormat;
}

const literal = (text: string): string => pg.escapeLiteral(text);
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const { controls, blanks, starters, cellStart } = formulaPattern;
const suspicious = literal(`[${controls}]|${cellStart}[${blanks}]*[${starters}]`);
const controlRun = literal(`[${controls}]+`);
const formulaStart = literal(`(${cellStart})(?=[${blanks}]*[${starters}])`);
const apostrophe = literal("\\1'");

/**
 * Text as a cell that no spreadsheet takes for a formula: an apostrophe goes before what starts like one, controls
 * become spaces.
 */
function safe(text: string): string {
  const flat = `regexp_replace(${text}, ${controlRun}, ' ', 'g')`;
  return `CASE WHEN ${text} ~ ${suspicious} THEN regexp_replace(${flat}, ${formulaStart}, ${apostrophe}, 'g') ELSE ${text} END`;
}

/** Only lines marked when they were listed are looked at: a regular expression per cell would cost twice the COPY. */
function guarded(column: string): string {
  return `CASE WHEN l.guarded THEN ${safe(column)} ELSE ${column} END`;
}

/** An international number gets 00 for its plus, which every dialler takes and no spreadsheet calculates. */
function phone(column: string): string {
  const isPlain = `${column} ~ ${literal(internationalPhone)}`;
  return `CASE WHEN ${isPlain} THEN '00' || substr(${column}, 2) ELSE ${guarded(column)} END`;
}

/** An ISO date in the client's style. */
export function styledDate(iso: string, style: ListingFormat['dateStyle']): string {
  const [year = '', month = '', day = ''] = iso.split('-');
  return style.replace('yyyy', year).replace('MM', month).replace('dd', day);
}

function cell(field: ListingField, source: FileSource): string {
  switch (field) {
    case 'number':
      return String(Math.trunc(source.number));
    case 'line':
      return 'row_number() OVER (ORDER BY l.id)';
    case 'reference':
      return 'l.reference';
    case 'replaces':
      return `upper(replace(l.of_line_id::text, '-', ''))`;
    case 'entry':
    case 'currency':
      return `l.${field}`;
    case 'quantity':
      return `CASE l.entry WHEN 'withdraw' THEN -l.quantity ELSE l.quantity END`;
    case 'amount':
      // A number, negative for a withdrawal: never guarded, so that finance can add it up.
      return source.format.decimal === '.' ? 'l.amount_text' : `replace(l.amount_text, '.', ',')`;
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
  const names = columns.map(({ name }) => written(safe(`${literal(name)}::text`)));
  const cells = columns.map(({ field }, i) => `${written(cell(field, source))} AS c${i}`);
  return {
    header: `COPY (SELECT ${names.join(', ')}) TO STDOUT ${options}`,
    lines: `COPY (SELECT ${cells.join(', ')} FROM listing_line l
      WHERE l.client_id = '${source.clientId}' AND l.listing_id = '${source.listingId}' ORDER BY l.id) TO STDOUT ${options}`,
  };
}

import { fold } from '../values/fold.js';
import { plainDecimal, splitCurrency } from '../values/amounts.js';
import { readCurrency } from '../values/currencies.js';
import { readEmail } from '../values/contacts.js';
import { canonicalColumns, knownColumns, type KnownColumn } from './canonical-columns.js';
import { headerSynonyms } from './header-synonyms.js';

/** Which column of a file holds what, and the currency that a price's header names (`unit_price_gbp`). */
export interface ColumnMatch {
  readonly indexes: ReadonlyMap<KnownColumn, number>;
  readonly headerCurrency: string | null;
}

interface Candidate {
  readonly column: KnownColumn;
  /** Smaller is closer: our own name, then the synonyms in their order. */
  readonly rank: number;
}

const candidates = new Map<string, Candidate[]>();
for (const column of knownColumns) {
  const words = [column, ...headerSynonyms[column].flatMap((line) => line.split(', '))];
  words.forEach((word, rank) => {
    const key = fold(word);
    const known = candidates.get(key);
    if (!known) candidates.set(key, [{ column, rank }]);
    else if (!known.some((c) => c.column === column)) known.push({ column, rank });
  });
}
// A canonical name is never anything else.
for (const column of knownColumns) candidates.set(fold(column), [{ column, rank: 0 }]);

/** The header without a currency at its end: `Preis (EUR)`, `unit_price_gbp`, `Price €`. */
function withoutCurrency(header: string): { name: string; currency: string } | null {
  const match = /^(.*?)[\s_([]*(?:\bin\s+)?([A-Za-z]{3}|[€£$₺]|zł|kč)[\s)\]]*$/iu.exec(header.trim());
  if (!match?.[1]) return null;
  const currency = readCurrency(match[2] as string);
  return currency === null ? null : { name: match[1], currency };
}

/** Whether a column's values could be what a candidate says; blank ones could be anything. */
function fits(column: KnownColumn, values: readonly string[]): boolean {
  const filled = values.filter((v) => v.trim() !== '');
  if (filled.length === 0) return true;
  const share = (test: (v: string) => boolean): number =>
    filled.filter((v) => test(v.trim())).length / filled.length;
  switch (column) {
    case 'quantity':
      return share((v) => /^\d{1,6}([.,]0+)?$/.test(v)) > 0.5;
    case 'unit_price':
    case 'line_total':
      return share((v) => plainDecimal(splitCurrency(v).amount, '.') !== null) > 0.5;
    case 'customer_email':
      return share((v) => readEmail(v) !== null) > 0.5;
    case 'ordered_on':
    case 'delivered_on':
    case 'requested_on':
    case 'received_on':
      return share((v) => /\d/.test(v) && v.length >= 6) > 0.5;
    case 'customer_name':
    case 'city':
      return share((v) => /\p{L}/u.test(v)) > 0.5;
    case 'sku':
      return share((v) => /^[^\s,]*\d[^\s,]*$/.test(v)) > 0.5;
    case 'product':
      return share((v) => /\p{L}{3}/u.test(v)) > 0.5;
    case 'country':
      return share((v) => /^[\p{L} .'()-]{2,60}$/u.test(v)) > 0.5;
    case 'condition':
    case 'reason':
      return share((v) => /\p{L}/u.test(v)) > 0.5;
    default:
      return true;
  }
}

/**
 * Finds our columns among a file's headers by their synonyms; each of ours is found at most once and each of theirs used at
 * most once. Where a header could mean two things, the values of the first rows decide.
 */
export function matchColumns(header: readonly string[], sample: readonly (readonly string[])[]): ColumnMatch {
  const options: { index: number; column: KnownColumn; rank: number; currency: string | null }[] = [];
  header.forEach((text, index) => {
    let found = candidates.get(fold(text));
    let currency: string | null = null;
    if (!found) {
      const bare = withoutCurrency(text);
      found = bare ? candidates.get(fold(bare.name))?.filter((c) => isMoney(c.column)) : undefined;
      currency = bare?.currency ?? null;
    }
    if (!found) return;
    const values = sample.map((row) => row[index] ?? '');
    const fitting = found.length === 1 ? found : found.filter((c) => fits(c.column, values));
    for (const { column, rank } of fitting) {
      // A header with one meaning goes before one with several.
      options.push({ index, column, rank: rank + (fitting.length > 1 ? 1000 : 0), currency });
    }
  });
  options.sort((a, b) => a.rank - b.rank || a.index - b.index);
  const indexes = new Map<KnownColumn, number>();
  const used = new Set<number>();
  let headerCurrency: string | null = null;
  for (const option of options) {
    if (indexes.has(option.column) || used.has(option.index)) continue;
    indexes.set(option.column, option.index);
    used.add(option.index);
    if (option.currency !== null) headerCurrency = option.currency;
  }
  return { indexes, headerCurrency };
}

function isMoney(column: KnownColumn): boolean {
  return column === 'unit_price' || column === 'line_total';
}

/** Which columns are missing that no file can be read without. */
export function missingColumns(indexes: ReadonlyMap<KnownColumn, number>): string[] {
  const missing: string[] = [];
  if (!indexes.has('order_ref') && !indexes.has('case_ref')) missing.push('order_ref');
  if (!indexes.has('quantity')) missing.push('quantity');
  if (!indexes.has('sku') && !indexes.has('product')) missing.push('sku or product');
  return missing;
}

/** How many of our columns a row of texts names; tells a header from other rows, and one delimiter from another. */
export function countKnown(cells: readonly string[]): number {
  const found = new Set<string>();
  for (const cell of cells) {
    const bare = candidates.has(fold(cell)) ? cell : (withoutCurrency(cell)?.name ?? cell);
    const column = candidates.get(fold(bare))?.[0]?.column;
    if (column !== undefined && (canonicalColumns as readonly string[]).includes(column)) found.add(column);
  }
  return found.size;
}

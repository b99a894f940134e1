import { auxiliaryColumns, canonicalColumns, type KnownColumn } from '../columns/canonical-columns.js';
import { fold } from '../values/fold.js';

/** Header of rows that come from JSON: our own columns. */
export const jsonHeader: readonly KnownColumn[] = [...canonicalColumns, ...auxiliaryColumns];

/** Keys in any writing (`orderRef`, `order_ref`), and those of nested objects as the API shows them. */
const positions = new Map<string, number>(jsonHeader.map((column, i) => [fold(column), i]));
const position = (column: KnownColumn): number => jsonHeader.indexOf(column);
const nested: Readonly<Record<string, Readonly<Record<string, KnownColumn>>>> = {
  customer: { name: 'customer_name', email: 'customer_email', phone: 'customer_phone' },
  address: { street: 'street', postalcode: 'postal_code', city: 'city', country: 'country' },
};
const price = position('unit_price');
const currency = position('currency');

/** One case in JSON as rows, one per item; a flat object is a row of its own. Values that are no text become none. */
export function rowsOfJson(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [blankRow()];
  const shared = blankRow();
  let items: unknown;
  for (const [key, part] of Object.entries(value)) {
    const name = fold(key);
    if (name === 'items') items = part;
    else fill(shared, name, part);
  }
  if (!Array.isArray(items)) return [shared];
  return items.map((item) => {
    const row = [...shared];
    if (typeof item === 'object' && item !== null) {
      for (const [key, part] of Object.entries(item)) fill(row, fold(key), part);
    }
    return row;
  });
}

function blankRow(): string[] {
  return new Array<string>(jsonHeader.length).fill('');
}

function fill(row: string[], name: string, part: unknown): void {
  const inner = nested[name];
  if (inner && typeof part === 'object' && part !== null) {
    for (const [key, value] of Object.entries(part)) {
      const column = inner[fold(key)];
      if (column) row[position(column)] = text(value);
    }
    return;
  }
  const at = positions.get(name);
  if (at === undefined) return;
  if (at === price && typeof part === 'object' && part !== null) {
    const money = part as { amountMinor?: unknown; currency?: unknown };
    row[currency] = text(money.currency);
    // Minor units are marked as such, so that they are not read as whole ones.
    row[price] = typeof money.amountMinor === 'number' ? `${money.amountMinor}${minorMark}` : '';
    return;
  }
  row[at] = text(part);
}

/** Marks an amount as minor units in a row made from JSON. */
export const minorMark = ' minor';

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'boolean' ? String(value) : '';
}

import { hash } from 'node:crypto';
import type { Condition, LegalBasis, Reason } from '#cases';
import type { ReadRow } from './row-reader.js';
import { minorUnits } from './values/amounts.js';

/** An item as a file states it. */
export interface FileItem {
  readonly sku: string | null;
  readonly product: string | null;
  readonly category: string | null;
  readonly quantity: number;
  readonly unitPriceMinor: number | null;
  readonly currency: string | null;
  readonly reason: Reason | null;
  readonly legalBasis: LegalBasis | null;
  readonly condition: Condition | null;
  readonly photoUrl: string | null;
}

/** What all readable rows of one case state together. */
export interface FileCase {
  readonly caseRef: string;
  readonly orderRef: string;
  readonly facts: CaseFacts;
  readonly items: readonly FileItem[];
  readonly contentHash: Buffer;
  readonly firstRow: number;
  readonly rowCount: number;
}

export const factNames = [
  'orderedOn',
  'deliveredOn',
  'requestedOn',
  'receivedOn',
  'customerName',
  'customerEmail',
  'customerPhone',
  'language',
  'country',
  'paymentRef',
  'iban',
  'accountHolder',
  'postalCode',
  'city',
  'street',
  'note',
] as const;
export type FactName = (typeof factNames)[number];
export type CaseFacts = Readonly<Record<FactName, string | null>>;

/** From worst to best: of several pieces the worst one speaks for the item. */
const conditionOrder: readonly Condition[] = ['damaged', 'incomplete', 'used', 'opened', 'unknown', 'new'];

/**
 * Joins the rows of one case, in file order. Each fact comes from the first row that gives it, so blanks never erase. Each
 * row is an item of its own, equal rows too: two equal lines are two pieces handed in. With `onePiecePerRow`
 * neighbouring rows of one SKU are pieces of one item.
 */
export function joinRows(rows: readonly ReadRow[], onePiecePerRow: boolean): FileCase {
  const first = rows[0] as ReadRow;
  const facts = {} as Record<FactName, string | null>;
  for (const name of factNames) {
    let value = first[name];
    for (let i = 1; value === null && i < rows.length; i++) value = (rows[i] as ReadRow)[name];
    facts[name] = value;
  }
  const orderRef = rows.find((row) => row.orderRef !== null)?.orderRef ?? first.caseRef;
  const currency = rows.find((row) => row.currency !== null)?.currency ?? null;
  const items = (onePiecePerRow ? joinPieces(rows) : rows).map((row) => toItem(row, currency));
  const contentHash = hashOf([orderRef, ...factNames.map((name) => facts[name])], items);
  return {
    caseRef: first.caseRef,
    orderRef,
    facts,
    items,
    contentHash,
    firstRow: first.rowNo,
    rowCount: rows.length,
  };
}

function toItem(row: ReadRow, currencyOfCase: string | null): FileItem {
  const currency = row.currency ?? currencyOfCase;
  let unitPriceMinor: number | null = null;
  if (row.price !== null) {
    if (row.priceIsMinor) unitPriceMinor = Number(row.price);
    else {
      const amount = minorUnits(row.price, currency ?? 'EUR');
      unitPriceMinor = 'minor' in amount ? amount.minor : null;
    }
  }
  return {
    sku: row.sku,
    product: row.product,
    category: row.category,
    quantity: row.quantity,
    unitPriceMinor,
    currency: unitPriceMinor === null ? null : currency,
    reason: row.reason,
    legalBasis: row.legalBasis,
    condition: row.condition,
    photoUrl: row.photoUrl,
  };
}

/** Only neighbours are pieces of one item: the same goods further down were handed in as a line of their own. */
function joinPieces(rows: readonly ReadRow[]): ReadRow[] {
  const joined: ReadRow[] = [];
  for (const row of rows) {
    const last = joined.at(-1);
    if (last && itemKey(last) === itemKey(row) && last.product === row.product) {
      const condition = worse(last.condition, row.condition);
      joined[joined.length - 1] = { ...last, quantity: last.quantity + row.quantity, condition };
    } else joined.push(row);
  }
  return joined;
}

function worse(a: Condition | null, b: Condition | null): Condition | null {
  if (a === null || b === null) return a ?? b;
  return conditionOrder.indexOf(a) <= conditionOrder.indexOf(b) ? a : b;
}

/** What makes two items of a case the same goods: the SKU, else the name. */
export function itemKey(item: { readonly sku: string | null; readonly product: string | null }): string {
  return item.sku === null ? `p:${item.product}` : `s:${item.sku}`;
}

function hashOf(facts: readonly (string | null)[], items: readonly FileItem[]): Buffer {
  let text = facts.map((fact) => fact ?? '').join('\u001f');
  for (const i of items) {
    text += `\u001e${i.sku ?? ''}\u001f${i.product ?? ''}\u001f${i.category ?? ''}\u001f${i.quantity}\u001f${i.unitPriceMinor ?? ''}\u001f${i.currency ?? ''}\u001f${i.reason ?? ''}\u001f${i.legalBasis ?? ''}\u001f${i.condition ?? ''}\u001f${i.photoUrl ?? ''}`;
  }
  return hash('sha256', text, 'buffer').subarray(0, 16);
}

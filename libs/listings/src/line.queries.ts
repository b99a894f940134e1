import { formatMinor, type Tx } from '#platform';
import { mustGuard } from './formula-guard.js';
import type { LineResult, ListingKind } from './listing.states.js';

/** A line before it is stored: what is paid or sent, as it was when it was listed. */
export interface NewLine {
  readonly id: string;
  readonly listingId: string;
  readonly entry: 'add' | 'withdraw';
  readonly attempt: number;
  readonly caseId: string;
  readonly itemId: string;
  readonly caseRef: string;
  readonly orderRef: string;
  readonly sku: string | null;
  readonly product: string | null;
  readonly quantity: number;
  readonly amountMinor: number;
  readonly currency: string;
  readonly payeeName: string | null;
  readonly iban: string | null;
  readonly paymentRef: string | null;
  readonly country: string | null;
  readonly postalCode: string | null;
  readonly city: string | null;
  readonly street: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly ofListingId: string | null;
  readonly ofLineId: string | null;
}

const lineColumns = [
  'client_id',
  'listing_id',
  'id',
  'entry',
  'kind',
  'attempt',
  'case_id',
  'item_id',
  'case_ref',
  'order_ref',
  'sku',
  'product',
  'quantity',
  'amount_minor',
  'currency',
  'payee_name',
  'iban',
  'payment_ref',
  'country',
  'postal_code',
  'city',
  'street',
  'phone',
  'email',
  'of_line_id',
  'of_listing_id',
  'amount_text',
  'guarded',
  'created_at',
] as const;

/** Adds lines in one statement. */
export async function insertLines(
  tx: Tx,
  clientId: string,
  kind: ListingKind,
  lines: readonly NewLine[],
  now: Date,
): Promise<void> {
  await tx.insertMany(
    'listing_line',
    lineColumns,
    lines.map((l) => [
      clientId,
      l.listingId,
      l.id,
      l.entry,
      kind,
      l.attempt,
      l.caseId,
      l.itemId,
      l.caseRef,
      l.orderRef,
      l.sku,
      l.product,
      l.quantity,
      l.amountMinor,
      l.currency,
      l.payeeName,
      l.iban,
      l.paymentRef,
      l.country,
      l.postalCode,
      l.city,
      l.street,
      l.phone,
      l.email,
      l.ofLineId,
      l.ofListingId,
      formatMinor(l.entry === 'add' ? l.amountMinor : -l.amountMinor, l.currency),
      mustGuard(
        [
          l.caseRef,
          l.orderRef,
          l.sku,
          l.product,
          l.payeeName,
          l.iban,
          l.paymentRef,
          l.country,
          l.postalCode,
          l.city,
          l.street,
          l.email,
        ],
        l.phone,
      ),
      now,
    ]),
  );
}

export interface LineRow {
  listing_id: string;
  id: string;
  entry: 'add' | 'withdraw';
  attempt: number;
  case_id: string;
  item_id: string;
  case_ref: string;
  order_ref: string;
  sku: string | null;
  product: string | null;
  quantity: number;
  amount_minor: number;
  currency: string;
  payee_name: string | null;
  iban: string | null;
  payment_ref: string | null;
  country: string | null;
  postal_code: string | null;
  city: string | null;
  street: string | null;
  phone: string | null;
  email: string | null;
  of_line_id: string | null;
  of_listing_id: string | null;
  result: LineResult | null;
  result_seq: number | null;
  result_at: Date | null;
  result_detail: Record<string, string> | null;
}
type Row<T> = T & Record<string, unknown>;

const withLastResult = `
  SELECT l.listing_id, l.id, l.entry, l.attempt, l.case_id, l.item_id, l.case_ref, l.order_ref, l.sku, l.product,
    l.quantity, l.amount_minor, l.currency, l.payee_name, l.iban, l.payment_ref, l.country, l.postal_code, l.city,
    l.street, l.phone, l.email, l.of_line_id, l.of_listing_id,
    r.result, r.seq AS result_seq, r.reported_at AS result_at, r.detail AS result_detail
  FROM listing_line l
  LEFT JOIN LATERAL (SELECT result, seq, reported_at, detail FROM line_result r
    WHERE r.client_id = l.client_id AND r.listing_id = l.listing_id AND r.line_id = l.id
    ORDER BY r.seq DESC LIMIT 1) r ON true`;

/** A page of a listing's lines in file order, each with its last result. Plan: `pk_listing_line` from `after`. */
export async function linesOf(
  tx: Tx,
  clientId: string,
  listingId: string,
  after: string | null,
  limit: number,
): Promise<LineRow[]> {
  return tx.query<Row<LineRow>>(
    `${withLastResult}
     WHERE l.client_id = $1 AND l.listing_id = $2 AND ($3::uuid IS NULL OR l.id > $3) ORDER BY l.id LIMIT $4`,
    [clientId, listingId, after, limit],
  );
}

/** Lines of one listing by id, each with its last result; one probe per line. */
export async function linesById(
  tx: Tx,
  clientId: string,
  kind: ListingKind,
  listingId: string,
  ids: readonly string[],
): Promise<LineRow[]> {
  return tx.query<Row<LineRow>>(
    `${withLastResult} WHERE l.client_id = $1 AND l.listing_id = $2 AND l.id = ANY($3::uuid[]) AND l.kind = $4`,
    [clientId, listingId, ids, kind],
  );
}

/** Where an item's latest attempt stands, and whether it was withdrawn. */
export interface LatestAttempt {
  item_id: string;
  attempt: number;
  withdrawn: boolean;
}

/** The latest attempt of each item that was ever listed. Plan: `uq_listing_line_item`, one range per item. */
export async function latestAttempts(
  tx: Tx,
  clientId: string,
  kind: ListingKind,
  itemIds: readonly string[],
): Promise<Map<string, LatestAttempt>> {
  const rows = await tx.query<Row<LatestAttempt>>(
    `SELECT DISTINCT ON (item_id) item_id, attempt, bool_or(entry = 'withdraw') AS withdrawn FROM listing_line
     WHERE client_id = $1 AND item_id = ANY($2::uuid[]) AND kind = $3
     GROUP BY item_id, attempt ORDER BY item_id, attempt DESC`,
    [clientId, itemIds, kind],
  );
  return new Map(rows.map((row) => [row.item_id, row]));
}

/** The `add` lines of these items' latest attempts, unless withdrawn, each with its last result. */
export async function liveLines(
  tx: Tx,
  clientId: string,
  kind: ListingKind,
  itemIds: readonly string[],
): Promise<LineRow[]> {
  return tx.query<Row<LineRow>>(
    `${withLastResult}
     WHERE l.client_id = $1 AND l.item_id = ANY($2::uuid[]) AND l.kind = $3 AND l.entry = 'add'
       AND NOT EXISTS (SELECT FROM listing_line n WHERE n.client_id = l.client_id AND n.item_id = l.item_id
         AND n.kind = l.kind AND (n.attempt > l.attempt OR (n.attempt = l.attempt AND n.entry = 'withdraw')))`,
    [clientId, itemIds, kind],
  );
}

/** Which of these items wait in a listing that still takes lines. As `liveLines`, then one probe per listing. */
export async function itemsInOpenListing(
  tx: Tx,
  clientId: string,
  kind: ListingKind,
  itemIds: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.query<{ item_id: string }>(
    `SELECT l.item_id FROM listing_line l JOIN listing b ON b.client_id = l.client_id AND b.id = l.listing_id AND b.status = 'open'
     WHERE l.client_id = $1 AND l.item_id = ANY($2::uuid[]) AND l.kind = $3 AND l.entry = 'add'
       AND NOT EXISTS (SELECT FROM listing_line n WHERE n.client_id = l.client_id AND n.item_id = l.item_id
         AND n.kind = l.kind AND (n.attempt > l.attempt OR (n.attempt = l.attempt AND n.entry = 'withdraw')))`,
    [clientId, itemIds, kind],
  );
  return new Set(rows.map((row) => row.item_id));
}

export interface NewResult {
  readonly lineId: string;
  readonly seq: number;
  readonly result: LineResult;
  readonly detail: Readonly<Record<string, string>>;
}

/** Adds results in one statement. */
export async function insertResults(
  tx: Tx,
  clientId: string,
  listingId: string,
  results: readonly NewResult[],
  by: { actor: string; at: Date },
): Promise<void> {
  if (results.length === 0) return;
  await tx.insertMany(
    'line_result',
    ['client_id', 'listing_id', 'line_id', 'seq', 'result', 'detail', 'reported_by', 'reported_at'],
    results.map((r) => [clientId, listingId, r.lineId, r.seq, r.result, r.detail, by.actor, by.at]),
  );
}

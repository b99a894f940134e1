import type { Tx } from '#platform';
import { fail } from './listing.errors.js';
import { countLines, listingById, type ListingRow } from './listing.queries.js';
import type { LineRow } from './line.queries.js';
import { referenceOf } from './line-reference.js';
import type { LineView, ListingView } from './listing.schema.js';
import type { ListingKind } from './listing.states.js';

/** The listing with this id; raises `listing.unknown`. */
export async function existingView(
  tx: Tx,
  clientId: string,
  kind: ListingKind,
  id: string,
): Promise<ListingView> {
  const row = await listingById(tx, clientId, kind, id);
  if (!row) throw fail('listing.unknown');
  return viewOf(tx, clientId, row);
}

/** A listing; what is in an unfrozen one is counted now. */
export async function viewOf(tx: Tx, clientId: string, row: ListingRow): Promise<ListingView> {
  const { count, totals } =
    row.line_count === null || row.totals === null
      ? await countLines(tx, clientId, row.id)
      : { count: row.line_count, totals: row.totals };
  return {
    id: row.id,
    kind: row.kind,
    number: row.number,
    status: row.status,
    scheduledOn: row.scheduled_on,
    cutoffAt: row.cutoff_at?.toISOString() ?? null,
    openedAt: row.opened_at.toISOString(),
    sealedAt: row.sealed_at?.toISOString() ?? null,
    sealedBy: row.sealed_by,
    releasedAt: row.released_at?.toISOString() ?? null,
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    count,
    finalCount: row.final_count,
    totals: [...totals],
    sha256: row.sha256,
    previousSha256: row.previous_sha256,
  };
}

/** A line; `masked` hides the middle of its IBAN. */
export function lineView(row: LineRow, masked: boolean): LineView {
  const sign = row.entry === 'add' ? 1 : -1;
  return {
    id: row.id,
    reference: referenceOf(row.id),
    entry: row.entry,
    attempt: row.attempt,
    caseId: row.case_id,
    itemId: row.item_id,
    caseRef: row.case_ref,
    orderRef: row.order_ref,
    sku: row.sku,
    product: row.product,
    quantity: sign * row.quantity,
    amount: { amountMinor: sign * row.amount_minor, currency: row.currency },
    payeeName: row.payee_name,
    iban: row.iban !== null && masked ? `${row.iban.slice(0, 4)}…${row.iban.slice(-4)}` : row.iban,
    paymentRef: row.payment_ref,
    replaces: row.of_line_id === null ? null : referenceOf(row.of_line_id),
    result: row.result,
    resultAt: row.result_at?.toISOString() ?? null,
    resultDetail: row.result_detail ?? {},
  };
}

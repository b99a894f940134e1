import type { CaseItem, Outcome } from '#cases';
import type { Tx } from '#platform';

export interface PastItemRow {
  id: string;
  case_id: string;
  case_ref: string;
  line_no: number;
  sku: string | null;
  product: string | null;
  category: string | null;
  quantity: number;
  unit_price_minor: number | null;
  currency: string | null;
  reason: CaseItem['reason'];
  legal_basis: CaseItem['legalBasis'];
  condition: CaseItem['condition'];
  outcome: Outcome;
  country: string | null;
  ordered_on: string | null;
  delivered_on: string | null;
  requested_on: string | null;
  received_on: string | null;
  case_created_at: Date;
  case_value: number | null;
  prior_returns: number;
  available: number | null;
}

/** What is read only when the draft asks for it, for it costs a probe per item. */
export interface Extras {
  readonly caseValue: boolean;
  readonly priorReturns: boolean;
  readonly stock: boolean;
}

/**
 * Decided items, newest first, below an id: a chunk. Walks `pk_case_item` backwards (ids grow with time) and probes
 * `pk_return_case` per item; the extras probe `uq_case_item_line`, `ix_return_case_customer` and `pk_stock_level`. No
 * sort, so a chunk costs the same at any depth.
 */
export function selectPastItems(
  tx: Tx,
  clientId: string,
  belowId: string | null,
  limit: number,
  extras: Extras,
): Promise<PastItemRow[]> {
  const caseValue = extras.caseValue
    ? `(SELECT CASE WHEN count(*) = count(o.unit_price_minor) AND count(*) = count(o.currency)
          AND count(DISTINCT o.currency) = 1 THEN sum(o.quantity * o.unit_price_minor)::bigint END
        FROM case_item o WHERE o.client_id = $1 AND o.case_id = c.id)`
    : 'NULL::bigint';
  const prior = extras.priorReturns
    ? `(SELECT count(*) FROM return_case o
        WHERE o.client_id = $1 AND o.customer_id = c.customer_id AND o.id < c.id)`
    : '0::bigint';
  const stock = extras.stock
    ? '(SELECT s.available FROM stock_level s WHERE s.client_id = $1 AND s.sku = i.sku)'
    : 'NULL::integer';
  return tx.query<PastItemRow & Record<string, unknown>>(
    `SELECT i.id, i.case_id, c.case_ref, i.line_no, i.sku, i.product, i.category, i.quantity, i.unit_price_minor,
       i.currency, i.reason, i.legal_basis, i.condition, i.outcome, c.country, c.ordered_on, c.delivered_on,
       c.requested_on, c.received_on, c.created_at AS case_created_at,
       ${caseValue} AS case_value, ${prior} AS prior_returns, ${stock} AS available
     FROM (SELECT * FROM case_item
           WHERE client_id = $1 AND outcome IS NOT NULL AND ($2::uuid IS NULL OR id < $2)
           ORDER BY id DESC LIMIT $3) i
     JOIN return_case c ON c.client_id = $1 AND c.id = i.case_id
     ORDER BY i.id DESC`,
    [clientId, belowId, limit],
  );
}

import type { Tx } from '#platform';
import type { EvidenceRow } from './evidence.js';

/**
 * Ledger rows of a statement after `seq`, with contact and case. Batch first by ix_billable_contact_statement, then one
 * primary-key probe per row and table: LIMIT 1 keeps the planner from hashing whole tables for a batch.
 */
export async function readEvidence(
  tx: Tx,
  clientId: string,
  statementId: string,
  after: number,
  limit: number,
): Promise<EvidenceRow[]> {
  return tx.query<EvidenceRow & Record<string, unknown>>(
    `SELECT b.seq, b.entry, b.occurred_at AS "occurredAt", r.case_ref AS "caseRef", r.order_ref AS "orderRef", b.channel,
       c.direction, b.purpose, c.language, c.outcome, c.disposition, b.handling_seconds AS "handlingSeconds",
       b.amount_e4 AS "amountE4", b.currency, b.rate_version AS "rateVersion", b.reason,
       b.reverses_seq AS "reversesSeq", c.source_kind AS "sourceKind", c.source_id AS "sourceId",
       b.contact_id AS "contactId", b.recorded_at AS "recordedAt", b.hash
     FROM (SELECT * FROM billable_contact
           WHERE client_id = $1 AND statement_id = $2 AND seq > $3 ORDER BY seq LIMIT $4) b
     CROSS JOIN LATERAL (SELECT * FROM contact WHERE client_id = $1 AND id = b.contact_id LIMIT 1) c
     CROSS JOIN LATERAL (SELECT case_ref, order_ref FROM return_case
                         WHERE client_id = $1 AND id = b.case_id LIMIT 1) r
     ORDER BY b.seq`,
    [clientId, statementId, after, limit],
  );
}

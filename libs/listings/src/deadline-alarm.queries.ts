import type { Tx } from '#platform';

/**
 * Unsettled cases with a deadline in the range and a refund that is in no sealed listing, by id. Plan: range of
 * `ix_return_case_deadline`, then one probe per case of its items, and per listed item of its line.
 */
export async function endangeredCases(
  tx: Tx,
  clientId: string,
  deadline: { from: string; to: string },
  after: string | null,
  limit: number,
): Promise<{ id: string; language: string; deadline_on: string }[]> {
  return tx.query<{ id: string; language: string; deadline_on: string }>(
    `SELECT c.id, c.language, c.deadline_on FROM return_case c
     WHERE c.client_id = $1 AND c.deadline_on BETWEEN $2 AND $3 AND c.state <> 'settled'
       AND ($4::uuid IS NULL OR c.id > $4)
       AND EXISTS (
         SELECT FROM case_item i WHERE i.client_id = c.client_id AND i.case_id = c.id AND (
           i.outcome IS NULL OR i.outcome = 'review'
           OR (i.outcome = 'refund' AND i.fulfilment IN ('none', 'failed', 'returned'))
           OR (i.outcome = 'refund' AND i.fulfilment = 'listed' AND EXISTS (
             SELECT FROM listing_line l JOIN listing g ON g.client_id = l.client_id AND g.id = l.listing_id
             WHERE l.client_id = i.client_id AND l.item_id = i.id AND l.kind = 'refund' AND l.entry = 'add'
               AND g.status = 'open'))))
     ORDER BY c.id LIMIT $5`,
    [clientId, deadline.from, deadline.to, after, limit],
  );
}

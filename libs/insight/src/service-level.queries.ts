import type { Tx } from '#platform';

/**
 * How many items were taken between two instants, and how many of them within `targetSeconds` of when they could be: since they
 * were queued, came due, or came back from an agent. Who takes an item a second time takes it from the time it came back.
 * By `ix_claim_time`, one probe of `work_item` and of `ix_claim_work_item` for each: a day of 50,000 among a million took half a
 * second to one and a half, so it is asked through `Recount`.
 */
export async function serviceLevelBetween(
  tx: Tx,
  from: Date,
  until: Date,
  targetSeconds: number,
): Promise<{ answered: number; inTime: number }> {
  const [row] = await tx.query<{ answered: number; inTime: number }>(
    `SELECT count(*)::int AS answered,
       count(*) FILTER (WHERE c.claimed_at <= make_interval(secs => $3) + greatest(w.created_at,
         CASE WHEN w.available_at <= c.claimed_at THEN w.available_at END,
         (SELECT max(p.ended_at) FROM claim p WHERE p.client_id = c.client_id AND p.work_item_id = c.work_item_id
            AND p.ended_at <= c.claimed_at AND p.id <> c.id)))::int AS "inTime"
     FROM claim c JOIN work_item w ON w.client_id = c.client_id AND w.id = c.work_item_id
     WHERE c.claimed_at >= $1 AND c.claimed_at < $2`,
    [from, until, targetSeconds],
  );
  return row ?? { answered: 0, inTime: 0 };
}

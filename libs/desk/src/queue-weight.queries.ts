import type { Tx } from '#platform';

export interface QueueWeight {
  readonly kind: 'client' | 'language';
  /** A client's id or a language's code. */
  readonly key: string;
  readonly weight: number;
}

export async function allWeights(tx: Tx): Promise<QueueWeight[]> {
  return tx.query<QueueWeight & Record<string, unknown>>(
    'SELECT kind, key, weight FROM queue_weight ORDER BY kind, key',
  );
}

export async function saveWeight(tx: Tx, { kind, key, weight }: QueueWeight): Promise<void> {
  await (weight === 0
    ? tx.execute('DELETE FROM queue_weight WHERE kind = $1 AND key = $2', [kind, key])
    : tx.execute(
        `INSERT INTO queue_weight (kind, key, weight) VALUES ($1, $2, $3)
         ON CONFLICT (kind, key) DO UPDATE SET weight = excluded.weight`,
        [kind, key, weight],
      ));
}

/** `rankOf`'s ordinary tier, in SQL. */
const ordinaryRank = `3000000000000000 + (1000 - least(greatest(w.priority + 500
  + coalesce((SELECT q.weight FROM queue_weight q WHERE q.kind = 'client' AND q.key = w.client_id::text), 0)
  + coalesce((SELECT q.weight FROM queue_weight q WHERE q.kind = 'language' AND q.key = w.language), 0), 0), 1000))
  * 100000000000 + extract(epoch FROM w.created_at)::bigint`;

/**
 * Ranks anew up to `limit` ordinary items that a weight is about, in the order of their ids after `after`; returns the last
 * id, or null when there are no more. Reads the client's or the whole table's keys: a team lead's act, not a hot path.
 */
export async function rerank(
  tx: Tx,
  weight: QueueWeight,
  after: string,
  limit: number,
): Promise<string | null> {
  const about = weight.kind === 'client' ? 'w.client_id = $1::uuid' : 'w.language = $1';
  const [row] = await tx.query<{ last: string | null }>(
    `WITH batch AS (
       SELECT w.client_id, w.id FROM work_item w
       WHERE ${about} AND w.id > $2 AND w.state IN ('queued', 'scheduled') AND w.rank >= 3000000000000000
       ORDER BY w.id LIMIT $3 FOR UPDATE
     ), moved AS (
       UPDATE work_item w SET rank = ${ordinaryRank} FROM batch WHERE w.client_id = batch.client_id AND w.id = batch.id
     )
     SELECT max(id::text) AS last FROM batch`,
    [weight.key, after, limit],
  );
  return row?.last ?? null;
}

/** Gives an open item another priority, and its place in the queue if it is an ordinary one. */
export async function reprioritise(tx: Tx, clientId: string, id: string, priority: number): Promise<void> {
  await tx.execute('UPDATE work_item SET priority = $3 WHERE client_id = $1 AND id = $2', [
    clientId,
    id,
    priority,
  ]);
  await tx.execute(
    `UPDATE work_item w SET rank = ${ordinaryRank} WHERE w.client_id = $1 AND w.id = $2 AND w.rank >= 3000000000000000`,
    [clientId, id],
  );
}

/** By `ix_work_item_due`. */
export async function promoteUrgent(tx: Tx, until: string, limit: number): Promise<number> {
  return tx.execute(
    `UPDATE work_item w SET rank = 2000000000000000 + extract(epoch FROM due_on::timestamp AT TIME ZONE 'UTC')::bigint
     WHERE w.ctid = ANY (ARRAY(SELECT d.ctid FROM work_item d
       WHERE d.state IN ('queued', 'scheduled') AND d.due_on IS NOT NULL AND d.due_on <= $1::date
         AND d.rank >= 3000000000000000 ORDER BY d.due_on LIMIT $2 FOR UPDATE SKIP LOCKED))`,
    [until, limit],
  );
}

import type { Tx } from '#platform';

/** One time that a customer was written to or rung up. */
export interface Touch {
  readonly customerId: string;
  readonly sourceId: string;
  readonly at: Date;
}

/**
 * Lets one transaction of a client at a time count and use up budgets. One lock for the client and not one per customer:
 * it is held for two short statements, and 200 customers would be 200 locks or 200 written rows.
 */
export async function enterBudgets(tx: Tx, clientId: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`send-gate:${clientId}`]);
}

/** The touches of customers since a moment, oldest first. One probe of `pk_customer_touch` each. */
export function touchesSince(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
  since: Date,
): Promise<Touch[]> {
  return tx.query<Touch & Record<string, unknown>>(
    `SELECT t.customer_id AS "customerId", t.source_id AS "sourceId", t.at
     FROM unnest($2::uuid[]) AS k (id) CROSS JOIN LATERAL (
       SELECT customer_id, source_id, at FROM customer_touch
       WHERE client_id = $1 AND customer_id = k.id AND at > $3 OFFSET 0) t
     ORDER BY t.at`,
    [clientId, customerIds, since],
  );
}

/** Stores touches; one that is known moves to its latest time. */
export async function insertTouches(
  tx: Tx,
  clientId: string,
  touches: readonly (Touch & { readonly channel: string })[],
): Promise<void> {
  if (touches.length === 0) return;
  await tx.execute(
    `INSERT INTO customer_touch (client_id, customer_id, source_id, channel, at)
     SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[])
     ON CONFLICT (client_id, customer_id, source_id) DO UPDATE SET at = excluded.at`,
    [
      clientId,
      touches.map((t) => t.customerId),
      touches.map((t) => t.sourceId),
      touches.map((t) => t.channel),
      touches.map((t) => t.at),
    ],
  );
}

/** Gives back what messages that reached nobody had used up. */
export async function releaseTouches(tx: Tx, clientId: string, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length === 0) return;
  await tx.execute(
    `DELETE FROM customer_touch t USING unnest($2::uuid[]) AS k (id)
     JOIN message m ON m.client_id = $1 AND m.id = k.id
     JOIN return_case c ON c.client_id = $1 AND c.id = m.case_id
     WHERE t.client_id = $1 AND t.customer_id = coalesce(m.customer_id, c.customer_id) AND t.source_id = m.id`,
    [clientId, messageIds],
  );
}

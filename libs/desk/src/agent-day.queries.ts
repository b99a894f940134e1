import type { Tx } from '#platform';

/** An agent's contacts since an instant. By `ix_claim_agent`: a day's claims of one agent. */
export async function dayOf(
  tx: Tx,
  agentId: string,
  from: Date,
): Promise<{ contacts: number; seconds: number }> {
  const [row] = await tx.query<{ contacts: number; seconds: number }>(
    `SELECT count(*)::int AS contacts, coalesce(sum(handling_seconds), 0)::int AS seconds FROM claim
     WHERE agent_id = $1 AND claimed_at >= $2 AND state = 'wrapped_up' AND contact_id IS NOT NULL`,
    [agentId, from],
  );
  return row ?? { contacts: 0, seconds: 0 };
}

import { createHash } from 'node:crypto';
import { OPERATOR_ID, type Tx } from '#platform';

export interface NewReveal {
  readonly clientId: string;
  readonly id: string;
  readonly claimId: string;
  readonly caseId: string;
  readonly agentId: string;
  readonly field: string;
  readonly reason: string;
  /** Shown to be dialled by hand: such reveals are counted by themselves. */
  readonly forCall: boolean;
}

/** What an agent has used up of an hour. */
export interface Used {
  readonly count: number;
  /** Seconds until the oldest of those that count is an hour old. */
  readonly frees: number;
}

/**
 * What an agent revealed in the hour before now, across clients, no other reveal of theirs being under way: the lock is held
 * until the end of `tx`, and counted is in a statement after it. By `ix_reveal_agent`.
 */
export async function lockUsed(tx: Tx, agentId: string, forCall: boolean): Promise<Used> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('reveal ' || $1, 0))`, [agentId]);
  const [row] = await tx.query<{ count: number; frees: number }>(
    `SELECT count(*)::int AS count,
       greatest(1, ceil(extract(epoch FROM min(at) + interval '1 hour' - clock_timestamp())))::int AS frees
     FROM reveal WHERE agent_id = $1 AND at > clock_timestamp() - interval '1 hour' AND for_call = $2`,
    [agentId, forCall],
  );
  return row ?? { count: 0, frees: 1 };
}

export async function insertReveal(tx: Tx, reveal: NewReveal): Promise<void> {
  await tx.execute(
    `INSERT INTO reveal (client_id, id, claim_id, case_id, agent_id, field, reason, for_call, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp())`,
    [
      reveal.clientId,
      reveal.id,
      reveal.claimId,
      reveal.caseId,
      reveal.agentId,
      reveal.field,
      reveal.reason,
      reveal.forCall,
    ],
  );
}

/** Notes that an agent was stopped; once in an hour, however often they go on asking. */
export async function noteExhausted(tx: Tx, agentId: string, actor: string, now: Date): Promise<void> {
  const hour = now.toISOString().slice(0, 13);
  const hash = createHash('sha256').update(`reveals ${agentId} ${hour}`).digest('hex');
  await tx.execute(
    `INSERT INTO audit_event (client_id, id, at, actor, action, subject_id, detail)
     VALUES ($1, $2, $3, $4, 'desk.reveals_exhausted', $5, '{}') ON CONFLICT DO NOTHING`,
    [
      OPERATOR_ID,
      `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`,
      now,
      actor,
      agentId,
    ],
  );
}

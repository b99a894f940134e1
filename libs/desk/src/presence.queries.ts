import type { Tx } from '#platform';
import type { PresenceState } from './presence.schema.js';

export interface PresenceRow {
  readonly state: PresenceState;
  readonly from_at: Date;
}

/** The interval that an agent is in; undefined for one who was never here. By `uq_presence_open`. */
export async function presenceOf(tx: Tx, agentId: string): Promise<PresenceRow | undefined> {
  const [row] = await tx.query<PresenceRow & Record<string, unknown>>(
    'SELECT state, from_at FROM presence_interval WHERE agent_id = $1 AND until_at IS NULL',
    [agentId],
  );
  return row;
}

/** Makes what one agent does at the same time, in two tabs, wait for each other until the end of the transaction. */
export async function lockAgent(tx: Tx, agentId: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('agent ' || $1, 0))`, [agentId]);
}

/**
 * Ends the agent's interval and begins one of `state`, at the same moment; one of that state already goes on. A change at the
 * same time by somebody who does not hold `lockAgent` wins over this one; the sweep puts right what claims say.
 */
export async function enterPresence(tx: Tx, agentId: string, state: PresenceState): Promise<void> {
  await tx.prepared(
    'presence',
    `WITH same AS (
       UPDATE presence_interval SET seen_at = now() WHERE agent_id = $1 AND until_at IS NULL AND state = $2 RETURNING 1
     ), closed AS (
       UPDATE presence_interval SET until_at = greatest(now(), from_at + interval '1 microsecond')
       WHERE agent_id = $1 AND until_at IS NULL AND state <> $2 RETURNING until_at
     )
     INSERT INTO presence_interval (agent_id, from_at, state, seen_at)
     SELECT $1, coalesce((SELECT until_at FROM closed), now()), $2, now() WHERE NOT EXISTS (SELECT FROM same)
     ON CONFLICT DO NOTHING`,
    [agentId, state],
  );
}

/** Notes a sign of life. */
export async function touchPresence(tx: Tx, agentId: string): Promise<void> {
  await tx.execute('UPDATE presence_interval SET seen_at = now() WHERE agent_id = $1 AND until_at IS NULL', [
    agentId,
  ]);
}

/** Notes a sign of life of many at once; of whom something is changing at this moment, that says it. By `uq_presence_open`. */
export async function touchAll(tx: Tx, agentIds: readonly string[]): Promise<void> {
  await tx.execute(
    `UPDATE presence_interval SET seen_at = now()
     WHERE ctid = ANY (ARRAY(SELECT ctid FROM presence_interval WHERE agent_id = ANY($1::uuid[]) AND until_at IS NULL
       FOR UPDATE SKIP LOCKED))`,
    [agentIds],
  );
}

const holdsAnItem = `EXISTS (SELECT FROM work_item w WHERE w.agent_id = p.agent_id AND w.state = 'claimed')`;

/**
 * Makes presence say what claims say: who holds an item is on contact; who no longer does is available since it ended, or,
 * where the item was taken back after silence, offline since the last sign of life. Reads the open intervals: one per agent.
 */
export async function followClaims(tx: Tx): Promise<void> {
  await tx.execute(
    `WITH stale AS (
       SELECT p.agent_id, p.from_at, CASE WHEN last.state = 'lost' THEN 'offline' ELSE 'available' END AS next,
         greatest(p.from_at + interval '1 microsecond',
           CASE WHEN last.state = 'lost' THEN last.seen_at ELSE coalesce(last.ended_at, now()) END) AS at
       FROM presence_interval p LEFT JOIN LATERAL (
         SELECT c.state, c.ended_at, c.seen_at FROM claim c WHERE c.agent_id = p.agent_id ORDER BY c.claimed_at DESC LIMIT 1
       ) last ON true
       WHERE p.until_at IS NULL AND p.state IN ('on_contact', 'wrap_up') AND NOT ${holdsAnItem}
       FOR UPDATE OF p SKIP LOCKED
     ), closed AS (
       UPDATE presence_interval p SET until_at = stale.at FROM stale
       WHERE p.agent_id = stale.agent_id AND p.from_at = stale.from_at RETURNING p.agent_id, stale.next, stale.at
     )
     INSERT INTO presence_interval (agent_id, from_at, state, seen_at) SELECT agent_id, at, next, at FROM closed
     ON CONFLICT DO NOTHING`,
  );
  const absent = await tx.query<{ agent_id: string }>(
    `SELECT w.agent_id FROM work_item w WHERE w.state = 'claimed' AND NOT EXISTS (
       SELECT FROM presence_interval p
       WHERE p.agent_id = w.agent_id AND p.until_at IS NULL AND p.state IN ('on_contact', 'wrap_up'))`,
  );
  for (const { agent_id: agentId } of absent) await enterPresence(tx, agentId, 'on_contact');
}

/**
 * Ends the intervals of agents of whom nothing is heard, at their last sign of life, and has them offline from then on. Breaks
 * and trainings are away from the screen, so they may be silent for longer.
 */
export async function closeSilent(
  tx: Tx,
  silence: { availableSeconds: number; awaySeconds: number },
): Promise<number> {
  return tx.execute(
    `WITH silent AS (
       SELECT p.agent_id, p.from_at, greatest(p.from_at + interval '1 microsecond', p.seen_at) AS at FROM presence_interval p
       WHERE p.until_at IS NULL AND p.state IN ('available', 'break', 'training') AND NOT ${holdsAnItem}
         AND p.seen_at < now() - make_interval(secs => CASE p.state WHEN 'available' THEN $1::float8 ELSE $2::float8 END)
       FOR UPDATE OF p SKIP LOCKED
     ), closed AS (
       UPDATE presence_interval p SET until_at = silent.at FROM silent
       WHERE p.agent_id = silent.agent_id AND p.from_at = silent.from_at RETURNING p.agent_id, silent.at
     )
     INSERT INTO presence_interval (agent_id, from_at, state, seen_at) SELECT agent_id, at, 'offline', at FROM closed
     ON CONFLICT DO NOTHING`,
    [silence.availableSeconds, silence.awaySeconds],
  );
}

export interface LongWrapUp {
  readonly clientId: string;
  readonly claimId: string;
  readonly workItemId: string;
  readonly agentId: string;
  /** Since the wrap-up began. */
  readonly seconds: number;
}

/** Wrap-ups under way for five seconds or more: no client gives less. One row per agent at most. */
export async function longWrapUps(tx: Tx): Promise<LongWrapUp[]> {
  return tx.query<LongWrapUp & Record<string, unknown>>(
    `SELECT w.client_id AS "clientId", w.claim_id AS "claimId", w.id AS "workItemId", w.agent_id AS "agentId",
       extract(epoch FROM now() - p.from_at)::float8 AS seconds
     FROM presence_interval p JOIN work_item w ON w.agent_id = p.agent_id AND w.state = 'claimed'
     WHERE p.until_at IS NULL AND p.state = 'wrap_up' AND p.from_at <= now() - interval '5 seconds'`,
  );
}

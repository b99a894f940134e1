import type { Tx } from '#platform';
import type { WorkItemKind } from './work-item.schema.js';

/** What an agent may be given. */
export interface Eligibility {
  readonly agentId: string;
  /** Pairs of language and skill that the agent is good enough for; each is one stream of the queue. */
  readonly streams: readonly { readonly language: string; readonly skill: string }[];
  /** The agent's clients; null for all. */
  readonly clientIds: readonly string[] | null;
}

/** What of the queue's rows an agent can take now, beyond the stream it is in. `w` is the row, `$1` the agent. */
const takeable = `
  (w.reserved_for IS NULL OR w.reserved_for = $1 OR w.reserved_until <= now())
  AND (w.available_until IS NULL OR w.available_until > now())
  AND (w.case_id IS NULL OR w.case_id <> ALL($8::uuid[]))`;

/**
 * Claims the best item of the agent's streams: first what was kept for this agent, else the head of the stream whose head
 * comes first. Two steps, so that only the row that is taken gets locked: each stream's head is read without a lock (one
 * descent of `ix_work_item_stream` each; with few clients of `ix_work_item_client_stream` per client), then the first row
 * of the best stream that nobody else is taking is locked. Rows that others take meanwhile are skipped, so fifty agents
 * at once get fifty different items and none waits. Handling begins with the statement, not with the transaction: what the
 * agent did before, which this one may have waited for, has ended by then. Undefined when there is nothing, or all heads were being taken.
 *
 * A case is in one agent's hands only: `uq_work_item_case` refuses a second item of it (SQLSTATE 23505). The caller then
 * asks again with the `busyCases`. As a probe in the statement it cost each claim a read of all claimed rows whenever the
 * planner, without statistics, chose another index (12 ms instead of 0.4 with 6,000 claimed).
 */
export async function claimBest(
  tx: Tx,
  who: Eligibility,
  claim: { id: string; token: string; leaseSeconds: number },
  busyCases: readonly string[],
): Promise<ClaimRow | undefined> {
  const narrow = who.clientIds !== null && who.clientIds.length <= 20;
  const heads = narrow
    ? `stream CROSS JOIN unnest($4::uuid[]) AS k (client_id) CROSS JOIN LATERAL (
         SELECT w.rank FROM work_item w
         WHERE w.state = 'queued' AND w.client_id = k.client_id AND w.language = stream.language AND w.skill = stream.skill
           AND ${takeable} ORDER BY w.rank, w.id LIMIT 1) head`
    : `stream CROSS JOIN LATERAL (
         SELECT w.rank FROM work_item w
         WHERE w.state = 'queued' AND w.language = stream.language AND w.skill = stream.skill
           AND ($4::uuid[] IS NULL OR w.client_id = ANY($4::uuid[]))
           AND ${takeable} ORDER BY w.rank, w.id LIMIT 1) head`;
  const inClient = narrow
    ? 'AND w.client_id = best.client_id'
    : 'AND ($4::uuid[] IS NULL OR w.client_id = ANY($4::uuid[]))';
  const [row] = await tx.prepared<ClaimRow & Record<string, unknown>>(
    narrow ? 'claim of few clients' : 'claim',
    `WITH stream AS (SELECT * FROM unnest($2::text[], $3::text[]) AS s (language, skill)
     ), kept AS MATERIALIZED (
       SELECT w.ctid FROM work_item w
       WHERE w.state = 'queued' AND w.reserved_for = $1 AND w.reserved_until > now() AND ${takeable}
       ORDER BY w.rank LIMIT 1 FOR UPDATE SKIP LOCKED
     ), best AS MATERIALIZED (
       SELECT stream.language, stream.skill${narrow ? ', k.client_id' : ''} FROM ${heads}
       WHERE NOT EXISTS (SELECT FROM kept) ORDER BY head.rank LIMIT 1
     ), next AS MATERIALIZED (
       SELECT n.ctid FROM best CROSS JOIN LATERAL (
         SELECT w.ctid FROM work_item w
         WHERE w.state = 'queued' AND w.language = best.language AND w.skill = best.skill ${inClient} AND ${takeable}
         ORDER BY w.rank, w.id LIMIT 1 FOR UPDATE SKIP LOCKED) n
     ), taken AS (
       UPDATE work_item w SET state = 'claimed', agent_id = $1, claim_id = $5, reserved_for = NULL, reserved_until = NULL,
         lease_until = now() + make_interval(secs => $7)
       WHERE w.ctid = ANY (ARRAY(SELECT ctid FROM kept UNION ALL SELECT ctid FROM next))
       RETURNING w.client_id, w.id, w.kind, w.case_id, w.subject_id, w.reason, w.purpose, w.language, w.due_on, w.lease_until
     ), claimed AS (
       INSERT INTO claim (client_id, id, work_item_id, agent_id, token, claimed_at, seen_at)
       SELECT client_id, $5, id, $1, $6, statement_timestamp(), statement_timestamp() FROM taken
     ), started AS (
       INSERT INTO handling_segment (client_id, claim_id, seq, agent_id, from_at)
       SELECT client_id, $5, 1, $1, statement_timestamp() FROM taken
     )
     SELECT client_id, $5 AS id, id AS work_item_id, kind, case_id, subject_id, reason, purpose, language, due_on, $1 AS agent_id,
       $6 AS token, statement_timestamp() AS claimed_at, lease_until, 0::float8 AS handled FROM taken`,
    [
      who.agentId,
      who.streams.map((s) => s.language),
      who.streams.map((s) => s.skill),
      who.clientIds,
      claim.id,
      claim.token,
      claim.leaseSeconds,
      busyCases,
    ],
  );
  return row;
}

export interface ClaimRow {
  readonly client_id: string;
  readonly id: string;
  readonly work_item_id: string;
  readonly kind: WorkItemKind;
  readonly case_id: string | null;
  readonly subject_id: string;
  readonly reason: string;
  /** What the customer is to be told of; null where that is said by the kind alone. */
  readonly purpose: string | null;
  readonly language: string;
  readonly due_on: string | null;
  readonly agent_id: string;
  readonly token: string;
  readonly claimed_at: Date;
  readonly lease_until: Date;
  /** Seconds of handling so far, gaps left out. */
  readonly handled: number;
}

const claimColumns = `c.client_id, c.id, c.work_item_id, w.kind, w.case_id, w.subject_id, w.reason, w.purpose, w.language, w.due_on,
  c.agent_id, c.token, c.claimed_at, w.lease_until,
  (SELECT coalesce(sum(extract(epoch FROM coalesce(s.until_at, now()) - s.from_at)), 0)::float8 FROM handling_segment s
   WHERE s.client_id = c.client_id AND s.claim_id = c.id) AS handled`;

/** The agent's active claim, lease over or not. By `uq_work_item_agent`. */
export async function activeClaim(tx: Tx, agentId: string): Promise<ClaimRow | undefined> {
  const [row] = await tx.query<ClaimRow & Record<string, unknown>>(
    `SELECT ${claimColumns} FROM work_item w JOIN claim c ON c.client_id = w.client_id AND c.id = w.claim_id
     WHERE w.agent_id = $1 AND w.state = 'claimed'`,
    [agentId],
  );
  return row;
}

/** The client of a claim that is or was this agent's under this token, and whether it goes on. By `ix_claim_agent`. */
export async function claimPlace(
  tx: Tx,
  claim: { agentId: string; id: string; token: string },
): Promise<{ client_id: string; case_id: string | null; active: boolean } | undefined> {
  const [row] = await tx.query<{ client_id: string; case_id: string | null; active: boolean }>(
    `SELECT c.client_id, w.case_id, c.state = 'active' AS active
     FROM claim c JOIN work_item w ON w.client_id = c.client_id AND w.id = c.work_item_id
     WHERE c.agent_id = $1 AND c.claimed_at > now() - interval '2 days' AND c.id = $2 AND c.token = $3`,
    [claim.agentId, claim.id, claim.token],
  );
  return row;
}

/**
 * Extends the lease of a claim that is still the agent's, and notes that the agent is there; after more than `gapSeconds`
 * of silence the handling time in between is taken out and marked. Null when the claim was lost.
 */
export async function beat(
  tx: Tx,
  claim: { agentId: string; id: string; token: string },
  times: { leaseSeconds: number; gapSeconds: number },
): Promise<{ clientId: string; leaseUntil: Date } | null> {
  const [row] = await tx.query<{ client_id: string; lease_until: Date; gap: boolean; seen_at: Date }>(
    `WITH held AS (
       SELECT c.client_id, c.id, c.seen_at, now() - c.seen_at > make_interval(secs => $5) AS gap
       FROM work_item w JOIN claim c ON c.client_id = w.client_id AND c.id = w.claim_id
       WHERE w.agent_id = $1 AND w.state = 'claimed' AND w.claim_id = $2 AND c.token = $3 AND w.lease_until > now()
       FOR UPDATE OF w, c
     ), extended AS (
       UPDATE work_item w SET lease_until = now() + make_interval(secs => $4) FROM held
       WHERE w.agent_id = $1 AND w.state = 'claimed' AND w.claim_id = held.id RETURNING w.lease_until
     ), seen AS (
       UPDATE claim c SET seen_at = now() FROM held WHERE c.client_id = held.client_id AND c.id = held.id
     )
     SELECT held.client_id, held.gap, held.seen_at, extended.lease_until FROM held, extended`,
    [claim.agentId, claim.id, claim.token, times.leaseSeconds, times.gapSeconds],
  );
  if (!row) return null;
  if (row.gap) await cutOut(tx, row.client_id, claim.id, row.seen_at);
  return { clientId: row.client_id, leaseUntil: row.lease_until };
}

/** Ends the open handling segment when the agent was last seen, and begins the next one now. */
async function cutOut(tx: Tx, clientId: string, claimId: string, seenAt: Date): Promise<void> {
  await tx.execute(
    `UPDATE handling_segment SET until_at = greatest(from_at, $3::timestamptz), closed_by = 'gap'
     WHERE client_id = $1 AND claim_id = $2 AND until_at IS NULL`,
    [clientId, claimId, seenAt],
  );
  await tx.execute(
    `INSERT INTO handling_segment (client_id, claim_id, seq, agent_id, from_at)
     SELECT client_id, claim_id, max(seq) + 1, (array_agg(agent_id))[1], now() FROM handling_segment
     WHERE client_id = $1 AND claim_id = $2 GROUP BY client_id, claim_id`,
    [clientId, claimId],
  );
}

const ownerIsHere = `EXISTS (SELECT FROM presence_interval p WHERE p.agent_id = w.owner_id AND p.until_at IS NULL
  AND p.state IN ('available', 'on_contact', 'wrap_up'))`;

export type ClaimEnd = 'wrapped_up' | 'released' | 'lost' | 'broken';

/**
 * Ends an active claim: closes its handling time, now or (lost) when the agent was last seen, and leaves the work item
 * done or back in the queue. Returns the seconds of handling, rounded to whole ones; null when it was not active.
 */
export async function endClaim(
  tx: Tx,
  clientId: string,
  claimId: string,
  end: { state: ClaimEnd; reason: string; by: string; disposition?: string },
): Promise<number | null> {
  const [claim] = await tx.query<{ work_item_id: string; agent_id: string }>(
    `UPDATE claim SET state = $3, ended_at = now(), end_reason = $4, ended_by = $5, disposition = $6
     WHERE client_id = $1 AND id = $2 AND state = 'active' RETURNING work_item_id, agent_id`,
    [clientId, claimId, end.state, end.reason, end.by, end.disposition ?? null],
  );
  if (!claim) return null;
  await tx.execute(
    `UPDATE handling_segment s SET closed_by = $3,
       until_at = greatest(s.from_at, CASE WHEN $3 = 'lost' THEN c.seen_at ELSE now() END)
     FROM claim c WHERE s.client_id = $1 AND s.claim_id = $2 AND s.until_at IS NULL
       AND c.client_id = s.client_id AND c.id = s.claim_id`,
    [clientId, claimId, end.state === 'wrapped_up' ? 'wrap_up' : end.state],
  );
  const [sum] = await tx.query<{ seconds: number }>(
    `UPDATE claim c SET handling_seconds = (
       SELECT round(sum(extract(epoch FROM s.until_at - s.from_at)))::int FROM handling_segment s
       WHERE s.client_id = c.client_id AND s.claim_id = c.id)
     WHERE c.client_id = $1 AND c.id = $2 RETURNING c.handling_seconds AS seconds`,
    [clientId, claimId],
  );
  await (end.state === 'wrapped_up'
    ? tx.execute(
        `UPDATE work_item SET state = 'done', closed_at = now(), agent_id = NULL, lease_until = NULL
         WHERE client_id = $1 AND id = $2 AND claim_id = $3`,
        [clientId, claim.work_item_id, claimId],
      )
    : tx.execute(
        // A lost one comes back to the same agent first, for two minutes; then it is the head of the queue.
        `UPDATE work_item SET state = 'queued', agent_id = NULL, claim_id = NULL, lease_until = NULL,
           rank = CASE WHEN $4 = 'released' THEN rank ELSE extract(epoch FROM now())::bigint END,
           reserved_for = CASE WHEN $4 = 'lost' THEN $5::uuid END,
           reserved_until = CASE WHEN $4 = 'lost' THEN now() + interval '2 minutes' END
         WHERE client_id = $1 AND id = $2 AND claim_id = $3`,
        [clientId, claim.work_item_id, claimId, end.state, claim.agent_id],
      ));
  return sum?.seconds ?? 0;
}

/** Notes which contact came of a claim. */
export async function setContact(
  tx: Tx,
  clientId: string,
  claimId: string,
  contactId: string,
): Promise<void> {
  await tx.execute('UPDATE claim SET contact_id = $3 WHERE client_id = $1 AND id = $2', [
    clientId,
    claimId,
    contactId,
  ]);
}

/** The cases that agents hold now: as many as there are agents. */
export async function casesInHand(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ case_id: string }>(
    `SELECT case_id FROM work_item WHERE state = 'claimed' AND case_id IS NOT NULL`,
  );
  return rows.map((row) => row.case_id);
}

/** Claims whose lease is over, oldest first. By `ix_work_item_lease`; locked, so that a late heartbeat loses. */
export async function overdueClaims(
  tx: Tx,
  limit: number,
): Promise<{ client_id: string; claim_id: string }[]> {
  return tx.query<{ client_id: string; claim_id: string }>(
    `SELECT client_id, claim_id FROM work_item WHERE state = 'claimed' AND lease_until <= now()
     ORDER BY lease_until LIMIT $1 FOR UPDATE SKIP LOCKED`,
    [limit],
  );
}

/**
 * Makes scheduled items that are due claimable; a callback first for the agent who promised it, if that agent is here, for
 * `ownerMinutes`. By `ix_work_item_scheduled`. Returns how many.
 */
export async function openScheduled(tx: Tx, limit: number, ownerMinutes: number): Promise<number> {
  return tx.execute(
    `UPDATE work_item w SET state = 'queued',
       reserved_for = CASE WHEN ${ownerIsHere} THEN w.owner_id END,
       reserved_until = CASE WHEN ${ownerIsHere} THEN now() + make_interval(mins => $2) END
     WHERE w.ctid = ANY (ARRAY(SELECT ctid FROM work_item WHERE state = 'scheduled' AND available_at <= now()
       ORDER BY available_at LIMIT $1 FOR UPDATE SKIP LOCKED))`,
    [limit, ownerMinutes],
  );
}

/** Lets the team have the callbacks of owners who have gone. By `ix_work_item_reserved`. */
export async function freeCallbacks(tx: Tx): Promise<number> {
  return tx.execute(
    `UPDATE work_item w SET reserved_for = NULL, reserved_until = NULL
     WHERE w.state = 'queued' AND w.reserved_for IS NOT NULL AND w.reserved_for = w.owner_id AND NOT ${ownerIsHere}`,
  );
}

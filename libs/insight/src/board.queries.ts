import { OPERATOR_ID, type Tx } from '#platform';
import type { PresenceState, WorkItemKind } from '#desk';

export interface QueueCountRow {
  readonly client_id: string;
  readonly language: string;
  readonly skill: 'voice' | 'mail' | 'cases';
  readonly kind: WorkItemKind;
  readonly waiting: number;
  readonly since: Date;
  readonly due_soon: number;
}

/**
 * What waits, by client, language, skill and kind. Reads the whole of `ix_work_item_client_stream` and nothing else where
 * vacuum has kept up. Of 1,000,000 items in 14,400 streams it takes about 0.3 s (`npm run bench -- board`), so it is asked
 * through `Recount`, never for each who looks. Counters kept by the statements that move items would be fresher, but every
 * claim of a stream would wait for the row that counts it.
 */
export async function queueCounts(tx: Tx): Promise<QueueCountRow[]> {
  return tx.query<QueueCountRow & Record<string, unknown>>(
    `SELECT client_id, language, skill, kind, count(*)::int AS waiting, min(greatest(created_at, available_at)) AS since,
       count(*) FILTER (WHERE rank >= 2000000000000000 AND rank < 3000000000000000)::int AS due_soon
     FROM work_item WHERE state = 'queued' GROUP BY client_id, language, skill, kind`,
  );
}

export interface AgentNowRow {
  readonly id: string;
  readonly name: string;
  readonly state: PresenceState;
  readonly since: Date | null;
  readonly claim_id: string | null;
  readonly client_id: string | null;
  readonly client_code: string | null;
  readonly work_item_id: string | null;
  readonly kind: WorkItemKind | null;
  readonly language: string | null;
  readonly lease_until: Date | null;
  readonly seconds: number | null;
}

/** Everyone who works at the desk, with presence and what they hold: `uq_presence_open`, `uq_work_item_agent`, by name. */
export async function agentsNow(tx: Tx): Promise<AgentNowRow[]> {
  return tx.query<AgentNowRow & Record<string, unknown>>(
    `SELECT u.id, u.name, coalesce(p.state, 'offline') AS state, p.from_at AS since, w.claim_id, w.client_id,
       k.code AS client_code, w.id AS work_item_id, w.kind, w.language, w.lease_until,
       (SELECT coalesce(sum(extract(epoch FROM coalesce(s.until_at, now()) - s.from_at)), 0)::float8 FROM handling_segment s
        WHERE s.client_id = w.client_id AND s.claim_id = w.claim_id) AS seconds
     FROM user_account u
       LEFT JOIN presence_interval p ON p.agent_id = u.id AND p.until_at IS NULL
       LEFT JOIN work_item w ON w.agent_id = u.id AND w.state = 'claimed'
       LEFT JOIN client k ON k.id = w.client_id
     WHERE u.client_id = $1 AND u.disabled_at IS NULL
       AND (u.role = 'agent' OR (u.role IN ('team_lead', 'administrator') AND p.state <> 'offline'))
     ORDER BY u.name, u.id`,
    [OPERATOR_ID],
  );
}

/** How claims ended; for those that agents no longer hold. */
export async function endedClaims(
  tx: Tx,
  claims: readonly { clientId: string; id: string }[],
): Promise<{ id: string; state: string }[]> {
  return tx.query<{ id: string; state: string }>(
    `SELECT c.id, c.state FROM unnest($1::uuid[], $2::uuid[]) AS k (client_id, id)
       JOIN claim c ON c.client_id = k.client_id AND c.id = k.id WHERE c.state <> 'active'`,
    [claims.map((c) => c.clientId), claims.map((c) => c.id)],
  );
}

export interface DayRow {
  readonly agent_id: string;
  readonly currency: string;
  readonly contacts: number;
  readonly seconds: number;
  readonly amount_e4: number;
}

/**
 * Agents' contacts that ended between two instants, with what they bring in. By `ix_claim_time`, then one probe of the ledger
 * each: a day of 48,000 in some tenths of a second, asked through `Recount`.
 */
export async function contactsBetween(tx: Tx, from: Date, until: Date): Promise<DayRow[]> {
  return tx.query<DayRow & Record<string, unknown>>(
    `SELECT c.agent_id, coalesce(b.currency, k.currency) AS currency, count(*)::int AS contacts,
       sum(c.handling_seconds)::int AS seconds, coalesce(sum(b.amount_e4) + sum(r.amount_e4), sum(b.amount_e4), 0)::bigint AS amount_e4
     FROM claim c JOIN client k ON k.id = c.client_id
       LEFT JOIN billable_contact b ON b.client_id = c.client_id AND b.contact_id = c.contact_id AND b.entry = 'charge'
       LEFT JOIN billable_contact r ON r.client_id = c.client_id AND r.contact_id = c.contact_id AND r.entry = 'reversal'
     WHERE c.ended_at >= $1 AND c.ended_at < $2 AND c.state = 'wrapped_up' AND c.contact_id IS NOT NULL
     GROUP BY 1, 2`,
    [from, until],
  );
}

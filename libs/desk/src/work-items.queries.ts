import { newId, type Tx } from '#platform';
import { rankOf, skillFor, spokenLanguage } from './queue-order.js';
import type { NewWorkItem, WorkItemKind } from './work-item.schema.js';

export interface WorkItemRow {
  id: string;
  kind: WorkItemKind;
  case_id: string | null;
  subject_id: string;
  reason: string;
  language: string;
  priority: number;
  due_on: string | null;
  created_at: Date;
}

const columns = [
  'client_id',
  'id',
  'kind',
  'case_id',
  'subject_id',
  'reason',
  'purpose',
  'language',
  'priority',
  'due_on',
  'due_at',
  'skill',
  'rank',
  'state',
  'country',
  'available_at',
  'available_until',
  'owner_id',
  'created_at',
];

/** Queues items; one that is open already stays as it is (`uq_work_item_open`). Returns how many are new. */
export async function insertWorkItems(
  tx: Tx,
  clientId: string,
  items: readonly NewWorkItem[],
  weightOf: (item: NewWorkItem) => number,
  now: Date,
): Promise<number> {
  const today = now.toISOString().slice(0, 10);
  return tx.insertMany(
    'work_item',
    columns,
    items.map((item) => {
      const { priority = 0, dueOn = null, dueAt = null, availableAt = null } = item;
      const rank = rankOf({ ...item, priority, dueOn, dueAt, weight: weightOf(item), createdAt: now }, today);
      return [
        clientId,
        item.id ?? newId(),
        item.kind,
        item.caseId,
        item.subjectId,
        item.reason,
        item.purpose ?? null,
        spokenLanguage(item.language),
        priority,
        dueOn,
        dueAt,
        skillFor(item.kind),
        rank,
        availableAt !== null && availableAt > now ? 'scheduled' : 'queued',
        item.country ?? null,
        availableAt,
        item.availableUntil ?? null,
        item.ownerId ?? null,
        now,
      ];
    }),
    `ON CONFLICT (client_id, kind, subject_id) WHERE state IN ('queued', 'scheduled', 'claimed') DO NOTHING`,
  );
}

/** Plan: `uq_work_item_open`, one probe per subject. */
export async function closeWorkItems(
  tx: Tx,
  clientId: string,
  kind: WorkItemKind,
  subjectIds: readonly string[],
  state: 'done' | 'cancelled',
  at: Date,
): Promise<number> {
  return tx.execute(
    `UPDATE work_item SET state = $4, closed_at = $5
     WHERE client_id = $1 AND kind = $2 AND subject_id = ANY($3::uuid[]) AND state IN ('queued', 'scheduled')`,
    [clientId, kind, subjectIds, state, at],
  );
}

/**
 * The queue of a client: highest priority first, then oldest. Plan: `ix_work_item_queue` in order, stops after `limit`;
 * the filter on kind skips rows of the same index, the filter on a case reads `ix_work_item_case`.
 */
export async function selectQueue(
  tx: Tx,
  clientId: string,
  query: { limit: number; kind: WorkItemKind | null; caseId: string | null },
  after: { priority: number; id: string } | null,
): Promise<WorkItemRow[]> {
  return tx.query<WorkItemRow & Record<string, unknown>>(
    `SELECT id, kind, case_id, subject_id, reason, language, priority, due_on, created_at
     FROM work_item
     WHERE client_id = $1 AND state = 'queued'
       AND ($2::text IS NULL OR kind = $2) AND ($3::uuid IS NULL OR case_id = $3)
       AND ($4::int IS NULL OR (priority <= $4 AND (priority < $4 OR id > $5::uuid)))
     ORDER BY priority DESC, id
     LIMIT $6`,
    [clientId, query.kind, query.caseId, after?.priority ?? null, after?.id ?? null, query.limit],
  );
}

export interface PlaceRow {
  readonly id: string;
  readonly country: string | null;
  readonly postalCode: string | null;
}

/** Where the customers of cases live. By primary key. */
export async function placesOf(tx: Tx, clientId: string, caseIds: readonly string[]): Promise<PlaceRow[]> {
  return tx.query<PlaceRow & Record<string, unknown>>(
    `SELECT c.id, c.country, c.postal_code AS "postalCode" FROM unnest($2::uuid[]) AS k (id) CROSS JOIN LATERAL (
       SELECT id, country, postal_code FROM return_case WHERE client_id = $1 AND id = k.id OFFSET 0) c`,
    [clientId, caseIds],
  );
}

/** Clients of whom calls wait whose hours are over. By `ix_work_item_closing`. */
export async function clientsWithClosedCalls(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ client_id: string }>(
    `SELECT DISTINCT client_id FROM work_item
     WHERE state = 'queued' AND available_until IS NOT NULL AND available_until <= now()`,
  );
  return rows.map((row) => row.client_id);
}

/** A client's calls whose hours are over, locked. */
export async function closedCalls(
  tx: Tx,
  clientId: string,
  limit: number,
): Promise<{ id: string; case_id: string | null }[]> {
  return tx.query<{ id: string; case_id: string | null }>(
    `SELECT id, case_id FROM work_item
     WHERE client_id = $1 AND state = 'queued' AND available_until IS NOT NULL AND available_until <= now()
     ORDER BY available_until LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [clientId, limit],
  );
}

/** Puts items off until their next hours. */
export async function putOff(
  tx: Tx,
  clientId: string,
  items: readonly { readonly id: string; readonly from: Date; readonly until: Date | null }[],
): Promise<void> {
  await tx.execute(
    `UPDATE work_item w SET state = 'scheduled', available_at = n.from_at, available_until = n.until_at,
       reserved_for = NULL, reserved_until = NULL
     FROM unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[]) AS n (id, from_at, until_at)
     WHERE w.client_id = $1 AND w.id = n.id AND w.state = 'queued'`,
    [clientId, items.map((i) => i.id), items.map((i) => i.from), items.map((i) => i.until)],
  );
}

export interface CallTry {
  readonly at: Date;
  /** About this very case, not another of the same customer. */
  readonly isOwn: boolean;
}

/** When the customer of a case was rung up, oldest first. By `ix_return_case_customer`, then each case's few items. */
export async function callTries(tx: Tx, clientId: string, caseId: string): Promise<CallTry[]> {
  return tx.query<CallTry & Record<string, unknown>>(
    `SELECT c.claimed_at AS at, w.case_id = $2 AS "isOwn"
     FROM return_case o JOIN work_item w ON w.client_id = o.client_id AND w.case_id = o.id AND w.kind IN ('call', 'callback')
     JOIN claim c ON c.client_id = w.client_id AND c.work_item_id = w.id AND c.state = 'wrapped_up'
     WHERE o.client_id = $1
       AND o.customer_id = (SELECT customer_id FROM return_case WHERE client_id = $1 AND id = $2)
     ORDER BY c.claimed_at`,
    [clientId, caseId],
  );
}

/** Takes the calls that wait for the customer of a case out of the queue. Returns how many. */
export async function cancelCalls(tx: Tx, clientId: string, caseId: string, at: Date): Promise<number> {
  return tx.execute(
    `UPDATE work_item w SET state = 'cancelled', closed_at = $3
     FROM return_case o
     WHERE o.client_id = $1 AND o.customer_id = (SELECT customer_id FROM return_case WHERE client_id = $1 AND id = $2)
       AND w.client_id = o.client_id AND w.case_id = o.id AND w.kind IN ('call', 'callback')
       AND w.state IN ('queued', 'scheduled')`,
    [clientId, caseId, at],
  );
}

/** `queued`, `scheduled`, `claimed`, `done` or `cancelled`, locked; undefined for an unknown item. */
export async function lockWorkItem(tx: Tx, clientId: string, id: string): Promise<string | undefined> {
  const [row] = await tx.query<{ state: string }>(
    'SELECT state FROM work_item WHERE client_id = $1 AND id = $2 FOR UPDATE',
    [clientId, id],
  );
  return row?.state;
}

/** Keeps an open item for one agent for some hours, in front of what waits for that agent. */
export async function keepFor(
  tx: Tx,
  clientId: string,
  id: string,
  agentId: string,
  hours: number,
): Promise<void> {
  await tx.execute(
    `UPDATE work_item SET reserved_for = $3, reserved_until = now() + make_interval(hours => $4)
     WHERE client_id = $1 AND id = $2`,
    [clientId, id, agentId, hours],
  );
}

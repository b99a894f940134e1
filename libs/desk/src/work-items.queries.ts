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
        newId(),
        item.kind,
        item.caseId,
        item.subjectId,
        item.reason,
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

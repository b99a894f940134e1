import { Injectable } from '@nestjs/common';
import {
  Database,
  decodeCursor,
  isId,
  requirePermission,
  toPage,
  type ClientCtx,
  type Ctx,
  type Page,
  type Tx,
} from '#platform';
import { QueueWeights } from './queue-weights.service.js';
import { spokenLanguage } from './queue-order.js';
import type { NewWorkItem, WorkItem, WorkItemKind, WorkItemQuery } from './work-item.schema.js';
import { closeWorkItems, insertWorkItems, selectQueue, type WorkItemRow } from './work-items.queries.js';

/** What waits for a person, per client. */
@Injectable()
export class WorkItems {
  constructor(
    private readonly db: Database,
    private readonly weights: QueueWeights,
  ) {}

  /**
   * Queues items in the caller's transaction, in bulk; one already queued for the same kind and subject stays as it
   * is. Returns how many are new. The caller has been authorised for what it does.
   */
  async queue(ctx: ClientCtx, tx: Tx, items: readonly NewWorkItem[]): Promise<number> {
    if (items.length === 0) return 0;
    const weightOf = await this.weights.of(tx, ctx.clientId);
    return insertWorkItems(
      tx,
      ctx.clientId,
      items,
      (item) => weightOf(spokenLanguage(item.language)),
      ctx.now,
    );
  }

  /** Closes the queued items of these subjects, in the caller's transaction. Returns how many were queued. */
  async close(
    ctx: ClientCtx,
    tx: Tx,
    kind: WorkItemKind,
    subjectIds: readonly string[],
    as: 'done' | 'cancelled' = 'done',
  ): Promise<number> {
    return subjectIds.length === 0 ? 0 : closeWorkItems(tx, ctx.clientId, kind, subjectIds, as, ctx.now);
  }

  /** A page of the client's queue: highest priority first, then oldest. */
  async list(ctx: Ctx, query: WorkItemQuery): Promise<Page<WorkItem>> {
    requirePermission(ctx, 'desk.work');
    const after = query.after === undefined ? null : toPosition(query.after);
    const rows = await this.db.tx(ctx, (tx) =>
      selectQueue(
        tx,
        ctx.clientId,
        { limit: query.limit + 1, kind: query.kind ?? null, caseId: query.caseId ?? null },
        after,
      ),
    );
    return toPage(rows, query.limit, (row) => [row.priority, row.id], toView);
  }
}

/** A cursor that is no position matches nothing rather than failing in the database. */
function toPosition(cursor: string): { priority: number; id: string } {
  const [priority, id] = decodeCursor(cursor, 2);
  return typeof priority === 'number' && (priority | 0) === priority && typeof id === 'string' && isId(id)
    ? { priority, id }
    : { priority: -(2 ** 31), id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
}

function toView(row: WorkItemRow): WorkItem {
  return {
    id: row.id,
    kind: row.kind,
    caseId: row.case_id,
    subjectId: row.subject_id,
    reason: row.reason,
    language: row.language,
    priority: row.priority,
    dueOn: row.due_on,
    createdAt: row.created_at.toISOString(),
  };
}

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
import { CallSchedule } from './call-schedule.service.js';
import { profileOf } from './agent-profile.queries.js';
import { deskFail } from './desk.errors.js';
import { reprioritise } from './queue-weight.queries.js';
import { QueueWeights } from './queue-weights.service.js';
import { spokenLanguage } from './queue-order.js';
import type { NewWorkItem, WorkItem, WorkItemKind, WorkItemQuery } from './work-item.schema.js';
import {
  closeWorkItems,
  insertWorkItems,
  keepFor,
  lockWorkItem,
  selectQueue,
  type WorkItemRow,
} from './work-items.queries.js';

/** How long an item waits for the agent whom a team lead gave it to. */
const assignedHours = 4;

/** What waits for a person, per client. */
@Injectable()
export class WorkItems {
  constructor(
    private readonly db: Database,
    private readonly weights: QueueWeights,
    private readonly calls: CallSchedule,
  ) {}

  /**
   * Queues items in the caller's transaction, in bulk; one already queued for the same kind and subject stays as it
   * is. Calls wait for the hours in which the customer may be rung up. Returns how many are new. The caller has been
   * authorised for what it does.
   */
  async queue(ctx: ClientCtx, tx: Tx, items: readonly NewWorkItem[]): Promise<number> {
    if (items.length === 0) return 0;
    const weightOf = await this.weights.of(tx, ctx.clientId);
    return insertWorkItems(
      tx,
      ctx.clientId,
      await this.calls.withHours(ctx, tx, items),
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

  /**
   * Keeps an item for one agent, for four hours; after that the team has it. The agent gets it next, whatever the order.
   * Raises `desk.work_item_unknown`, `desk.work_item_held`, `desk.agent_unknown`.
   */
  async assign(ctx: Ctx, id: string, agentId: string): Promise<void> {
    requirePermission(ctx, 'desk.lead');
    const profile = await this.db.tx({ ...ctx, clientId: null }, (tx) => profileOf(tx, agentId));
    if (!profile) throw deskFail('desk.agent_unknown');
    await this.change(ctx, id, (tx) => keepFor(tx, ctx.clientId, id, agentId, assignedHours));
  }

  /** Moves an item forward or back among the ordinary ones. Raises `desk.work_item_unknown`, `desk.work_item_held`. */
  async prioritise(ctx: Ctx, id: string, priority: number): Promise<void> {
    requirePermission(ctx, 'desk.lead');
    await this.change(ctx, id, (tx) => reprioritise(tx, ctx.clientId, id, priority));
  }

  private async change(ctx: ClientCtx, id: string, act: (tx: Tx) => Promise<void>): Promise<void> {
    await this.db.tx({ ...ctx, clientId: null }, async (tx) => {
      const state = await lockWorkItem(tx, ctx.clientId, id);
      if (state === 'claimed') throw deskFail('desk.work_item_held');
      if (state !== 'queued' && state !== 'scheduled') throw deskFail('desk.work_item_unknown');
      await act(tx);
    });
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

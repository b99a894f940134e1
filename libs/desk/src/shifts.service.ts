import { Injectable } from '@nestjs/common';
import {
  actorName,
  Database,
  decodeCursor,
  isId,
  newId,
  requireOperatorPermission,
  toPage,
  type Ctx,
  type Page,
} from '#platform';
import { reviewFail } from './review.errors.js';
import { deleteShift, insertShift, isAgent, selectShifts, type ShiftRow } from './shift.queries.js';
import type { NewShift, Shift, ShiftQuery } from './shift.schema.js';

/** When agents are rostered. An agent's shifts never overlap (`ex_shift_overlap`). */
@Injectable()
export class Shifts {
  constructor(private readonly db: Database) {}

  /** Raises `shift.agent_unknown`, `shift.overlap`. */
  async create(ctx: Ctx, input: NewShift): Promise<Shift> {
    requireOperatorPermission(ctx, 'desk.lead');
    const shift = {
      id: newId(),
      agentId: input.agentId,
      from: new Date(input.from),
      until: new Date(input.until),
    };
    const across = { ...ctx, clientId: null };
    try {
      return await this.db.tx(across, async (tx) => {
        if (!(await isAgent(tx, shift.agentId))) throw reviewFail('shift.agent_unknown');
        await insertShift(tx, { ...shift, by: actorName(ctx.actor) });
        const [row] = await selectShifts(tx, { ...shift, limit: 1 }, null);
        return toShift(row as ShiftRow);
      });
    } catch (error) {
      if ((error as { code?: string }).code === '23P01') throw reviewFail('shift.overlap');
      throw error;
    }
  }

  /** Raises `shift.unknown`. */
  async remove(ctx: Ctx, id: string): Promise<void> {
    requireOperatorPermission(ctx, 'desk.lead');
    const gone = await this.db.tx({ ...ctx, clientId: null }, (tx) => deleteShift(tx, id));
    if (gone === 0) throw reviewFail('shift.unknown');
  }

  /** What overlaps with the time between two instants, by start; an agent sees only their own. */
  async list(ctx: Ctx, query: ShiftQuery): Promise<Page<Shift>> {
    requireOperatorPermission(ctx, 'desk.work');
    const { actor } = ctx;
    const isLead = actor.kind === 'system' || actor.permissions.has('desk.lead');
    const agentId = isLead ? (query.agentId ?? null) : actor.id;
    const after = query.after === undefined ? null : positionOf(query.after);
    const rows = await this.db.tx({ ...ctx, clientId: null }, (tx) =>
      selectShifts(
        tx,
        { from: new Date(query.from), until: new Date(query.until), agentId, limit: query.limit + 1 },
        after,
      ),
    );
    return toPage(rows, query.limit, (row) => [row.from_at.getTime(), row.id], toShift);
  }
}

/** A cursor that is no position comes after everything. */
function positionOf(cursor: string): { from: Date; id: string } {
  const [from, id] = decodeCursor(cursor, 2);
  return typeof from === 'number' && Math.abs(from) < 8.64e15 && typeof id === 'string' && isId(id)
    ? { from: new Date(from), id }
    : { from: new Date('9999-01-01T00:00:00Z'), id: '00000000-0000-0000-0000-000000000000' };
}

function toShift(row: ShiftRow): Shift {
  return {
    id: row.id,
    agentId: row.agent_id,
    agentName: row.agent_name,
    from: row.from_at.toISOString(),
    until: row.until_at.toISOString(),
  };
}

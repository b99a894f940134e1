import { Injectable } from '@nestjs/common';
import {
  Clock,
  closeBook,
  Database,
  isId,
  log,
  requireOperatorPermission,
  requirePermission,
  systemCtx,
  type ClientCtx,
  type Ctx,
} from '#platform';
import { Clients } from '#clients';
import { sumLedger } from './ledger.queries.js';
import { fail } from './metering.errors.js';
import { StatementBook } from './statement-book.service.js';
import {
  allOpenStatements,
  markFrozen,
  readStatement,
  unfrozenStatements,
  type StatementRow,
} from './statement.queries.js';
import type { StatementView } from './statement.schema.js';
import { viewStatement } from './statement-view.js';
import { statementStates } from './statement.states.js';
import { addToTotals, noTotals, viewTotals } from './statement-totals.js';

/** Ends periods: by hand, and at the end of each month in the client's zone. */
@Injectable()
export class StatementClosing {
  constructor(
    private readonly db: Database,
    private readonly clients: Clients,
    private readonly clock: Clock,
    private readonly book: StatementBook,
  ) {}

  /**
   * Closes the open statement, also an empty one, and opens the next. The book's exclusive lock is held for four short
   * statements, however many contacts there are; the totals are frozen after it. Of many at once one
   * closes, the others get `statement.not_open`. Returns it closed and frozen. Raises `statement.unknown`.
   */
  async close(ctx: Ctx, id: string): Promise<StatementView> {
    requirePermission(ctx, 'statement.close');
    const scope = ctx;
    if (!isId(id)) throw fail('statement.unknown');
    const { zone } = await this.clients.current(scope);
    await this.db.tx(ctx, async (tx) => {
      // Asked before queueing for the lock: a statement that is closed never opens again.
      const open = await readStatement(tx, scope.clientId, id);
      if (!open) throw fail('statement.unknown');
      if (statementStates[open.status].close === undefined)
        throw fail('statement.not_open', { status: open.status });
      await closeBook(tx, scope.clientId, 'statement');
      if (!(await this.book.turn(scope, tx, open, zone))) {
        throw fail('statement.not_open', { status: 'closed' });
      }
    });
    return viewStatement(await this.freeze(scope, id));
  }

  /**
   * Sums the ledger of a closed statement once and for all, and holds the running totals against it. Done again it
   * changes nothing. Returns the frozen row; raises `statement.not_closed` while it is open.
   */
  async freeze(ctx: ClientCtx, id: string): Promise<StatementRow> {
    requirePermission(ctx, 'statement.close');
    return this.db.tx(ctx, async (tx) => {
      const row = await readStatement(tx, ctx.clientId, id);
      if (!row) throw fail('statement.unknown');
      if (row.status === 'open') throw fail('statement.not_closed');
      if (row.frozenAt) return row;
      const totals = addToTotals(noTotals(row.totals.currency), await sumLedger(tx, ctx.clientId, id));
      if (JSON.stringify(viewTotals(totals)) !== JSON.stringify(viewTotals(row.totals))) {
        log.error({ clientId: ctx.clientId, statementId: id }, 'running totals differ from the ledger');
      }
      await markFrozen(tx, ctx.clientId, id, totals, ctx.now);
      return { ...row, totals, frozenAt: ctx.now };
    });
  }

  /**
   * Closes every open statement whose month is over in its client's zone, and freezes what an earlier run left. Each
   * client is a transaction of its own; one that fails does not stop the others, and is raised at the end.
   */
  async closeDue(ctx: Ctx): Promise<{ closed: number }> {
    requireOperatorPermission(ctx, 'statement.close');
    const across = { ...ctx, clientId: null };
    const failures: unknown[] = [];
    let closed = 0;
    const inEach = async (clientId: string, work: (scope: ClientCtx) => Promise<void>): Promise<void> => {
      const scope = systemCtx('month-end', clientId, this.clock.now());
      await work(scope).catch((error: unknown) => failures.push(error));
    };
    for (const open of await this.db.tx(across, allOpenStatements)) {
      await inEach(open.clientId, async (scope) => {
        closed += await this.db.tx(scope, (tx) => this.book.closePast(scope, tx, open.zone));
      });
    }
    for (const row of await this.db.tx(across, unfrozenStatements)) {
      await inEach(row.clientId, async (scope) => void (await this.freeze(scope, row.id)));
    }
    if (failures.length > 0) throw new AggregateError(failures, 'some statements could not be closed');
    return { closed };
  }
}

import { Injectable } from '@nestjs/common';
import { actorName, closeBook, localMonth, type ClientCtx, type Tx } from '#platform';
import { readHead } from './ledger.queries.js';
import { insertStatement, markClosed, readOpenStatement, type StatementRow } from './statement.queries.js';
import { noTotals } from './statement-totals.js';

/** The one open statement of a client: closes it and opens the next. */
@Injectable()
export class StatementBook {
  /** The latest month known to be open per client. Months only move on, so an old answer is never too late. */
  private readonly months = new Map<string, string>();

  /**
   * Closes `open` and opens its successor. Only under the book's exclusive lock. The ledger's end at this moment is kept
   * with it. The successor is of the same month, or of the month after when that has begun: each month has at
   * least one statement, also when nobody closed anything for a while. False when it was not open any more.
   */
  async turn(ctx: ClientCtx, tx: Tx, open: StatementRow, zone: string): Promise<boolean> {
    const head = await readHead(tx, ctx.clientId);
    const close = { at: ctx.now, by: actorName(ctx.actor), head };
    if (!(await markClosed(tx, ctx.clientId, open.id, close))) return false;
    const month = localMonth(ctx.now, zone);
    const period = month > open.period ? monthAfter(open.period) : open.period;
    await insertStatement(tx, ctx.clientId, period, ctx.now, noTotals(open.totals.currency));
    return true;
  }

  /** Closes the open statement, and its successors, of months that are over. Takes the exclusive lock only then. */
  async closePast(ctx: ClientCtx, tx: Tx, zone: string): Promise<number> {
    const month = localMonth(ctx.now, zone);
    if ((this.months.get(ctx.clientId) ?? '') >= month) return 0;
    let open = await readOpenStatement(tx, ctx.clientId);
    if (!open) return 0;
    this.months.set(ctx.clientId, open.period);
    if (open.period >= month) return 0;
    await closeBook(tx, ctx.clientId, 'statement');
    let closed = 0;
    for (;;) {
      open = await readOpenStatement(tx, ctx.clientId);
      if (!open || open.period >= month) return closed;
      if (await this.turn(ctx, tx, open, zone)) closed++;
    }
  }
}

/** `2026-12` gives `2027-01`. */
export function monthAfter(period: string): string {
  const [year = 0, month = 0] = period.split('-').map(Number);
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
}

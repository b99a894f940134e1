import { Injectable } from '@nestjs/common';
import { Database, decodeCursor, requireOperatorPermission, toPage, type Ctx, type Page } from '#platform';
import { budgetSeconds } from '#desk';
import { tenths } from './board-view.js';
import { storedSettings } from './staffing-settings.service.js';
import { insightFail } from './statistics.errors.js';
import { marginOf, revenueOf, revenuePerHour } from './statistics-money.js';
import { handlingBy, type StatisticsRecord } from './statistics.queries.js';
import type { StatisticsQuery, StatisticsRow } from './statistics.schema.js';

const mostDays = 93;
const dayMs = 86_400_000;

/** Handling time and money of agents' contacts. */
@Injectable()
export class Statistics {
  constructor(private readonly db: Database) {}

  /**
   * Contacts that ended from `from` until before `until`, by agent, queue, client or language; of the scope's client where
   * there is one. Raises `statistics.time` for more than 93 days or an end before its start.
   */
  async by(ctx: Ctx, query: StatisticsQuery): Promise<Page<StatisticsRow>> {
    requireOperatorPermission(ctx, 'desk.lead');
    const [from, until] = [new Date(query.from), new Date(query.until)];
    const length = until.getTime() - from.getTime();
    if (length <= 0 || length > mostDays * dayMs) throw insightFail('statistics.time', { days: mostDays });
    const after = query.after === undefined ? null : positionOf(query.after);
    const where = { from, until, clientId: ctx.clientId, budgetSeconds, limit: query.limit + 1 };
    return this.db.tx({ ...ctx, clientId: null }, async (tx) => {
      const { agentCostPerHour } = await storedSettings(tx);
      const rows = await handlingBy(tx, query.by, where, after);
      return toPage(
        rows,
        query.limit,
        (row) => [row.key, row.currency],
        (row) => toRow(row, agentCostPerHour),
      );
    });
  }
}

function positionOf(cursor: string): { key: string; currency: string } {
  const [key, currency] = decodeCursor(cursor, 2);
  return { key: String(key), currency: String(currency) };
}

function toRow(row: StatisticsRecord, costPerHour: StatisticsRow['margin']): StatisticsRow {
  const earnings = { ...row, amountE4: row.amount_e4 };
  return {
    key: row.key,
    label: row.label,
    contacts: row.contacts,
    meanSeconds: tenths(row.seconds / row.contacts),
    medianSeconds: tenths(row.median),
    p90Seconds: tenths(row.p90),
    withinBudget: row.within_budget / row.contacts,
    revenue: revenueOf(earnings),
    revenuePerHour: revenuePerHour(earnings),
    margin: marginOf(earnings, costPerHour),
  };
}

import { Injectable } from '@nestjs/common';
import {
  addDays,
  Database,
  localDate,
  requireOperatorPermission,
  startOfLocalDay,
  type Ctx,
  type Tx,
} from '#platform';
import { budgetSeconds } from '#desk';
import { Board } from './board.service.js';
import { planHalfHours, type Expected } from './staffing-plan.js';
import {
  arrivalsOn,
  meanHandling,
  scheduledBetween,
  shiftsBetween,
  type ArrivalRow,
  type DaySpan,
} from './staffing.queries.js';
import type { Staffing, StaffingQuery } from './staffing.schema.js';
import { operatorZone, storedSettings } from './staffing-settings.service.js';

const weekDays = 7;

/** How many agents a day needs, from what the same weekdays brought. */
@Injectable()
export class StaffingPlans {
  constructor(
    private readonly db: Database,
    private readonly board: Board,
  ) {}

  /**
   * Every half hour of a local day. Arrivals: what the same weekday of the last weeks brought on average; of what comes at a
   * set time, the average or what is set for that day already, whichever is more; for today, also what waits now, spread over
   * the rest of the day. Handling time: the average of those weeks, the budget where there is none.
   */
  async on(ctx: Ctx, query: StaffingQuery): Promise<Staffing> {
    requireOperatorPermission(ctx, 'desk.lead');
    const language = query.language ?? null;
    const counts = await this.board.waiting();
    return this.db.tx({ ...ctx, clientId: null }, async (tx) => {
      const zone = await operatorZone(tx);
      const settings = await storedSettings(tx);
      const [from, until] = [startOfLocalDay(query.on, zone), startOfLocalDay(addDays(query.on, 1), zone)];
      const where = { zone, language };
      const past = await this.history(tx, ctx.now, query.on, settings.historyWeeks, where);
      const waitingNow =
        localDate(ctx.now, zone) === query.on
          ? counts.rows.reduce(
              (sum, row) => sum + (language === null || row.language === language ? row.waiting : 0),
              0,
            )
          : 0;
      const aht = await meanHandling(tx, past.since, ctx.now, language);
      const expected: Expected = {
        zone,
        from,
        until,
        now: ctx.now,
        weeks: past.weeks,
        history: past.rows,
        scheduled: await scheduledBetween(tx, from, until, where),
        waitingNow,
        ahtSeconds: aht ?? budgetSeconds,
        shifts: await shiftsBetween(tx, from, until, language),
      };
      const target = { ...settings.serviceLevel, occupancyCap: settings.occupancyCap };
      return {
        on: query.on,
        zone,
        language,
        serviceLevel: target.share,
        targetSeconds: target.targetSeconds,
        occupancyCap: target.occupancyCap,
        source: {
          formula: 'Erlang C (A. K. Erlang, 1917)',
          weeks: past.weeks,
          items: past.rows.reduce((sum, row) => sum + row.items, 0),
          waitingNow,
        },
        halfHours: planHalfHours(expected, target),
      };
    });
  }

  /** The arrivals of the same weekday in the weeks before the day and before today; the weeks from the first with any on. */
  private async history(
    tx: Tx,
    now: Date,
    on: string,
    weeks: number,
    where: { zone: string; language: string | null },
  ): Promise<{ rows: ArrivalRow[]; weeks: number; since: Date }> {
    const today = localDate(now, where.zone);
    let day = addDays(on, -weekDays);
    while (day >= today) day = addDays(day, -weekDays);
    const days = Array.from({ length: weeks }, (_, week) => addDays(day, -weekDays * week)).map((date) => ({
      from: startOfLocalDay(date, where.zone),
      until: startOfLocalDay(addDays(date, 1), where.zone),
    }));
    const rows = await arrivalsOn(tx, days, where);
    const since = (days.at(-1) as DaySpan).from;
    return { rows, weeks: rows.reduce((most, row) => Math.max(most, row.day), 0), since };
  }
}

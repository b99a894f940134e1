import { Injectable } from '@nestjs/common';
import {
  addDays,
  Clock,
  Database,
  localDate,
  requireOperatorPermission,
  startOfLocalDay,
  systemCtx,
  type Ctx,
} from '#platform';
import { Adherence, budgetSeconds } from '#desk';
import { Clients } from '#clients';
import { agentsNow, contactsBetween, queueCounts, type AgentNowRow } from './board.queries.js';
import { Recount } from './board-recount.js';
import type { BoardView } from './board.schema.js';
import { sameTimeOfDay, toAgents, toQueues, type Day, type QueueCounts } from './board-view.js';
import { serviceLevelBetween } from './service-level.queries.js';
import { operatorZone, storedSettings } from './staffing-settings.service.js';
import { earningsOf, marginPerContact, revenuePerHour } from './statistics-money.js';

const countFreshMs = 1_900;
const dayFreshMs = 10_000;
const shownQueues = 500;

/** What team leads watch. Agents are as of now; queues and the day's figures are counted as `Recount` says. */
@Injectable()
export class Board {
  private readonly counts = new Recount(() => this.countQueues(), countFreshMs);
  private readonly day = new Recount(() => this.sumUpDay(), dayFreshMs);

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly clients: Clients,
    private readonly adherence: Adherence,
  ) {}

  /** The board of all clients, or of the scope's client: then its queues, and its agents' claims by code as for all. */
  async snapshot(ctx: Ctx): Promise<BoardView> {
    requireOperatorPermission(ctx, 'desk.lead');
    const agents = await this.db.tx({ ...ctx, clientId: null }, agentsNow);
    return this.view(ctx.clientId, ctx.now, agents);
  }

  /** What waits, at most some seconds old; for everyone who is told of it. */
  waiting(): Promise<QueueCounts> {
    return this.counts.value();
  }

  /** The board around agents that were read already. */
  async view(clientId: string | null, at: Date, agents: readonly AgentNowRow[]): Promise<BoardView> {
    const [counts, day] = await Promise.all([this.counts.value(), this.day.value()]);
    const queues = toQueues(counts, clientId, at);
    return {
      at: at.toISOString(),
      countedAt: counts.at.toISOString(),
      waiting: queues.reduce((sum, queue) => sum + queue.waiting, 0),
      queues: queues.slice(0, shownQueues),
      agents: toAgents(agents, day),
      ...day.figures,
    };
  }

  private async countQueues(): Promise<QueueCounts> {
    const at = this.clock.now();
    const ctx = systemCtx('board', null, at);
    const clients = await this.clients.all(ctx);
    const rows = await this.db.tx(ctx, queueCounts);
    return { at, rows, codes: new Map(clients.map((client) => [client.id, client.code])) };
  }

  private async sumUpDay(): Promise<Day> {
    const now = this.clock.now();
    const ctx = systemCtx('board', null, now);
    const day = await this.db.tx(ctx, async (tx) => {
      const [zone, settings] = [await operatorZone(tx), await storedSettings(tx)];
      const today = localDate(now, zone);
      const from = startOfLocalDay(today, zone);
      const before = addDays(today, -7);
      const { targetSeconds } = settings.serviceLevel;
      return {
        from,
        settings,
        contacts: await contactsBetween(tx, from, now),
        sameWeekday: await contactsBetween(
          tx,
          startOfLocalDay(before, zone),
          sameTimeOfDay(now, before, zone),
        ),
        level: await serviceLevelBetween(tx, from, now, targetSeconds),
      };
    });
    const { contacts, sameWeekday, level, settings } = day;
    const today = earningsOf(contacts);
    const main = today.main ?? {
      contacts: 0,
      seconds: 0,
      amountE4: 0,
      currency: settings.agentCostPerHour?.currency ?? 'EUR',
    };
    const last = earningsOf(sameWeekday);
    return {
      contacts,
      times: await this.adherence.of(ctx, day.from, now),
      figures: {
        serviceLevel: {
          targetSeconds: settings.serviceLevel.targetSeconds,
          share: level.answered > 0 ? level.inTime / level.answered : null,
          answered: level.answered,
        },
        aht: { today: today.ahtSeconds, budget: budgetSeconds, sameWeekday: last.ahtSeconds },
        contacts: { today: today.contacts, sameWeekday: last.contacts },
        money: {
          revenuePerHour: revenuePerHour(main),
          marginPerContact: marginPerContact(main, settings.agentCostPerHour),
        },
      },
    };
  }
}

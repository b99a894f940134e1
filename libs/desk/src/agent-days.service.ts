import { Injectable } from '@nestjs/common';
import { Database, localDate, requireOperatorPermission, startOfLocalDay, type Ctx } from '#platform';
import { dayOf } from './agent-day.queries.js';
import type { AgentDay } from './agent-day.schema.js';

/** What a contact may take on average, by the contract. */
export const budgetSeconds = 90;

/** What agents have done today. */
@Injectable()
export class AgentDays {
  constructor(private readonly db: Database) {}

  /** The agent's own, from local midnight in `zone`. */
  async own(ctx: Ctx, zone: string): Promise<AgentDay> {
    requireOperatorPermission(ctx, 'desk.work');
    const from = startOfLocalDay(localDate(ctx.now, zone), zone);
    const { contacts, seconds } = await this.db.tx({ ...ctx, clientId: null }, (tx) =>
      dayOf(tx, ctx.actor.id, from),
    );
    return {
      contacts,
      handlingSeconds: seconds,
      ahtSeconds: contacts === 0 ? null : Math.round((10 * seconds) / contacts) / 10,
      budgetSeconds,
    };
  }
}

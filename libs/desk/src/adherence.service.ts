import { Injectable } from '@nestjs/common';
import { Database, requireOperatorPermission, type Ctx } from '#platform';
import { agentTimes, type AgentTime } from './adherence.queries.js';

/** How agents' time goes, from presence and shifts. */
@Injectable()
export class Adherence {
  constructor(private readonly db: Database) {}

  /** Every agent who was there or rostered between two instants; reads a day of 500 agents in some tenths of a second. */
  async of(ctx: Ctx, from: Date, until: Date): Promise<AgentTime[]> {
    requireOperatorPermission(ctx, 'desk.lead');
    return this.db.tx({ ...ctx, clientId: null }, (tx) => agentTimes(tx, from, until));
  }
}

/** The share of the time there that went into contacts; null for who wasn't. */
export function occupancyOf(time: AgentTime): number | null {
  return time.loggedInSeconds > 0 ? time.handlingSeconds / time.loggedInSeconds : null;
}

/** The share of the rostered time in which the agent was as expected; null without a shift. */
export function adherenceOf(time: AgentTime): number | null {
  return time.rosteredSeconds > 0 ? time.expectedSeconds / time.rosteredSeconds : null;
}

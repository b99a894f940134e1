import { Injectable } from '@nestjs/common';
import { Clock, Database, isId, systemCtx, type ClientCtx } from '#platform';
import { CallFollowing } from './call-following.service.js';
import { CallProvider } from './call-provider.js';
import { connectWithinMs } from './call-reconciliation.service.js';
import { CallReporting, type NewReport } from './call-reporting.service.js';
import { CallRinging } from './call-ringing.service.js';
import { askCustomer, bindLeg, lockCall, type CallRow } from './call.queries.js';
import { isEnd, isOver, type CallLeg } from './call.states.js';

/** Of which call a report is; ids that the provider hands back as it got them. */
export interface CallPlace {
  readonly clientId: string;
  readonly callId: string;
}

/** A phone of a call, as the provider names it. */
export interface HeardLeg {
  readonly leg: Exclude<CallLeg, 'desk'>;
  readonly sid: string;
  readonly roomSid: string | null;
}

/** What the provider tells and asks while calls go on. Whoever calls this has made sure that it is the provider. */
@Injectable()
export class CallHearing {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly provider: CallProvider,
    private readonly reporting: CallReporting,
    private readonly ringing: CallRinging,
    private readonly following: CallFollowing,
  ) {}

  /**
   * The agent is on the line: rings up the customer of exactly this call, once however often it is asked. `join` puts the
   * agent into the call's room. Null for an unknown call.
   */
  async agentAnswered(
    { clientId, callId }: CallPlace,
    agent: { readonly way: 'bridge' | 'browser'; readonly sid: string; readonly isMachine: boolean },
  ): Promise<'join' | 'hang_up' | null> {
    if (!isId(clientId) || !isId(callId)) return null;
    const ctx = systemCtx('calls', clientId, this.clock.now());
    const begun = await this.db.tx(ctx, async (tx) => {
      const call = await lockCall(tx, clientId, callId);
      if (!call || call.way !== agent.way) return null;
      const isTheirs = await bindLeg(tx, clientId, callId, 'agent', { sid: agent.sid });
      if (!isTheirs || isOver(call.state)) return { call, isRefused: true, isFirst: false };
      const reason = this.objection(ctx, call, agent.isMachine);
      if (reason !== null) {
        const failed = { leg: 'desk', status: 'failed', at: ctx.now, reason } as const;
        return {
          call: await this.reporting.report(ctx, tx, call, '', [failed]),
          isRefused: true,
          isFirst: false,
        };
      }
      const isFirst = await askCustomer(tx, clientId, callId, ctx.now);
      return { call, isRefused: false, isFirst };
    });
    if (begun === null) return null;
    if (begun.isRefused) return 'hang_up';
    if (!begun.isFirst) return 'join';
    const call = await this.ringing.ring(ctx, begun.call, 'customer');
    return isOver(call.state) ? 'hang_up' : 'join';
  }

  /**
   * Takes reports about a phone. Kept once each; repeats, and any order, end the same. A phone that goes on after its call
   * is over, or belongs to none, is hung up. False for an unknown call.
   */
  async heard(
    { clientId, callId }: CallPlace,
    phone: HeardLeg,
    report: Omit<NewReport, 'leg'>,
  ): Promise<boolean> {
    if (!isId(clientId) || !isId(callId)) return false;
    const ctx = systemCtx('calls', clientId, this.clock.now());
    const heard = await this.db.tx(ctx, async (tx) => {
      const call = await lockCall(tx, clientId, callId);
      if (!call || call.way === 'hand') return null;
      if (!(await bindLeg(tx, clientId, callId, phone.leg, phone)))
        return { call, isStray: true, isNews: false };
      const row = (await lockCall(tx, clientId, callId)) ?? call;
      const after = await this.reporting.report(ctx, tx, row, phone.sid, [{ ...report, leg: phone.leg }]);
      return { call: after, isStray: isOver(row.state), isNews: !isOver(row.state) && isOver(after.state) };
    });
    if (heard === null) return false;
    if (heard.isStray && !isEnd(report.status)) await this.provider.hangUp(phone.sid);
    if (heard.isNews) await this.clear(heard.call);
    if (phone.leg === 'third') await this.following.follow(ctx, callId);
    return true;
  }

  /** Which phone of a call an id is; null for a phone of no call. */
  async legOf({ clientId, callId }: CallPlace, sid: string): Promise<HeardLeg['leg'] | null> {
    if (!isId(clientId) || !isId(callId)) return null;
    const ctx = systemCtx('calls', clientId, this.clock.now());
    const call = await this.db.tx(ctx, (tx) => lockCall(tx, clientId, callId));
    if (call?.provider_id === sid) return 'customer';
    if (call?.agent_sid === sid) return 'agent';
    return call?.third_sid === sid ? 'third' : null;
  }

  private objection(ctx: ClientCtx, call: CallRow, isMachine: boolean): string | null {
    if (isMachine) return 'agent_machine';
    const isLate = ctx.now.getTime() - call.started_at.getTime() > connectWithinMs;
    return isLate && call.customer_asked_at === null ? 'not_connected' : null;
  }

  /** With the customer's phone the others are done. */
  private async clear(call: CallRow): Promise<void> {
    const others = [call.agent_sid, call.third_sid].filter((sid) => sid !== null);
    await Promise.all(others.map((sid) => this.provider.hangUp(sid)));
  }
}

import { Injectable } from '@nestjs/common';
import { Clock, Database, type ClientCtx } from '#platform';
import { CallProvider, type FoundLeg, type RungLeg } from './call-provider.js';
import { CallReporting, type NewReport } from './call-reporting.service.js';
import { orderOf } from './call-ringing.service.js';
import {
  bindLeg,
  boundSids,
  claimEndOf,
  lockCall,
  noteLook,
  setTransfer,
  type CallRow,
} from './call.queries.js';
import { isEnd, isOver } from './call.states.js';

/** Clocks differ: what the provider dates a little before our request may be it. */
const skewMs = 60_000;
/** A request of which nothing was noted for so long has lost its process or its answer. */
export const settleMs = 20_000;
/** Not in the provider's list by then: it was not placed. */
const absentAfterMs = 60_000;
/** How long a browser may take to connect. */
export const connectWithinMs = 120_000;
/** How long nothing may be heard of a call before it is asked for. */
const lookEveryMs = 60_000;

/**
 * Finds out what became of calls of which an answer or a report was lost: by the provider's list and its word on each phone.
 * Nothing is rung up again.
 */
@Injectable()
export class CallReconciliation {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly provider: CallProvider,
    private readonly reporting: CallReporting,
  ) {}

  /** Brings a call up to what the provider and its claim say of it; undefined for an unknown one. */
  async resolve(ctx: ClientCtx, callId: string): Promise<CallRow | undefined> {
    let call = await this.db.tx(ctx, (tx) => lockCall(tx, ctx.clientId, callId));
    if (!call || isOver(call.state)) return call;
    if (call.way === 'hand') return this.endByHand(ctx, call);
    for (const leg of ['agent', 'customer', 'third'] as const) {
      call = await this.resolveLeg(ctx, call, leg);
      if (isOver(call.state)) return call;
    }
    const isLate = ctx.now.getTime() - call.started_at.getTime() > connectWithinMs;
    if (call.way === 'browser' && call.agent_sid === null && isLate)
      call = await this.note(ctx, call, '', ours(ctx, 'failed', 'not_connected'));
    // The next look is a while off, also where the call is fine.
    const next = new Date(ctx.now.getTime() + lookEveryMs - settleMs);
    await this.db.tx(ctx, (tx) => noteLook(tx, ctx.clientId, callId, next));
    return call;
  }

  /** A call dialled by hand is over with the claim that it was made under, unless the agent said so before. */
  private endByHand(ctx: ClientCtx, call: CallRow): Promise<CallRow> {
    return this.db.tx(ctx, async (tx) => {
      await noteLook(tx, ctx.clientId, call.id, ctx.now);
      const endedAt = await claimEndOf(tx, ctx.clientId, call.claim_id);
      if (endedAt === null) return call;
      const at = endedAt > call.started_at ? endedAt : call.started_at;
      return this.reporting.report(ctx, tx, call, '', [{ leg: 'desk', status: 'ended', at }]);
    });
  }

  private async resolveLeg(ctx: ClientCtx, call: CallRow, leg: RungLeg): Promise<CallRow> {
    const { sid, askedAt } = legOf(call, leg);
    if (sid !== null) {
      const found = await this.provider.look(sid);
      return found === null ? call : this.note(ctx, call, sid, reportOf(leg, found, this.clock.now()));
    }
    if (askedAt === null) return call;
    const found = await this.provider.find(
      orderOf(ctx.clientId, call, leg),
      new Date(askedAt.getTime() - skewMs),
    );
    // While the provider can't be asked nothing is concluded.
    if (found === null) return call;
    const own = await this.bind(ctx, call, leg, found);
    if (own) return this.note(ctx, call, own.sid, reportOf(leg, own, this.clock.now()));
    if (ctx.now.getTime() - askedAt.getTime() < absentAfterMs) return call;
    if (leg !== 'third') return this.note(ctx, call, '', ours(ctx, 'failed', 'not_placed'));
    await this.db.tx(ctx, (tx) => setTransfer(tx, ctx.clientId, call.id, null));
    return { ...call, transfer: null };
  }

  /** The oldest of `found` that is no other call's. */
  private bind(
    ctx: ClientCtx,
    call: CallRow,
    leg: RungLeg,
    found: readonly FoundLeg[],
  ): Promise<FoundLeg | undefined> {
    const sids = found.map(({ sid }) => sid);
    return this.db.tx(ctx, async (tx) => {
      const known = await boundSids(tx, ctx.clientId, sids);
      const own = found.find(({ sid }) => !known.has(sid));
      return own && (await bindLeg(tx, ctx.clientId, call.id, leg, own)) ? own : undefined;
    });
  }

  private note(ctx: ClientCtx, call: CallRow, sid: string, reports: readonly NewReport[]): Promise<CallRow> {
    return this.db.tx(ctx, async (tx) => {
      const current = (await lockCall(tx, ctx.clientId, call.id)) ?? call;
      return this.reporting.report(ctx, tx, current, sid, reports);
    });
  }
}

function legOf(call: CallRow, leg: RungLeg): { sid: string | null; askedAt: Date | null } {
  if (leg === 'agent') return { sid: call.agent_sid, askedAt: call.agent_asked_at };
  if (leg === 'customer') return { sid: call.provider_id, askedAt: call.customer_asked_at };
  return { sid: call.third_sid, askedAt: call.transfer === null ? null : call.third_asked_at };
}

/** What the provider's word on a phone means; a completed call without its length says nothing yet. */
function reportOf(leg: RungLeg, found: FoundLeg, now: Date): NewReport[] {
  const { status, seconds } = found;
  if (status === 'completed' && seconds === null) return [];
  const at = isEnd(status) ? (found.endedAt ?? now) : found.startedAt;
  return [{ leg, status, at, seconds }];
}

function ours(ctx: ClientCtx, status: 'ended' | 'failed', reason: string): NewReport[] {
  return [{ leg: 'desk', status, at: ctx.now, reason }];
}

import { Injectable } from '@nestjs/common';
import { Clock, Database, type ClientCtx, type Ctx } from '#platform';
import { CallProvider } from './call-provider.js';
import { CallReconciliation } from './call-reconciliation.service.js';
import { CallReporting, type NewReport } from './call-reporting.service.js';
import { callFail } from './call.errors.js';
import { lockCall, ownReports, type CallRow } from './call.queries.js';
import { isOver } from './call.states.js';
import { Claims } from './claims.service.js';

/** A call that the caller may act on, with the phones that are on it. */
export interface CallInHand {
  readonly ctx: ClientCtx;
  readonly call: CallRow;
}

/** A call on which both are talking. */
export interface Conversation extends CallInHand {
  readonly room: string;
  readonly customer: string;
}

/** Who may act on a call, and putting its customer on hold. */
@Injectable()
export class CallHolding {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly claims: Claims,
    private readonly provider: CallProvider,
    private readonly reporting: CallReporting,
    private readonly reconciliation: CallReconciliation,
  ) {}

  /**
   * The call, for whoever holds an item of its case: the agent who made it, and to `end` it the next one too. Raises
   * `desk.claim_lost`, `desk.call_unknown`.
   */
  async require(
    ctx: Ctx,
    held: { readonly id: string; readonly token: string },
    callId: string,
    purpose: 'steer' | 'end' = 'steer',
  ): Promise<CallInHand> {
    return this.claims.within(ctx, held, async ({ ctx: scoped, tx, claim }) => {
      const call = await lockCall(tx, scoped.clientId, callId);
      const isTheirs = call && call.case_id === claim.case_id;
      if (!isTheirs || (purpose === 'steer' && call.agent_id !== claim.agent_id))
        throw callFail('desk.call_unknown');
      return { ctx: scoped, call };
    });
  }

  /** As `require`, for a call whose customer is on the line. Raises also `desk.call_state`. */
  async requireTalk(
    ctx: Ctx,
    held: { readonly id: string; readonly token: string },
    callId: string,
  ): Promise<Conversation> {
    const { ctx: scoped, call: found } = await this.require(ctx, held, callId);
    // Before anything is done to a phone it must be known which one it is.
    const isLost = found.provider_id === null && found.customer_asked_at !== null && !isOver(found.state);
    const call = isLost ? await this.reconciliation.resolve(scoped, callId) : found;
    if (!call?.provider_id || !call.room_sid || (call.state !== 'talking' && call.state !== 'held'))
      throw callFail('desk.call_state');
    return { ctx: scoped, call, room: call.room_sid, customer: call.provider_id };
  }

  /** The customer hears music; the time is summed. Raises `desk.call_provider` and what `requireTalk` raises. */
  hold(ctx: Ctx, held: { id: string; token: string }, callId: string, isHeld: boolean): Promise<CallRow> {
    return this.requireTalk(ctx, held, callId).then((talk) => this.set(talk, isHeld));
  }

  /** Puts the customer on hold or takes them off it. Raises `desk.call_provider`. */
  async set({ ctx, call, room, customer }: Conversation, isHeld: boolean): Promise<CallRow> {
    if (!(await this.provider.hold(room, customer, isHeld))) throw callFail('desk.call_provider');
    return this.note(ctx, call, {
      leg: 'customer',
      status: isHeld ? 'hold' : 'unhold',
      at: this.clock.now(),
    });
  }

  /** Keeps what we know by ourselves, each time it happens. */
  note(ctx: ClientCtx, call: CallRow, report: NewReport): Promise<CallRow> {
    return this.db.tx(ctx, async (tx) => {
      const current = (await lockCall(tx, ctx.clientId, call.id)) ?? call;
      const seq = await ownReports(tx, ctx.clientId, call.id);
      return this.reporting.report(ctx, tx, current, '', [{ ...report, seq }]);
    });
  }
}

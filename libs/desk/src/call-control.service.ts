import { Injectable } from '@nestjs/common';
import { Clock, type Ctx } from '#platform';
import { CallHolding, type CallInHand } from './call-holding.service.js';
import { CallProvider } from './call-provider.js';
import { CallReconciliation } from './call-reconciliation.service.js';
import type { CallOrder, CallView } from './call.schema.js';
import { isOver } from './call.states.js';
import { toCallView } from './call-view.js';

/** What an agent does to a call that goes on. */
@Injectable()
export class CallControl {
  constructor(
    private readonly clock: Clock,
    private readonly provider: CallProvider,
    private readonly holding: CallHolding,
    private readonly reconciliation: CallReconciliation,
  ) {}

  /** The customer hears music. Raises what `CallHolding.hold` raises, as the others. */
  async hold(ctx: Ctx, claimId: string, callId: string, { token }: CallOrder): Promise<CallView> {
    return toCallView(await this.holding.hold(ctx, { id: claimId, token }, callId, true));
  }

  async resume(ctx: Ctx, claimId: string, callId: string, { token }: CallOrder): Promise<CallView> {
    return toCallView(await this.holding.hold(ctx, { id: claimId, token }, callId, false));
  }

  /** Hangs up for everybody; a call that is over stays as it is. Whoever holds an item of the case may. */
  async end(ctx: Ctx, claimId: string, callId: string, { token }: CallOrder): Promise<CallView> {
    const inHand = await this.holding.require(ctx, { id: claimId, token }, callId, 'end');
    if (isOver(inHand.call.state)) return toCallView(inHand.call);
    if (inHand.call.way === 'hand') return toCallView(await this.conclude(inHand, 'ended', null));
    return toCallView(await this.hangUp(inHand));
  }

  private async hangUp(inHand: CallInHand): Promise<CallInHand['call']> {
    const { ctx } = inHand;
    // Phones of which nobody knows are found first, or they would ring on.
    const call = (await this.reconciliation.resolve(ctx, inHand.call.id)) ?? inHand.call;
    if (isOver(call.state)) return call;
    const sids = [call.provider_id, call.third_sid, call.agent_sid].filter((sid) => sid !== null);
    const isAsked = call.agent_asked_at !== null || call.customer_asked_at !== null;
    if (sids.length === 0 && !isAsked) return this.conclude({ ctx, call }, 'failed', 'cancelled');
    await Promise.all(sids.map((sid) => this.provider.hangUp(sid)));
    return (await this.reconciliation.resolve(ctx, call.id)) ?? call;
  }

  private conclude(
    { ctx, call }: CallInHand,
    status: 'ended' | 'failed',
    reason: string | null,
  ): Promise<CallInHand['call']> {
    return this.holding.note(ctx, call, { leg: 'desk', status, at: this.clock.now(), reason });
  }
}

import { Injectable } from '@nestjs/common';
import { Database, requireOperatorPermission, type Ctx } from '#platform';
import { AgentProfiles } from './agent-profiles.service.js';
import { CallGate } from './call-gate.service.js';
import { CallLaunch, type BegunCall } from './call-launch.service.js';
import { CallReconciliation, settleMs } from './call-reconciliation.service.js';
import { callFail } from './call.errors.js';
import { callableNumber } from './call-number.js';
import { callsOfAgent, lockLiveCall } from './call.queries.js';
import type { CallWay, Dial, DialledCall } from './call.schema.js';
import { Claims, type ClaimScope } from './claims.service.js';

/**
 * What one agent may call over the provider in 24 hours, over all clients: more than anybody can do in a day at 90 seconds a
 * contact, and less than a stolen session could cost.
 */
const callsPerDay = 300;
const talkSecondsPerDay = 8 * 3_600;
const dayMs = 86_400_000;

/** Ringing up the customer of the case in hand. */
@Injectable()
export class CallDialling {
  constructor(
    private readonly db: Database,
    private readonly claims: Claims,
    private readonly profiles: AgentProfiles,
    private readonly gate: CallGate,
    private readonly reconciliation: CallReconciliation,
    private readonly launch: CallLaunch,
  ) {}

  /**
   * Makes a call of the claim's agent to the claim's customer: in the browser the answer lets it connect, over the bridge the
   * agent's phone rings first, by hand the answer has the number. Asked twice it is one call. The call is a row before
   * anything rings. Raises `desk.claim_lost`, `desk.way_unavailable`, `desk.call_running` for a call about this case that
   * goes on another way or under another claim, `desk.calls_exhausted`, and what `CallGate.open` raises.
   */
  async dial(ctx: Ctx, claimId: string, { token, way }: Dial): Promise<DialledCall> {
    requireOperatorPermission(ctx, 'desk.work');
    const phone = await this.phoneFor(ctx, way);
    if (way !== 'hand') await this.requireRoom(ctx);
    const held = { id: claimId, token };
    const begin = (): Promise<BegunCall> =>
      this.claims.within(ctx, held, (scope) => this.begin(scope, way, phone));
    let begun = await begin();
    if (!begun.isNew && !(isSame(begun, claimId, way) && isSettled(begun))) {
      // What became of it comes before anything else: it may be over.
      await this.reconciliation.resolve(begun.ctx, begun.call.id);
      begun = await begin();
      if (!begun.isNew && !isSame(begun, claimId, way)) throw callFail('desk.call_running');
    }
    return this.launch.launch(ctx, held, begun);
  }

  /** The call that goes on about this case, or a new one. */
  private async begin(scope: ClaimScope, way: CallWay, phone: string | null): Promise<BegunCall> {
    const { ctx, tx, claim } = scope;
    const live = claim.case_id === null ? undefined : await lockLiveCall(tx, ctx.clientId, claim.case_id);
    if (live) return { ctx, call: live, isNew: false };
    const call = await this.gate.open(scope, way, phone);
    return { ctx, call, isNew: true };
  }

  /** The agent's own phone, where the bridge rings it. */
  private async phoneFor(ctx: Ctx, way: CallWay): Promise<string | null> {
    const { bridge, browser } = this.launch.offers;
    if ((way === 'bridge' && !bridge) || (way === 'browser' && !browser))
      throw callFail('desk.way_unavailable');
    if (way !== 'bridge') return null;
    const phone = (await this.profiles.own(ctx))?.phone ?? null;
    if (phone === null || callableNumber(phone)?.isEuropean !== true) throw callFail('desk.way_unavailable');
    return phone;
  }

  private async requireRoom(ctx: Ctx): Promise<void> {
    const since = new Date(ctx.now.getTime() - dayMs);
    const used = await this.db.tx({ ...ctx, clientId: null }, (tx) => callsOfAgent(tx, ctx.actor.id, since));
    if (used.calls >= callsPerDay || used.seconds >= talkSecondsPerDay)
      throw callFail('desk.calls_exhausted');
  }
}

function isSame({ call }: BegunCall, claimId: string, way: CallWay): boolean {
  return call.claim_id === claimId && call.way === way;
}

/** Whether nothing of it is open for longer than an answer takes. */
function isSettled({ ctx, call }: BegunCall): boolean {
  const { agent_asked_at: askedAt, agent_sid: sid } = call;
  return askedAt === null || sid !== null || ctx.now.getTime() - askedAt.getTime() < settleMs;
}

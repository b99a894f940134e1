import { Injectable } from '@nestjs/common';
import { Database, type Ctx } from '#platform';
import { CallFollowing } from './call-following.service.js';
import { CallHolding, type Conversation } from './call-holding.service.js';
import { CallPermission } from './call-permission.js';
import { CallRecording } from './call-recording.service.js';
import { CallRinging } from './call-ringing.service.js';
import { callFail } from './call.errors.js';
import { callableNumber } from './call-number.js';
import { askThird, leadPhone, lockCall } from './call.queries.js';
import type { CallView, Transfer, TransferTarget } from './call.schema.js';
import { toCallView } from './call-view.js';

/** Handing a customer on to a team lead or to the client's own line. */
@Injectable()
export class CallTransfers {
  constructor(
    private readonly db: Database,
    private readonly permission: CallPermission,
    private readonly ringing: CallRinging,
    private readonly holding: CallHolding,
    private readonly recording: CallRecording,
    private readonly following: CallFollowing,
  ) {}

  /**
   * `warm`: the customer is held, the third person is rung up and talks to the agent; `resume` brings all three together;
   * `complete` lets the agent go. `cold`: the agent goes at once, the customer is held until the third person answers.
   * A recording is paused first, for the customer has not consented to recording the third person. Raises
   * `desk.transfer_target`, `desk.call_state`, `desk.call_provider`.
   */
  async transfer(ctx: Ctx, claimId: string, callId: string, order: Transfer): Promise<CallView> {
    const talk = await this.holding.requireTalk(ctx, { id: claimId, token: order.token }, callId);
    if (order.mode === 'complete') return toCallView(await this.following.complete(talk));
    const { transfer, agent_sid: agentSid } = talk.call;
    if (transfer !== null || agentSid === null) throw callFail('desk.call_state');
    const number = await this.numberOf(talk, order.to);
    await this.recording.pause(talk);
    await this.holding.set(talk, true);
    return toCallView(await this.begin(talk, number, order.mode));
  }

  private async begin(
    talk: Conversation,
    number: string,
    mode: 'warm' | 'cold',
  ): Promise<Conversation['call']> {
    const { ctx, call } = talk;
    const asked = await this.db.tx(ctx, async (tx) => {
      const current = await lockCall(tx, ctx.clientId, call.id);
      if (current?.transfer !== null) throw callFail('desk.call_state');
      await askThird(tx, ctx.clientId, call.id, { number, mode, at: ctx.now });
      return lockCall(tx, ctx.clientId, call.id);
    });
    if (asked) await this.ringing.ring(ctx, asked, 'third');
    return (await this.following.follow(ctx, call.id)) ?? call;
  }

  private async numberOf({ ctx, call }: Conversation, to: TransferTarget): Promise<string> {
    const number =
      to.kind === 'team_lead'
        ? await this.db.tx({ ...ctx, clientId: null }, (tx) => leadPhone(tx, to.agentId, ctx.clientId))
        : await this.db.tx(ctx, async (tx) => {
            const country = callableNumber(call.number)?.country ?? '';
            return (await this.permission.lineFor(ctx, tx, country))?.connectTo ?? null;
          });
    if (number === null || callableNumber(number) === null) throw callFail('desk.transfer_target');
    return number;
  }
}

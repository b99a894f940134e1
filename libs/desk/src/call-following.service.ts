import { Injectable } from '@nestjs/common';
import { Cases } from '#cases';
import { Database, type ClientCtx } from '#platform';
import { CallHolding, type Conversation } from './call-holding.service.js';
import { CallProvider } from './call-provider.js';
import { callFail } from './call.errors.js';
import { lockCall, reportsOf, setTransfer, type CallRow } from './call.queries.js';
import { isEnd, isOver } from './call.states.js';
import { WorkItems } from './work-items.service.js';

interface Third {
  readonly hasAnswered: boolean;
  readonly isGone: boolean;
}

/** What follows from how the third person of a transfer took it. */
@Injectable()
export class CallFollowing {
  constructor(
    private readonly db: Database,
    private readonly cases: Cases,
    private readonly workItems: WorkItems,
    private readonly provider: CallProvider,
    private readonly holding: CallHolding,
  ) {}

  /**
   * Takes a transfer as far as it has come; may be repeated. Nobody took a cold one: the customer is let go, and called back.
   * Undefined for an unknown call.
   */
  async follow(ctx: ClientCtx, callId: string): Promise<CallRow | undefined> {
    const { call, third } = await this.read(ctx, callId);
    if (!call || isOver(call.state) || call.transfer === null || call.transfer === 'done') return call;
    const talk = conversationOf(ctx, call);
    if (!talk) return call;
    if (third.isGone) return this.giveUp(talk, third);
    if (call.transfer === 'warm' || call.third_sid === null) return call;
    await this.letAgentGo(talk);
    return third.hasAnswered ? this.join(talk, call.third_sid) : call;
  }

  /** The agent leaves a warm transfer. Raises `desk.call_state` while nobody has taken it, and `desk.call_provider`. */
  async complete(talk: Conversation): Promise<CallRow> {
    const { call, third } = await this.read(talk.ctx, talk.call.id);
    const isReady = call?.transfer === 'warm' && third.hasAnswered && !third.isGone;
    if (!isReady || call.third_sid === null) throw callFail('desk.call_state');
    const joined = await this.join({ ...talk, call }, call.third_sid);
    await this.letAgentGo(talk);
    return joined;
  }

  /** Customer and third person talk, and the call is over when either leaves. */
  private async join(talk: Conversation, thirdSid: string): Promise<CallRow> {
    const { ctx, call, room } = talk;
    if (!(await this.provider.bind(room, thirdSid, true))) throw callFail('desk.call_provider');
    const row = call.state === 'held' ? await this.holding.set(talk, false) : call;
    await this.db.tx(ctx, (tx) => setTransfer(tx, ctx.clientId, call.id, 'done'));
    return { ...row, transfer: 'done' };
  }

  private async letAgentGo({ call, room }: Conversation): Promise<void> {
    const { agent_sid: sid } = call;
    if (sid === null || !(await this.provider.bind(room, sid, false))) return;
    await this.provider.hangUp(sid);
  }

  private async giveUp({ ctx, call, customer }: Conversation, third: Third): Promise<CallRow> {
    const isAlone = call.transfer === 'cold' && !third.hasAnswered;
    await this.db.tx(ctx, async (tx) => {
      await setTransfer(tx, ctx.clientId, call.id, null);
      if (isAlone) await this.callBack(ctx, tx, call);
    });
    if (isAlone) await this.provider.hangUp(customer);
    return { ...call, transfer: null };
  }

  private async callBack(
    ctx: ClientCtx,
    tx: Parameters<WorkItems['queue']>[1],
    { id: subjectId, case_id: caseId }: CallRow,
  ): Promise<void> {
    const [record] = await this.cases.load(ctx, tx, [caseId]);
    if (!record) return;
    await this.workItems.queue(ctx, tx, [
      { kind: 'callback', caseId, subjectId, reason: 'transfer_unanswered', language: record.language },
    ]);
  }

  private read(ctx: ClientCtx, callId: string): Promise<{ call: CallRow | undefined; third: Third }> {
    return this.db.tx(ctx, async (tx) => {
      const call = await lockCall(tx, ctx.clientId, callId);
      const reports = call ? await reportsOf(tx, ctx.clientId, callId, call.third_sid) : [];
      const ofThird = reports.filter(({ leg }) => leg === 'third').map(({ status }) => status);
      return {
        call,
        third: { hasAnswered: ofThird.includes('in-progress'), isGone: ofThird.some(isEnd) },
      };
    });
  }
}

function conversationOf(ctx: ClientCtx, call: CallRow): Conversation | null {
  const { room_sid: room, provider_id: customer } = call;
  return room === null || customer === null ? null : { ctx, call, room, customer };
}

import { Injectable } from '@nestjs/common';
import { Cases } from '#cases';
import type { ClientCtx, Tx } from '#platform';
import { CallPermission } from './call-permission.js';
import { insertReports, lockCall, moveCall, reportsOf, type CallRow } from './call.queries.js';
import { isForward, isOver, progressOf, type CallReport } from './call.states.js';

export type NewReport = Pick<CallReport, 'leg' | 'status' | 'at'> & Partial<CallReport>;

/** Keeps what is known of a call and moves it on accordingly. */
@Injectable()
export class CallReporting {
  constructor(
    private readonly cases: Cases,
    private readonly permission: CallPermission,
  ) {}

  /**
   * Keeps reports about a call that is locked in `tx`, and works its state out anew from all there are: repeats change
   * nothing and any order ends the same. `sid` is the provider's id of the phone, or empty for what we concluded ourselves.
   * With the end of the call its recording is over, its timeline says how it went, and a call that reached no phone gives back
   * what it used of the customer's budget. Returns the call as it is then.
   */
  async report(
    ctx: ClientCtx,
    tx: Tx,
    call: CallRow,
    sid: string,
    reports: readonly NewReport[],
  ): Promise<CallRow> {
    const whole = reports.map((one): CallReport => ({ seq: 0, seconds: null, reason: null, ...one }));
    if ((await insertReports(tx, ctx.clientId, call.id, sid, whole, ctx.now)) === 0) return call;
    const progress = progressOf(await reportsOf(tx, ctx.clientId, call.id), {
      startedAt: call.started_at,
      isCustomerAsked: call.customer_asked_at !== null,
    });
    if (!isForward(call.state, progress.state)) return call;
    await moveCall(tx, ctx.clientId, call, progress);
    if (isOver(progress.state) && !isOver(call.state)) await this.conclude(ctx, tx, call, progress);
    return (await lockCall(tx, ctx.clientId, call.id)) ?? call;
  }

  private async conclude(
    ctx: ClientCtx,
    tx: Tx,
    { id, case_id: caseId, customer_id: customerId, way }: CallRow,
    { state, reason, talkSeconds, heldSeconds }: ReturnType<typeof progressOf>,
  ): Promise<void> {
    const detail = { callId: id, way, reason, seconds: talkSeconds, heldSeconds };
    await this.cases.addEvents(ctx, tx, [{ caseId, kind: `call.${state}`, detail }]);
    if (state === 'failed') await this.permission.giveBack(ctx, tx, { customerId, callId: id });
  }
}

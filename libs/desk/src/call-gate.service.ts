import { Injectable } from '@nestjs/common';
import { newId } from '#platform';
import { Cases, type CaseRecord } from '#cases';
import { Clients, type Client } from '#clients';
import { callFail } from './call.errors.js';
import { callHoursOf, nextCallHours } from './call-hours.js';
import { callableNumber, type CallableNumber } from './call-number.js';
import { CallPermission, type CallRefusal } from './call-permission.js';
import { callCounts, insertCall, lockCall, type CallRow } from './call.queries.js';
import type { CallWay } from './call.schema.js';
import type { ClaimScope } from './claims.service.js';
import { deskSettings } from './desk-settings.js';

const numberWindowMs = 7 * 86_400_000;

const refusals = {
  suppressed: 'desk.number_suppressed',
  budget: 'desk.call_budget',
  spend_cap: 'desk.call_spend_cap',
} as const satisfies Record<CallRefusal, string>;

/** What every call passes at the moment of dialling. */
@Injectable()
export class CallGate {
  constructor(
    private readonly cases: Cases,
    private readonly clients: Clients,
    private readonly permission: CallPermission,
  ) {}

  /**
   * Makes the call a row, if the customer of the case in hand may be rung up now: a plain number that is not suppressed, within
   * the hours of the client where the customer lives, within the caps of the client and the customer's budget, which the call
   * uses up when `tx` commits. `phone` is the agent's own, where that rings first. Raises `desk.number_missing`,
   * `desk.number_unfit`, `desk.number_suppressed`, `desk.call_hours`, `desk.call_cap`, `desk.call_budget`,
   * `desk.call_spend_cap`, `desk.way_unavailable`.
   */
  async open(scope: ClaimScope, way: CallWay, phone: string | null): Promise<CallRow> {
    const { ctx, tx, claim } = scope;
    const client = await this.clients.current(ctx);
    const [record] = claim.case_id === null ? [] : await this.cases.load(ctx, tx, [claim.case_id]);
    if (!record?.customer.phone) throw callFail('desk.number_missing');
    const to = callableNumber(record.customer.phone);
    if (!to) throw callFail('desk.number_unfit');
    const line = way === 'hand' ? null : await this.lineFor(scope, client, to);
    this.requireOpen(scope, client, record);
    await this.requireRoom(scope, client, to.number, record.id);
    const callId = newId();
    const refusal = await this.permission.take(ctx, tx, client, {
      callId,
      customerId: record.customer.id,
      number: to.number,
      country: to.country,
      isCarried: way !== 'hand',
      isAsked: claim.kind === 'callback',
    });
    if (refusal !== null) throw callFail(refusals[refusal]);
    await insertCall(tx, ctx.clientId, {
      id: callId,
      claim_id: claim.id,
      case_id: record.id,
      customer_id: record.customer.id,
      agent_id: claim.agent_id,
      way,
      number: to.number,
      country: record.country ?? to.country,
      line,
      agent_number: phone,
      agent_asked_at: way === 'bridge' ? ctx.now : null,
      started_at: ctx.now,
    });
    await this.cases.addEvents(ctx, tx, [
      { caseId: record.id, kind: 'call.dialled', detail: { callId, way } },
    ]);
    const call = await lockCall(tx, ctx.clientId, callId);
    if (!call) throw new Error('a new call is not there');
    return call;
  }

  private async lineFor({ ctx, tx }: ClaimScope, client: Client, to: CallableNumber): Promise<string> {
    const line = await this.permission.lineFor(ctx, tx, to.country);
    const from = line?.from ?? deskSettings(client).callerLine;
    if (from === null) throw callFail('desk.way_unavailable');
    // A number far away may ring at a price that nobody has looked at, unless the client has a line for that country.
    if (!to.isEuropean && line?.isOwn !== true) throw callFail('desk.number_unfit');
    return from;
  }

  private requireOpen({ ctx }: ClaimScope, client: Client, record: CaseRecord): void {
    const open = nextCallHours(callHoursOf(client, record), ctx.now);
    if (open === null || open.opensAt > ctx.now) throw callFail('desk.call_hours');
  }

  private async requireRoom(
    { ctx, tx }: ClaimScope,
    client: Client,
    number: string,
    caseId: string,
  ): Promise<void> {
    const { callCapPerNumber, callCapPerCase } = deskSettings(client);
    const since = new Date(ctx.now.getTime() - numberWindowMs);
    const { ofNumber, ofCase } = await callCounts(tx, ctx.clientId, { number, caseId, since });
    if (ofNumber >= callCapPerNumber || ofCase >= callCapPerCase) throw callFail('desk.call_cap');
  }
}

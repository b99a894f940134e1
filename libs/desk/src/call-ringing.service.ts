import { Injectable } from '@nestjs/common';
import { Database, log, type ClientCtx } from '#platform';
import { CallProvider, type LegOrder, type RungLeg } from './call-provider.js';
import { CallReporting } from './call-reporting.service.js';
import { bindLeg, lockCall, setTransfer, type CallRow } from './call.queries.js';
import { isOver } from './call.states.js';

/** How a phone of a call is rung up. */
export function orderOf(clientId: string, call: CallRow, leg: RungLeg): LegOrder {
  const numbers = { agent: call.agent_number, customer: call.number, third: call.third_number };
  return { clientId, callId: call.id, leg, to: numbers[leg] ?? '', from: call.line ?? '' };
}

/** Rings phones up. Nothing here is repeated: what was not answered for is looked for, never asked for again. */
@Injectable()
export class CallRinging {
  constructor(
    private readonly db: Database,
    private readonly provider: CallProvider,
    private readonly reporting: CallReporting,
  ) {}

  /**
   * Rings up a phone of a call of which it is noted and committed that it is being asked for. Refused, the call has failed, or
   * the transfer. Returns the call as it is then.
   */
  async ring(ctx: ClientCtx, call: CallRow, leg: RungLeg): Promise<CallRow> {
    const answer = await this.provider.ring(orderOf(ctx.clientId, call, leg));
    if (answer.result === 'unknown') log.warn({ callId: call.id, leg, code: answer.code }, 'call unknown');
    const { row, isOurs } = await this.db.tx(ctx, async (tx) => {
      const isBound = answer.result !== 'placed' || (await bindLeg(tx, ctx.clientId, call.id, leg, answer));
      const current = (await lockCall(tx, ctx.clientId, call.id)) ?? call;
      if (answer.result !== 'refused') return { row: current, isOurs: isBound };
      if (leg === 'third') {
        await setTransfer(tx, ctx.clientId, call.id, null);
        return { row: { ...current, transfer: null }, isOurs: true };
      }
      const failed = { leg: 'desk', status: 'failed', at: ctx.now, reason: answer.code } as const;
      return { row: await this.reporting.report(ctx, tx, current, '', [failed]), isOurs: true };
    });
    // Ended, or somebody else's, while it was being rung up.
    if (answer.result === 'placed' && (!isOurs || isOver(row.state))) await this.provider.hangUp(answer.sid);
    return row;
  }
}

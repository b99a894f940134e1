import { Injectable } from '@nestjs/common';
import type { ClientCtx, Tx } from '#platform';
import { CallProvider } from './call-provider.js';
import { callsOfCase } from './call.queries.js';
import { callWays, type CallView, type CallWay } from './call.schema.js';
import { toCallView } from './call-view.js';

/** Which calls there were, and how new ones can be made. */
@Injectable()
export class CallList {
  constructor(private readonly provider: CallProvider) {}

  /** The ways that agents can take; by hand is always one. */
  ways(): CallWay[] {
    const offers = { ...this.provider.offers, hand: true };
    return callWays.filter((way) => offers[way]);
  }

  /** All calls about a case, whoever made them, oldest first; one that goes on stays with the case when its claim is lost. */
  async ofCase(ctx: ClientCtx, tx: Tx, caseId: string): Promise<CallView[]> {
    return (await callsOfCase(tx, ctx.clientId, caseId)).map(toCallView);
  }
}

import { Injectable } from '@nestjs/common';
import { Clients } from '#clients';
import { Database, type ClientCtx, type Ctx } from '#platform';
import { CallProvider } from './call-provider.js';
import { CallReporting } from './call-reporting.service.js';
import { CallRinging } from './call-ringing.service.js';
import { lockCall, type CallRow } from './call.queries.js';
import type { DialledCall } from './call.schema.js';
import { isOver } from './call.states.js';
import { toCallView } from './call-view.js';
import { deskSettings } from './desk-settings.js';
import { recordingConsentFor } from './recording-consent.js';
import { Reveals } from './reveals.service.js';

/** A call that is a row. */
export interface BegunCall {
  readonly ctx: ClientCtx;
  readonly call: CallRow;
  readonly isNew: boolean;
}

/** What each way of calling needs once the call is a row: a phone that rings, a token, the number shown. */
@Injectable()
export class CallLaunch {
  constructor(
    private readonly db: Database,
    private readonly clients: Clients,
    private readonly provider: CallProvider,
    private readonly ringing: CallRinging,
    private readonly reporting: CallReporting,
    private readonly reveals: Reveals,
  ) {}

  get offers(): CallProvider['offers'] {
    return this.provider.offers;
  }

  /** Raises `desk.reveals_exhausted` by hand; then there was no call. */
  async launch(
    ctx: Ctx,
    held: { readonly id: string; readonly token: string },
    begun: BegunCall,
  ): Promise<DialledCall> {
    const { ctx: scoped, isNew } = begun;
    let { call } = begun;
    if (call.way === 'hand' && isNew) await this.reveal(ctx, held, begun);
    if (call.way === 'bridge' && isNew) call = await this.ringing.ring(scoped, call, 'agent');
    const { recording } = deskSettings(await this.clients.current(scoped));
    return {
      ...toCallView(call),
      ...(call.way === 'hand' ? { number: call.number } : {}),
      ...(call.way === 'browser' && !isOver(call.state)
        ? { accessToken: this.provider.browserToken(scoped.clientId, call.id) }
        : {}),
      recordingConsent: call.way === 'hand' ? 'never' : recordingConsentFor(recording, call.country),
    };
  }

  private async reveal(ctx: Ctx, held: { id: string; token: string }, begun: BegunCall): Promise<void> {
    const { ctx: scoped, call } = begun;
    try {
      const request = { token: held.token, field: 'phone', reason: 'dialled by hand' } as const;
      await this.reveals.reveal(ctx, held.id, request, true);
    } catch (error) {
      await this.db.tx(scoped, async (tx) => {
        const current = (await lockCall(tx, scoped.clientId, call.id)) ?? call;
        const failed = { leg: 'desk', status: 'failed', at: scoped.now, reason: 'number_not_shown' } as const;
        await this.reporting.report(scoped, tx, current, '', [failed]);
      });
      throw error;
    }
  }
}

import { Injectable } from '@nestjs/common';
import { Clients } from '#clients';
import { Database, type Ctx } from '#platform';
import { CallHolding, type Conversation } from './call-holding.service.js';
import { CallProvider } from './call-provider.js';
import { callFail } from './call.errors.js';
import { noteConsent, setRecording, type CallRow } from './call.queries.js';
import type { CallView, RecordingOrder } from './call.schema.js';
import { toCallView } from './call-view.js';
import { deskSettings } from './desk-settings.js';
import { isConsented, recordingConsentFor } from './recording-consent.js';

/** Recording of a call: off unless the client has agreed to it and the customer has consented to it. */
@Injectable()
export class CallRecording {
  constructor(
    private readonly db: Database,
    private readonly clients: Clients,
    private readonly provider: CallProvider,
    private readonly holding: CallHolding,
  ) {}

  /**
   * Starts, pauses (while bank data is spoken), resumes, stops. A start notes the consent and commits it before anything is
   * recorded. What may be recording says that it is: on before it starts, paused and off after the provider said so. Raises
   * `desk.recording_off`, `desk.recording_consent`, `desk.call_state`, `desk.call_provider`.
   */
  async act(ctx: Ctx, claimId: string, callId: string, order: RecordingOrder): Promise<CallView> {
    const talk = await this.holding.requireTalk(ctx, { id: claimId, token: order.token }, callId);
    const recording = await this.perform(talk, order);
    return toCallView({ ...talk.call, recording });
  }

  /** Pauses what is being recorded. Raises `desk.call_provider`. */
  async pause(talk: Conversation): Promise<void> {
    if (talk.call.recording === 'on') await this.quieten(talk, 'pause', 'on', 'paused');
  }

  private async perform(talk: Conversation, order: RecordingOrder): Promise<CallRow['recording']> {
    const from = talk.call.recording;
    switch (order.action) {
      case 'start':
        return this.start(talk, order.consent);
      case 'resume':
        await this.requireOn(talk);
        return this.sound(talk, 'resume', 'paused');
      case 'pause':
        return this.quieten(talk, 'pause', 'on', 'paused');
      case 'stop':
        if (from === 'off') throw callFail('desk.call_state');
        return this.quieten(talk, 'stop', from, 'off');
    }
  }

  private async start(talk: Conversation, consent: RecordingOrder['consent']): Promise<CallRow['recording']> {
    const { ctx, call } = talk;
    const needed = await this.requireOn(talk);
    if (!isConsented(needed, consent) || consent === null) throw callFail('desk.recording_consent');
    await this.db.tx(ctx, (tx) => noteConsent(tx, ctx.clientId, call.id, consent, ctx.now));
    return this.sound(talk, 'start', 'off');
  }

  private async requireOn({ ctx, call }: Conversation): Promise<ReturnType<typeof recordingConsentFor>> {
    const { recording } = deskSettings(await this.clients.current(ctx));
    const needed = recordingConsentFor(recording, call.country);
    if (needed === 'never') throw callFail('desk.recording_off');
    return needed;
  }

  private async sound(
    { ctx, call, customer }: Conversation,
    action: 'start' | 'resume',
    from: 'off' | 'paused',
  ): Promise<CallRow['recording']> {
    const set = (a: CallRow['recording'], b: CallRow['recording']): Promise<boolean> =>
      this.db.tx(ctx, (tx) => setRecording(tx, ctx.clientId, call.id, a, b));
    if (!(await set(from, 'on'))) throw callFail('desk.call_state');
    if ((await this.provider.record(customer, action)) !== 'refused') return 'on';
    await set('on', from);
    throw callFail('desk.call_provider');
  }

  private async quieten(
    { ctx, call, customer }: Conversation,
    action: 'pause' | 'stop',
    from: 'on' | 'paused',
    to: 'paused' | 'off',
  ): Promise<CallRow['recording']> {
    if (call.recording !== from) throw callFail('desk.call_state');
    if ((await this.provider.record(customer, action)) !== 'done') throw callFail('desk.call_provider');
    await this.db.tx(ctx, (tx) => setRecording(tx, ctx.clientId, call.id, from, to));
    return to;
  }
}

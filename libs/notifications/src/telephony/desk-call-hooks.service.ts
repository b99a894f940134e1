import { Inject, Injectable } from '@nestjs/common';
import { Clock, ENV, type Env } from '#platform';
import { CallHearing, type CallPlace } from '#desk';
import { answeredCallSchema, phoneReportSchema, roomReportSchema } from './desk-call-hook.schema.js';
import { joinRoom } from './desk-call-twiml.js';
import { callOfIdentity } from './desk-call-urls.js';
import { publicUrlOf } from './hook-urls.js';
import { isMachine } from './provider-status.js';
import { hangUp } from './spoken-message.js';
import { TelephonyHooks, type TwilioHook } from './telephony-hooks.service.js';
import { fail } from './telephony.errors.js';

/** Events of a room that change a phone's state, in the words of its reports. */
const holds: Readonly<Record<string, string>> = {
  'participant-hold': 'hold',
  'participant-unhold': 'unhold',
};

/** What Twilio asks and reports of agents' calls. All raise `hook.forged` and `hook.unknown`. */
@Injectable()
export class DeskCallHooks {
  constructor(
    private readonly hooks: TelephonyHooks,
    private readonly hearing: CallHearing,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** The agent's phone was answered: TwiML into the call's room, where the customer is rung up. */
  async answered(place: CallPlace, hook: TwilioHook): Promise<string> {
    this.hooks.requireGenuine(hook);
    const asked = answeredCallSchema.safeParse(hook.form);
    if (!asked.success) throw fail('hook.unknown');
    const { CallSid: sid, AnsweredBy: by } = asked.data;
    return this.join(place, { way: 'bridge', sid, isMachine: isMachine(by) });
  }

  /** A browser connected: the same, for the one call that its access token names. Nothing else that it says is read. */
  async connected(hook: TwilioHook): Promise<string> {
    this.hooks.requireGenuine(hook);
    const asked = answeredCallSchema.safeParse(hook.form);
    const place = asked.success ? callOfIdentity(asked.data.From) : null;
    if (!asked.success || place === null) throw fail('hook.unknown');
    return this.join(place, { way: 'browser', sid: asked.data.CallSid, isMachine: false });
  }

  async phone(place: CallPlace, leg: 'agent' | 'customer' | 'third', hook: TwilioHook): Promise<void> {
    this.hooks.requireGenuine(hook);
    const report = phoneReportSchema.safeParse(hook.form);
    if (!report.success) throw fail('hook.unknown');
    const { CallSid: sid, CallStatus: status, CallDuration: duration, Timestamp: at } = report.data;
    const isKnown = await this.hearing.heard(
      place,
      { leg, sid, roomSid: null },
      { status, at: at ?? this.clock.now(), seconds: status === 'completed' ? duration : null },
    );
    if (!isKnown) throw fail('hook.unknown');
  }

  /** Events of the room; those of phones that are not on the call change nothing. */
  async room(place: CallPlace, hook: TwilioHook): Promise<void> {
    this.hooks.requireGenuine(hook);
    const report = roomReportSchema.safeParse(hook.form);
    if (!report.success) throw fail('hook.unknown');
    const { CallSid: sid, StatusCallbackEvent: event, ConferenceSid: roomSid } = report.data;
    const status = holds[event];
    const leg = sid === null ? null : await this.hearing.legOf(place, sid);
    if (sid === null || status === undefined || leg === null) return;
    const { SequenceNumber: seq, Timestamp: at } = report.data;
    await this.hearing.heard(
      place,
      { leg, sid, roomSid },
      { status, at: at ?? this.clock.now(), seq: seq ?? 0 },
    );
  }

  private async join(
    place: CallPlace,
    agent: { way: 'bridge' | 'browser'; sid: string; isMachine: boolean },
  ): Promise<string> {
    const next = await this.hearing.agentAnswered(place, agent);
    if (next === null) throw fail('hook.unknown');
    return next === 'join' ? joinRoom(publicUrlOf(this.env), place.clientId, place.callId) : hangUp();
  }
}

import twilio from 'twilio';
import { CallProvider, type FoundLeg, type LegAnswer, type LegOrder, type RecordingAction } from '#desk';
import { longestCall, roomEvents } from './desk-call-twiml.js';
import { deskCallUrl, identityOf, roomOf } from './desk-call-urls.js';
import { ProviderRefusal } from './telephony-provider.js';
import { TwilioHttp } from './twilio-http.js';
import type { TwilioAccess } from './twilio-provider.js';

/** How long phones ring, in seconds: an agent waits for the call, a customer has to find the phone. */
const ringFor = { agent: 20, customer: 40, third: 25 } as const;
/** A browser must connect with its token within so many seconds; a call that goes on needs it no more. */
const tokenSeconds = 600;
const lookThrough = 100;

/** What lets browsers call. */
export interface BrowserAccess {
  readonly keySid: string;
  readonly keySecret: string;
  readonly appSid: string;
}

/** Agents' calls over Twilio: both phones are participants of a conference. */
export class TwilioDeskCalls extends CallProvider {
  readonly offers: { readonly bridge: boolean; readonly browser: boolean };
  private readonly client: twilio.Twilio;

  constructor(
    private readonly access: TwilioAccess,
    private readonly browser: BrowserAccess | null,
  ) {
    super();
    this.offers = { bridge: true, browser: browser !== null };
    this.client = twilio(access.accountSid, access.authToken, { httpClient: new TwilioHttp(access.baseUrl) });
  }

  async ring(order: LegOrder): Promise<LegAnswer> {
    try {
      return order.leg === 'agent' ? await this.ringAgent(order) : await this.invite(order, order.leg);
    } catch (error) {
      // Twilio took it or not; what it answered could not be read.
      if (!(error instanceof ProviderRefusal)) return { result: 'unknown', code: 'twilio_unreadable' };
      // Deferred was not heard or not taken; nobody waits here for a better moment.
      return { result: error.kind === 'unknown' ? 'unknown' : 'refused', code: error.code };
    }
  }

  async find({ to, from }: LegOrder, since: Date): Promise<FoundLeg[] | null> {
    const found = await orNull(this.client.calls.list({ to, from, pageSize: 100, limit: lookThrough }));
    return (
      found
        ?.filter((call) => call.dateCreated >= since && call.direction !== 'inbound')
        .toSorted((a, b) => a.dateCreated.getTime() - b.dateCreated.getTime())
        .map(toFound) ?? null
    );
  }

  async look(sid: string): Promise<FoundLeg | null> {
    const call = await orNull(this.client.calls(sid).fetch());
    return call && toFound(call);
  }

  hold(roomSid: string, sid: string, isHeld: boolean): Promise<boolean> {
    // Without a HoldUrl of ours Twilio plays its own music.
    return isDone(this.client.conferences(roomSid).participants(sid).update({ hold: isHeld }));
  }

  bind(roomSid: string, sid: string, endsCall: boolean): Promise<boolean> {
    return isDone(
      this.client.conferences(roomSid).participants(sid).update({ endConferenceOnExit: endsCall }),
    );
  }

  hangUp(sid: string): Promise<boolean> {
    return isDone(this.client.calls(sid).update({ status: 'completed' }));
  }

  async record(sid: string, action: RecordingAction): Promise<'done' | 'refused' | 'unknown'> {
    const current = () => this.client.calls(sid).recordings('Twilio.CURRENT');
    try {
      if (action === 'start') await this.client.calls(sid).recordings.create({ recordingChannels: 'dual' });
      // Skipped, not replaced by silence: not even the length of what was said is kept.
      else if (action === 'pause') await current().update({ status: 'paused', pauseBehavior: 'skip' });
      else if (action === 'resume') await current().update({ status: 'in-progress' });
      else await current().update({ status: 'stopped' });
      return 'done';
    } catch (error) {
      return error instanceof ProviderRefusal && error.kind !== 'unknown' ? 'refused' : 'unknown';
    }
  }

  browserToken(clientId: string, callId: string): string {
    if (this.browser === null) throw new Error('browsers can not call');
    const { keySid, keySecret, appSid } = this.browser;
    const token = new twilio.jwt.AccessToken(this.access.accountSid, keySid, keySecret, {
      identity: identityOf(clientId, callId),
      ttl: tokenSeconds,
    });
    token.addGrant(
      new twilio.jwt.AccessToken.VoiceGrant({ outgoingApplicationSid: appSid, incomingAllow: false }),
    );
    return token.toJwt();
  }

  private async ringAgent({ clientId, callId, to, from }: LegOrder): Promise<LegAnswer> {
    const { publicUrl } = this.access;
    const made = await this.client.calls.create({
      to,
      from,
      url: deskCallUrl(publicUrl, clientId, callId, 'answer'),
      method: 'POST',
      statusCallback: deskCallUrl(publicUrl, clientId, callId, 'phones/agent'),
      statusCallbackMethod: 'POST',
      statusCallbackEvent: ['ringing', 'answered', 'completed'],
      // An agent's voicemail must not be connected to a customer.
      machineDetection: 'Enable',
      timeout: ringFor.agent,
      timeLimit: longestCall,
      record: false,
    });
    return { result: 'placed', sid: made.sid, roomSid: null };
  }

  private async invite(
    { clientId, callId, to, from }: LegOrder,
    leg: 'customer' | 'third',
  ): Promise<LegAnswer> {
    const { publicUrl } = this.access;
    const made = await this.client.conferences(roomOf(callId)).participants.create({
      to,
      from,
      label: leg,
      beep: 'false',
      earlyMedia: true,
      startConferenceOnEnter: true,
      // The call is the customer's: it is over when the customer leaves.
      endConferenceOnExit: leg === 'customer',
      statusCallback: deskCallUrl(publicUrl, clientId, callId, `phones/${leg}`),
      statusCallbackMethod: 'POST',
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
      conferenceStatusCallback: deskCallUrl(publicUrl, clientId, callId, 'room'),
      conferenceStatusCallbackMethod: 'POST',
      conferenceStatusCallbackEvent: [...roomEvents],
      conferenceRecord: 'do-not-record',
      record: false,
      timeout: ringFor[leg],
      timeLimit: longestCall,
    });
    return { result: 'placed', sid: made.callSid, roomSid: made.conferenceSid };
  }
}

/** Without an account: agents dial by hand. */
export class NoDeskCalls extends CallProvider {
  readonly offers = { bridge: false, browser: false };

  ring(): Promise<LegAnswer> {
    return Promise.resolve({ result: 'refused', code: 'no_provider' });
  }
  find(): Promise<null> {
    return Promise.resolve(null);
  }
  look(): Promise<null> {
    return Promise.resolve(null);
  }
  hold(): Promise<boolean> {
    return Promise.resolve(false);
  }
  bind(): Promise<boolean> {
    return Promise.resolve(false);
  }
  hangUp(): Promise<boolean> {
    return Promise.resolve(false);
  }
  record(): Promise<'refused'> {
    return Promise.resolve('refused');
  }
  browserToken(): string {
    throw new Error('browsers can not call');
  }
}

/** What Twilio answered; null for a refusal or no answer. */
async function orNull<T>(request: Promise<T>): Promise<T | null> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ProviderRefusal) return null;
    throw error;
  }
}

async function isDone(request: Promise<unknown>): Promise<boolean> {
  return (await orNull(request)) !== null;
}

function toFound(call: {
  sid: string;
  status: string;
  dateCreated: Date;
  startTime: Date | null;
  endTime: Date | null;
  duration: string | null;
}): FoundLeg {
  const seconds = Number(call.duration);
  return {
    sid: call.sid,
    status: call.status,
    startedAt: call.startTime ?? call.dateCreated,
    endedAt: call.endTime ?? null,
    seconds: call.status === 'completed' && call.duration !== null && seconds >= 0 ? seconds : null,
  };
}

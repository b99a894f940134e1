import { createHash } from 'node:crypto';
import type { TwilioCallback, TwilioMade } from './outside-twilio.js';

/** What was done to a call that there is, in Twilio's words: `completed`, `Hold=true`, `EndConferenceOnExit=false`, a recording’s status. */
export interface CallDone {
  readonly sid: string;
  readonly what: string;
}

/** What calls need of the Twilio around them. */
interface Around {
  readonly made: readonly TwilioMade[];
  readonly now: () => Date;
  readonly sign: (url: string, form: Record<string, string>) => TwilioCallback;
}

const over = new Set(['completed', 'busy', 'no-answer', 'canceled', 'failed']);
const refused = { status: 400, body: { code: 21220, message: 'Call is not in-progress', status: 400 } };

/** Calls that Twilio has: their phones, conferences and recordings, and what is asked of them. */
export class OutsideCalls {
  /** In order. */
  readonly done: CallDone[] = [];
  /** Answers 503 without doing it, where this says so. */
  isBroken: (done: CallDone) => boolean = () => false;
  private readonly phones = new Map<string, { answeredAt?: Date; endedAt?: Date; sequence: number }>();

  constructor(private readonly around: Around) {}

  /** Of a conference, whatever it is called by. */
  static roomSid(nameOrSid: string): string {
    return nameOrSid.startsWith('CF') ? nameOrSid : `CF${createHash('md5').update(nameOrSid).digest('hex')}`;
  }

  /** Answers a request about one call; undefined for one about none. */
  answer(
    method: string,
    [kind = '', id = '', sub = '', subId = '']: readonly string[],
    sent: URLSearchParams,
  ): { status: number; body: object } | undefined {
    const isParticipant = kind === 'Conferences' && sub === 'Participants';
    const call = this.around.made.find(({ sid }) => sid === (isParticipant ? subId : id));
    if (!call || call.kind !== 'call' || (!isParticipant && kind !== 'Calls')) return undefined;
    if (method === 'GET') return { status: 200, body: this.shown(call) };
    const what = isParticipant
      ? [...sent].map(([name, value]) => `${name}=${value}`).join('&')
      : (sent.get('Status') ?? 'record');
    const done = { sid: call.sid, what };
    if (this.isBroken(done)) {
      return { status: 503, body: { code: 20503, message: 'Service Unavailable', status: 503 } };
    }
    if (over.has(call.status)) return refused;
    this.done.push(done);
    if (isParticipant) return { status: 200, body: this.participant(call) };
    if (sub === 'Recordings') return { status: subId === '' ? 201 : 200, body: this.recording(call, what) };
    this.end(call);
    return { status: 200, body: this.shown(call) };
  }

  /** What Twilio says of a participant that was just rung up. */
  participant({ sid, room = '', params, status }: TwilioMade): object {
    return {
      account_sid: params['AccountSid'],
      call_sid: sid,
      conference_sid: room,
      label: params['Label'] ?? null,
      hold:
        this.done.findLast((one) => one.sid === sid && one.what.startsWith('Hold='))?.what === 'Hold=true',
      muted: false,
      status,
    };
  }

  /** Times of a call, as its resource has them. */
  timesOf({ sid, status }: TwilioMade): object {
    const { answeredAt, endedAt } = this.phones.get(sid) ?? {};
    const seconds = status === 'completed' ? this.secondsOf(sid) : null;
    return {
      start_time: answeredAt?.toUTCString() ?? null,
      end_time: endedAt?.toUTCString() ?? null,
      duration: seconds === null ? null : String(seconds),
    };
  }

  /** A phone reports its next status, signed. */
  report(call: TwilioMade, status: string): TwilioCallback {
    const phone = this.phoneOf(call.sid);
    call.status = status;
    if (status === 'in-progress') phone.answeredAt ??= this.around.now();
    if (over.has(status)) phone.endedAt ??= this.around.now();
    return this.around.sign(call.params['StatusCallback'] ?? '', {
      CallSid: call.sid,
      CallStatus: status,
      Timestamp: this.around.now().toUTCString(),
      ...(status === 'completed' ? { CallDuration: String(this.secondsOf(call.sid)) } : {}),
    });
  }

  /** A conference reports something about one of its participants, signed. */
  roomReport(call: TwilioMade, event: string): TwilioCallback {
    return this.around.sign(call.params['ConferenceStatusCallback'] ?? '', {
      ConferenceSid: call.room ?? '',
      StatusCallbackEvent: event,
      CallSid: call.sid,
      SequenceNumber: String(++this.phoneOf(call.sid).sequence),
      Timestamp: this.around.now().toUTCString(),
    });
  }

  private end(call: TwilioMade): void {
    const phone = this.phoneOf(call.sid);
    call.status = phone.answeredAt ? 'completed' : 'canceled';
    phone.endedAt = this.around.now();
  }

  private phoneOf(sid: string): { answeredAt?: Date; endedAt?: Date; sequence: number } {
    const known = this.phones.get(sid) ?? { sequence: 0 };
    this.phones.set(sid, known);
    return known;
  }

  private secondsOf(sid: string): number {
    const { answeredAt, endedAt } = this.phoneOf(sid);
    return answeredAt && endedAt ? Math.round((endedAt.getTime() - answeredAt.getTime()) / 1_000) : 0;
  }

  private shown(call: TwilioMade): object {
    return {
      sid: call.sid,
      status: call.status,
      to: call.params['To'],
      from: call.params['From'],
      date_created: call.createdAt.toUTCString(),
      direction: 'outbound-api',
      ...this.timesOf(call),
    };
  }

  private recording({ sid }: TwilioMade, status: string): object {
    return {
      sid: `RE${'0'.repeat(32)}`,
      call_sid: sid,
      status: status === 'record' ? 'in-progress' : status,
    };
  }
}

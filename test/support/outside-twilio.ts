import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import twilio from 'twilio';
import { OutsideCalls } from './outside-calls.js';
import { seeded } from './outside-mail.js';

export const accountSid = `AC${'0'.repeat(32)}`;
export const authToken = 'outside-twilio-token';

/**
 * What Twilio does with one request that would make a message or a call. `busy`: 429. `broken`: 500 without having taken
 * it. `broken_after`: takes it, then answers 503. `silent`: takes it and never answers. `cut`: takes it and cuts the
 * connection. `absent`: never answers and has not taken it. `refuse`: 400 with `refuseWith`. `lock_out`: 401.
 */
export type TwilioBehaviour =
  'accept' | 'busy' | 'broken' | 'broken_after' | 'silent' | 'cut' | 'absent' | 'refuse' | 'lock_out';

/** Which statuses a message runs through, in the order in which they are reported. */
export type TwilioFate = readonly { readonly status: string; readonly errorCode?: number }[];

export interface TwilioRequest {
  readonly kind: 'message' | 'call';
  readonly params: Readonly<Record<string, string>>;
  /** Counts requests that would make something, from 1. */
  readonly nth: number;
}

export interface OutsideTwilioOptions {
  readonly behave?: (request: TwilioRequest) => TwilioBehaviour;
  readonly refuseWith?: { readonly code: number; readonly message: string };
  /** Seconds that a 429 asks to wait. */
  readonly retryAfter?: number | undefined;
  readonly fate?: (made: TwilioMade) => TwilioFate;
  /** Answered by Twilio's clock, so that tests can move it. */
  readonly now?: () => Date;
  /** Where templates stand when asked. */
  readonly approval?: { readonly status: string; readonly rejection_reason: string };
  /** How many segments Twilio counts in each message; 1 unless said. */
  readonly segments?: number;
  /** Milliseconds before each answer. */
  readonly delayMs?: number;
}

/** A message or call that Twilio has. */
export interface TwilioMade {
  readonly kind: 'message' | 'call';
  readonly sid: string;
  readonly params: Readonly<Record<string, string>>;
  readonly createdAt: Date;
  status: string;
  /** The conference that a call is a participant of. */
  readonly room?: string;
}

/** A request as it came in, for judging it against Twilio's own description. */
export interface TwilioHeard {
  readonly method: string;
  readonly url: string;
  readonly type: string;
  readonly body: string;
}

export interface TwilioCallback {
  readonly url: string;
  readonly form: Record<string, string>;
  readonly signature: string;
}

/** A behaviour drawn per request by weight, from a seed. */
export function seededTwilio(
  seed: number,
  weights: Readonly<Partial<Record<TwilioBehaviour, number>>>,
): () => TwilioBehaviour {
  const random = seeded(seed);
  const entries = Object.entries(weights) as [TwilioBehaviour, number][];
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
  return () => {
    let left = random() * total;
    for (const [behaviour, weight] of entries) {
      left -= weight;
      if (left < 0) return behaviour;
    }
    return 'accept';
  };
}

/** Twilio as far as it is used: messages, calls, content templates, their lists, and signed reports. Real HTTP. */
export class OutsideTwilio {
  /** What Twilio has, in order. */
  readonly made: TwilioMade[] = [];
  /** Every request, in order. */
  readonly heard: TwilioHeard[] = [];
  /** The calls among them: their phones, conferences, recordings. */
  readonly calls = new OutsideCalls({
    made: this.made,
    now: () => this.options.now?.() ?? new Date(),
    sign: (url, form) => this.sign(url, { AccountSid: accountSid, ...form }),
  });
  private readonly held = new Set<ServerResponse>();
  private readonly templates = new Map<string, string>();
  private asked = 0;
  private isPaused = false;

  private constructor(
    private readonly server: Server,
    private options: OutsideTwilioOptions,
  ) {}

  static async start(options: OutsideTwilioOptions = {}): Promise<OutsideTwilio> {
    const held: { world?: OutsideTwilio } = {};
    const server = createServer((request, response) => {
      void held.world?.take(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    held.world = new OutsideTwilio(server, options);
    return held.world;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** For the environment of what is tested. */
  get env(): Record<string, string> {
    return {
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN: authToken,
      TWILIO_API_BASE_URL: `${this.url}?timeoutMs=300`,
      PUBLIC_URL: 'https://desk.example',
    };
  }

  /** Changes the behaviour from the next request on. */
  change(options: OutsideTwilioOptions): void {
    this.options = { ...this.options, ...options };
  }

  /** While paused every request is cut. */
  pause(isPaused: boolean): void {
    this.isPaused = isPaused;
  }

  /** Messages and calls that say the same to the same number more than once, and how many too many that makes. */
  duplicates(): number {
    const seen = new Map<string, number>();
    for (const { params } of this.made) {
      const key = params['StatusCallback'] ?? '';
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    return [...seen.values()].reduce((sum, n) => sum + n - 1, 0);
  }

  /** The signed reports of everything made, each once and in order; the caller delays, repeats, shuffles, forgets. */
  callbacks(made: readonly TwilioMade[] = this.made): TwilioCallback[] {
    return made.flatMap((one) =>
      this.fateOf(one).map(({ status, errorCode }) => {
        one.status = status;
        return this.sign(one.params['StatusCallback'] ?? '', {
          AccountSid: accountSid,
          To: one.params['To'] ?? '',
          From: one.params['From'] ?? '',
          ...(one.kind === 'message'
            ? { MessageSid: one.sid, SmsSid: one.sid, MessageStatus: status, SmsStatus: status }
            : { CallSid: one.sid, CallStatus: status }),
          ...(errorCode === undefined ? {} : { ErrorCode: String(errorCode) }),
        });
      }),
    );
  }

  /** A hook as Twilio would send it. */
  sign(url: string, form: Record<string, string>): TwilioCallback {
    return { url, form, signature: twilio.getExpectedTwilioSignature(authToken, url, form) };
  }

  async close(): Promise<void> {
    for (const response of this.held) response.destroy();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private fateOf(made: TwilioMade): TwilioFate {
    const usual = made.kind === 'message' ? ['queued', 'sent', 'delivered'] : ['ringing', 'completed'];
    return this.options.fate?.(made) ?? usual.map((status) => ({ status }));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString('utf8');
    const { method = 'GET', url = '/' } = request;
    this.heard.push({ method, url, type: request.headers['content-type'] ?? '', body });
    if (this.options.delayMs) await new Promise((resolve) => setTimeout(resolve, this.options.delayMs));
    if (this.isPaused) {
      response.destroy();
      return;
    }
    const { pathname, searchParams } = new URL(url, 'http://twilio');
    const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
    if (request.headers.authorization !== expected) {
      answer(response, 401, { code: 20003, message: 'Authenticate', status: 401 });
    } else if (pathname === `/2010-04-01/Accounts/${accountSid}/Messages.json`) {
      if (method === 'POST') this.make('message', new URLSearchParams(body), response);
      else this.list('message', searchParams, pathname, response);
    } else if (pathname === `/2010-04-01/Accounts/${accountSid}/Calls.json`) {
      if (method === 'POST') this.make('call', new URLSearchParams(body), response);
      else this.list('call', searchParams, pathname, response);
    } else if (pathname.startsWith('/v1/Content')) this.content(method, pathname, body, response);
    else this.ofCall(method, pathname, new URLSearchParams(body), response);
  }

  private ofCall(method: string, pathname: string, sent: URLSearchParams, response: ServerResponse): void {
    const parts = pathname
      .slice(`/2010-04-01/Accounts/${accountSid}/`.length)
      .replace(/\.json$/, '')
      .split('/');
    const [kind, room = '', sub, callSid] = parts;
    if (kind === 'Conferences' && sub === 'Participants' && callSid === undefined) {
      this.make('call', sent, response, OutsideCalls.roomSid(decodeURIComponent(room)));
      return;
    }
    const known = this.calls.answer(method, parts, sent);
    if (known) answer(response, known.status, known.body);
    else answer(response, 404, { code: 20404, message: 'not found', status: 404 });
  }

  private make(
    kind: 'message' | 'call',
    sent: URLSearchParams,
    response: ServerResponse,
    room?: string,
  ): void {
    const nth = ++this.asked;
    const params = Object.fromEntries(sent);
    const behaviour = this.options.behave?.({ kind, params, nth }) ?? 'accept';
    if (behaviour === 'busy') {
      const { retryAfter } = this.options;
      if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
      answer(response, 429, { code: 20429, message: 'Too Many Requests', status: 429 });
      return;
    }
    if (behaviour === 'broken') {
      answer(response, 500, { code: 20500, message: 'Internal Server Error', status: 500 });
      return;
    }
    if (behaviour === 'lock_out') {
      answer(response, 401, { code: 20003, message: 'Authenticate', status: 401 });
      return;
    }
    if (behaviour === 'refuse') {
      const { code, message } = this.options.refuseWith ?? {
        code: 21211,
        message: `Invalid 'To' Phone Number: ${params['To']}`,
      };
      answer(response, 400, { code, message, status: 400 });
      return;
    }
    if (behaviour === 'absent') {
      this.held.add(response);
      return;
    }
    const made: TwilioMade = {
      kind,
      sid: `${kind === 'message' ? 'SM' : 'CA'}${createHash('md5').update(`${this.url}${nth}`).digest('hex')}`,
      params,
      createdAt: this.options.now?.() ?? new Date(),
      status: 'queued',
      ...(room === undefined ? {} : { room }),
    };
    this.made.push(made);
    if (behaviour === 'broken_after') {
      answer(response, 503, { code: 20503, message: 'Service Unavailable', status: 503 });
    } else if (behaviour === 'silent') this.held.add(response);
    else if (behaviour === 'cut') response.destroy();
    else answer(response, 201, room === undefined ? this.show(made) : this.calls.participant(made));
  }

  /** Newest first, by pages, as Twilio's lists are. */
  private list(
    kind: 'message' | 'call',
    query: URLSearchParams,
    pathname: string,
    response: ServerResponse,
  ): void {
    const size = Number(query.get('PageSize') ?? 50);
    const page = Number(query.get('Page') ?? 0);
    const found = this.made
      .filter((one) => one.kind === kind)
      .filter(({ params }) => !query.has('To') || params['To'] === query.get('To'))
      .filter(({ params }) => !query.has('From') || params['From'] === query.get('From'))
      .toReversed();
    const rows = found.slice(page * size, (page + 1) * size).map((one) => this.show(one));
    const more = found.length > (page + 1) * size;
    query.set('Page', String(page + 1));
    answer(response, 200, {
      [kind === 'message' ? 'messages' : 'calls']: rows,
      page,
      page_size: size,
      uri: pathname,
      first_page_uri: pathname,
      previous_page_uri: null,
      next_page_uri: more ? `${pathname}?${query.toString()}` : null,
    });
  }

  private content(method: string, pathname: string, body: string, response: ServerResponse): void {
    const sid = `HX${createHash('md5').update(body).digest('hex')}`;
    if (method === 'POST' && pathname === '/v1/Content') {
      const given = JSON.parse(body) as { types: Record<string, { body: string }> };
      this.templates.set(sid, given.types['twilio/text']?.body ?? '');
      answer(response, 201, { sid, account_sid: accountSid, ...given });
    } else if (method === 'POST') {
      answer(response, 201, { ...(JSON.parse(body) as object), status: 'received', rejection_reason: '' });
    } else {
      const { status, rejection_reason } = this.options.approval ?? {
        status: 'approved',
        rejection_reason: '',
      };
      answer(response, 200, { sid, account_sid: accountSid, whatsapp: { status, rejection_reason } });
    }
  }

  private show(made: TwilioMade): object {
    const { kind, sid, params, createdAt, status } = made;
    const shared = {
      sid,
      account_sid: accountSid,
      status,
      to: params['To'],
      from: params['From'] ?? null,
      date_created: createdAt.toUTCString(),
      date_updated: createdAt.toUTCString(),
      direction: 'outbound-api',
    };
    return kind === 'call'
      ? { ...shared, answered_by: null, ...this.calls.timesOf(made) }
      : {
          ...shared,
          body: params['Body'] ?? this.filled(params),
          messaging_service_sid: params['MessagingServiceSid'] ?? null,
          num_segments: String(this.options.segments ?? 1),
          date_sent: null,
          error_code: null,
          error_message: null,
        };
  }

  /** A template as Twilio lists it: with its places filled. */
  private filled(params: Readonly<Record<string, string>>): string {
    const values = JSON.parse(params['ContentVariables'] ?? '{}') as Record<string, string>;
    const template = this.templates.get(params['ContentSid'] ?? '') ?? '';
    return template.replace(/\{\{(\d+)\}\}/g, (_, n: string) => values[n] ?? '');
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

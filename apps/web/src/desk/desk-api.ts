import { answer, api } from '../api/client';
import type {
  CallWay,
  Claim,
  ContactScreen,
  ContactScript,
  DeskCall,
  DeskMe,
  DialledCall,
  Outcome,
  RecordingAction,
  SaidState,
} from './desk-contract';

type Held = Pick<Claim, 'id' | 'token'>;

export type RevealField = 'iban' | 'phone' | 'email' | 'address';
export type LinkAsk = 'address' | 'iban' | 'choice';
export type NextStep = { kind: 'callback'; at: string; owned: boolean };

export interface Ending {
  readonly disposition: string;
  readonly note: string;
  readonly next: NextStep | null;
}

export interface Ended {
  readonly contactId: string | null;
  readonly handlingSeconds: number;
  readonly billable: boolean;
  readonly billingReason: string;
}

export interface NewResolution {
  readonly itemId: string;
  readonly outcome: Outcome;
  readonly ground?: string;
  readonly reason: string;
  readonly confirm: boolean;
}

/** Codes that the desk has words for. */
const consequenceCodes = [
  'refund_listed',
  'refund_account',
  'refund_same_means',
  'replacement_listed',
  'replacement_withdrawn',
  'store_credit',
  'repair',
  'rejection',
  'customer_told',
  'case_waits',
] as const;

/** Something that a decision brings about. */
export interface Consequence {
  readonly code: (typeof consequenceCodes)[number];
  readonly params: Readonly<Record<string, string | number>>;
}

export interface Article {
  /** Null for a script that comes with the service. */
  readonly id: string | null;
  readonly kind: 'article' | 'script';
  readonly title: string;
  readonly body: string;
  readonly language: string;
}

interface Sending {
  readonly body?: unknown;
  readonly query?: Record<string, string>;
  /** The claim that the request is about; in a header, as addresses end up in logs. */
  readonly held?: Held;
  readonly key?: string;
  readonly signal?: AbortSignal;
  /** Sent although the tab is being closed. */
  readonly keepalive?: boolean;
}

function send<T>(method: 'get' | 'put' | 'post', path: string, sending: Sending = {}): Promise<T> {
  const { body, query, held, key, signal, keepalive = false } = sending;
  const init = {
    ...(body === undefined ? {} : { body }),
    params: { query },
    headers: {
      ...(held ? { 'x-claim-token': held.token } : {}),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(signal ? { signal } : {}),
    keepalive,
  };
  return answer<T>(api.request(method, `/v1/desk${path}` as never, init as never));
}

const ofClaim = ({ id }: Held, rest: string): string => `/claims/${id}/${rest}`;

/** The desk over HTTP. Everything about a claim goes with its token. */
export const deskApi = {
  me: () => send<DeskMe>('get', '/me'),
  say: (state: SaidState | 'wrap_up') => send<DeskMe['presence']>('put', '/presence', { body: { state } }),
  /** Undefined when nothing waits for this agent. */
  next: () => send<Claim | undefined>('post', '/claims'),
  beat: ({ id, token }: Held, signal: AbortSignal) =>
    send<{ leaseUntil: string; handlingSeconds: number }>('post', `/claims/${id}/heartbeat`, {
      body: { token },
      signal,
    }),
  screen: (held: Held) => send<ContactScreen>('get', ofClaim(held, 'screen'), { held }),
  script: (held: Held, situation: string) =>
    send<ContactScript>('get', ofClaim(held, 'script'), { held, query: { situation } }),
  saveNote: (held: Held, text: string, version: number, keepalive = false) =>
    send<{ version: number; savedAt: string }>('put', ofClaim(held, 'note'), {
      body: { token: held.token, text, version },
      keepalive,
    }),
  reveal: (held: Held, field: RevealField, reason: string) =>
    send<{ value: string }>('post', ofClaim(held, 'reveals'), { body: { token: held.token, field, reason } }),
  resolve: (held: Held, resolution: NewResolution) =>
    send<{ preview: { consequences: Consequence[] } | null }>('post', ofClaim(held, 'resolution'), {
      body: { token: held.token, ...resolution },
    }),
  sendLink: (held: Held, asks: readonly LinkAsk[], channel: 'email' | 'sms') =>
    send<{ sentTo: string; expiresAt: string }>('post', ofClaim(held, 'links'), {
      body: { token: held.token, asks, channel },
    }),
  call: (held: Held, way: CallWay) =>
    send<DialledCall>('post', ofClaim(held, 'calls'), { body: { token: held.token, way } }),
  steer: (held: Held, callId: string, act: 'hold' | 'resume' | 'end') =>
    send<DeskCall>('post', ofClaim(held, `calls/${callId}/${act}`), { body: { token: held.token } }),
  /** To the line that the client has named for it: `warm` brings it in, `complete` leaves the two alone. */
  transfer: (held: Held, callId: string, mode: 'warm' | 'complete') =>
    send<DeskCall>('post', ofClaim(held, `calls/${callId}/transfer`), {
      body: { token: held.token, mode, ...(mode === 'warm' ? { to: { kind: 'client_line' } } : {}) },
    }),
  record: (held: Held, callId: string, action: RecordingAction, consent: 'told' | 'given') =>
    send<DeskCall>('post', ofClaim(held, `calls/${callId}/recording`), {
      body: { token: held.token, action, ...(action === 'start' ? { consent } : {}) },
    }),
  /** The same key for the same ending: sent again after a lost connection, it counts once. */
  wrapUp: (held: Held, ending: Ending, key: string) =>
    send<Ended>('post', ofClaim(held, 'wrap-up'), { body: { token: held.token, ...ending }, key }),
  release: (held: Held, reason: string) =>
    send<undefined>('post', ofClaim(held, 'release'), { body: { token: held.token, reason } }),
  articles: (q: string, client: string, language: string) =>
    send<{ data: Article[] }>('get', '/articles', { query: { q, client, language } }),
};

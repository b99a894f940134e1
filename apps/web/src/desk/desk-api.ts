import { answer, api } from '../api/client';
import type { Allowed, CallWay, Claim, RecordingAction, SaidState, Situation } from './desk-contract';

type Held = Pick<Claim, 'id' | 'token'>;

export type RevealField = 'iban' | 'phone' | 'email' | 'address';
export type LinkAsk = 'address' | 'iban' | 'choice';
export type NextStep = { kind: 'callback'; at: string; owned: boolean };

export interface Ending {
  readonly disposition: string;
  readonly note: string;
  readonly next: NextStep | null;
}

export interface NewResolution {
  readonly itemId: string;
  readonly outcome: Allowed['outcome'];
  readonly ground?: NonNullable<Allowed['needsGround']>[number];
  readonly reason: string;
  readonly confirm: boolean;
}

const at = ({ id }: Held) => ({ path: { id } });
/** The token of a read: in a header, as addresses end up in logs. */
const by = ({ token }: Held) => ({ 'x-claim-token': token });

/** The desk over HTTP. Everything about a claim goes with its token. */
export const deskApi = {
  me: () => answer(api.GET('/v1/desk/me')),
  say: (state: SaidState | 'wrap_up') => answer(api.PUT('/v1/desk/presence', { body: { state } })),
  /** Undefined when nothing waits for this agent. */
  next: () => answer<Claim | undefined>(api.POST('/v1/desk/claims')),
  beat: (held: Held, signal: AbortSignal) =>
    answer(
      api.POST('/v1/desk/claims/{id}/heartbeat', {
        params: at(held),
        body: { token: held.token },
        signal,
      }),
    ),
  screen: (held: Held) =>
    answer(api.GET('/v1/desk/claims/{id}/screen', { params: at(held), headers: by(held) })),
  script: (held: Held, situation: Situation) =>
    answer(
      api.GET('/v1/desk/claims/{id}/script', {
        params: { ...at(held), query: { situation } },
        headers: by(held),
      }),
    ),
  /** `keepalive`: also when the tab is being closed. */
  saveNote: (held: Held, text: string, version: number, keepalive = false) =>
    answer(
      api.PUT('/v1/desk/claims/{id}/note', {
        params: at(held),
        body: { token: held.token, text, version },
        keepalive,
      }),
    ),
  reveal: (held: Held, field: RevealField, reason: string) =>
    answer(
      api.POST('/v1/desk/claims/{id}/reveals', {
        params: at(held),
        body: { token: held.token, field, reason },
      }),
    ),
  resolve: (held: Held, resolution: NewResolution) =>
    answer(
      api.POST('/v1/desk/claims/{id}/resolution', {
        params: at(held),
        body: { token: held.token, ...resolution },
      }),
    ),
  sendLink: (held: Held, asks: LinkAsk[], channel: 'email' | 'sms') =>
    answer(
      api.POST('/v1/desk/claims/{id}/links', {
        params: at(held),
        body: { token: held.token, asks, channel },
      }),
    ),
  call: (held: Held, way: CallWay) =>
    answer(api.POST('/v1/desk/claims/{id}/calls', { params: at(held), body: { token: held.token, way } })),
  steer: (held: Held, callId: string, act: 'hold' | 'resume' | 'end') =>
    answer(
      api.POST(`/v1/desk/claims/{id}/calls/{callId}/${act}`, {
        params: { path: { id: held.id, callId } },
        body: { token: held.token },
      }),
    ),
  /** To the line that the client has named for it: `warm` brings it in, `complete` leaves the two alone. */
  transfer: (held: Held, callId: string, mode: 'warm' | 'complete') =>
    answer(
      api.POST('/v1/desk/claims/{id}/calls/{callId}/transfer', {
        params: { path: { id: held.id, callId } },
        body:
          mode === 'warm'
            ? { token: held.token, mode, to: { kind: 'client_line' } }
            : { token: held.token, mode },
      }),
    ),
  record: (held: Held, callId: string, action: RecordingAction, consent: 'told' | 'given') =>
    answer(
      api.POST('/v1/desk/claims/{id}/calls/{callId}/recording', {
        params: { path: { id: held.id, callId } },
        body: { token: held.token, action, consent: action === 'start' ? consent : null },
      }),
    ),
  /** The same key for the same ending: sent again after a lost connection, it counts once. */
  wrapUp: (held: Held, ending: Ending, key: string) =>
    answer(
      api.POST('/v1/desk/claims/{id}/wrap-up', {
        params: at(held),
        body: { token: held.token, ...ending },
        headers: { 'idempotency-key': key },
      }),
    ),
  articles: (q: string, client: string, language: string) =>
    answer(api.GET('/v1/desk/articles', { params: { query: { q, client, language } } })),
};

import { Injectable } from '@nestjs/common';
import type { ClientCtx, Tx } from '#platform';
import type { CaseRecord } from '#cases';
import type { Client } from '#clients';
import type { TakenMessage } from '../message/message.queries.js';

/** A taken message with its case as it is now. */
export interface GatedMessage {
  readonly message: TakenMessage;
  readonly record: CaseRecord | undefined;
  /** What sending it is expected to cost, in millionths of the client's currency; 0 for a mail. */
  readonly costMicros?: number;
}

/** What the gate says of one message. */
export type GateVerdict =
  | { readonly pass: true }
  /** Not now: quiet hours, a used-up budget, a reached spending cap. `until` is when to ask again. */
  | { readonly pass: false; readonly event: 'hold'; readonly until: Date; readonly reason: string }
  /** No longer true (`cancel`), or never to this address (`fail`: the contact plan goes on). */
  | { readonly pass: false; readonly event: 'cancel' | 'fail'; readonly reason: string };

/**
 * What every message passes in the transaction that takes it, over every channel: does it still apply, may this address
 * be written to, is it the hour for it where the customer lives, is there budget left for this person and this client.
 */
@Injectable()
export class SendGate {
  /** One verdict per message, in order. Those that pass have used up their share of the budgets when `tx` commits. */
  judge(
    _ctx: ClientCtx,
    _tx: Tx,
    _client: Client,
    messages: readonly GatedMessage[],
  ): Promise<GateVerdict[]> {
    return Promise.resolve(messages.map(() => ({ pass: true })));
  }
}

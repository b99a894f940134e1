import type { ClientCtx, Tx } from '#platform';
import type { CaseRecord } from '#cases';
import type { Client } from '#clients';
import type { MessageChannel, MessagePurpose } from '../message/message-purpose.js';

/** A step that could be taken for a case. */
export interface ReadinessQuestion {
  readonly record: CaseRecord;
  readonly purpose: MessagePurpose;
  readonly language: string;
  readonly channel: MessageChannel;
  readonly recipient: string;
}

/** Whether a client's channels are set up: a sender for the country, an approved template for the language. */
export abstract class ChannelReadiness {
  /** For each question, in order, null when the channel can be used, otherwise the code of why not. */
  abstract refusals(
    ctx: ClientCtx,
    tx: Tx,
    client: Client,
    questions: readonly ReadinessQuestion[],
  ): Promise<readonly (string | null)[]>;
}

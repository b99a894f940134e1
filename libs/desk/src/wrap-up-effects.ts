import type { ClientCtx, Tx } from '#platform';

/** A message that an agent has sent after a contact. */
export interface OrderedMessage {
  readonly purpose: string;
  readonly channel: 'email' | 'sms' | 'whatsapp' | 'voice';
  /** Tells this order from every other, so that it is sent once and not taken for one sent before. */
  readonly key: string;
}

/**
 * What a wrap-up asks of the libraries further down the flow, turned around because the desk does not know them. Everything
 * happens in the transaction of the wrap-up.
 */
export abstract class WrapUpEffects {
  /** No more messages or calls to this customer for this client. */
  abstract stopContact(ctx: ClientCtx, tx: Tx, caseId: string): Promise<void>;
  /** No more calls to this customer's number. */
  abstract stopCalls(ctx: ClientCtx, tx: Tx, caseId: string): Promise<void>;
  /** Nobody was reached in as many `tries` as the client allows. */
  abstract callsExhausted(ctx: ClientCtx, tx: Tx, caseId: string, tries: number): Promise<void>;
  /** Whether customers of this client are told of that; then it is announced over that channel. */
  abstract write(ctx: ClientCtx, tx: Tx, caseId: string, message: OrderedMessage): Promise<boolean>;
}

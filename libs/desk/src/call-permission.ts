import type { Client } from '#clients';
import type { ClientCtx, Tx } from '#platform';

/** A call about to be made. */
export interface CallIntent {
  readonly callId: string;
  readonly customerId: string;
  readonly number: string;
  readonly country: string;
  /** Dialled by hand it costs the client's telephony nothing. */
  readonly isCarried: boolean;
  /** The customer has asked for it: no budget holds it back, but it counts. */
  readonly isAsked: boolean;
}

/** Under which number a client rings up a country, and which line of its own takes calls. */
export interface CallLine {
  readonly from: string;
  readonly connectTo: string | null;
  /** Set for that very country, not for every one. */
  readonly isOwn: boolean;
}

/** What speaks against ringing this customer up now. */
export type CallRefusal = 'suppressed' | 'budget' | 'spend_cap';

/**
 * What calling asks of the library that keeps customers' budgets over all channels, turned around because the desk does not
 * know it. Everything happens in the transaction that makes the call.
 */
export abstract class CallPermission {
  /** Null when the client has no number for that country. */
  abstract lineFor(ctx: ClientCtx, tx: Tx, country: string): Promise<CallLine | null>;
  /** Null: allowed, and counted once `tx` commits. Other calls and messages of the client wait for `tx`. */
  abstract take(ctx: ClientCtx, tx: Tx, client: Client, intent: CallIntent): Promise<CallRefusal | null>;
  /** Gives back what a call had used up that never reached the customer's phone. */
  abstract giveBack(ctx: ClientCtx, tx: Tx, call: { customerId: string; callId: string }): Promise<void>;
}

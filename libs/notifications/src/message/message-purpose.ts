/** Why a customer is told something. Each is one contact per case and revision, over the client's plan for it. */
export const messagePurposes = [
  'decision',
  'missing_information',
  'goods_received',
  'replacement_shipped',
  'out_of_stock',
  'refund_paid',
  'refund_failed',
  'reminder',
  'call_missed',
  'withdrawal_receipt',
] as const;
export type MessagePurpose = (typeof messagePurposes)[number];

/** Ways a message takes; `letter` and an agent's call are contacts too, but not messages that are sent from here. */
export const messageChannels = ['email', 'sms', 'whatsapp', 'voice'] as const;
export type MessageChannel = (typeof messageChannels)[number];

/** What the customer can be asked for. */
export const askedFacts = ['price', 'contact', 'reason', 'bank_account', 'choice', 'address'] as const;
export type AskedFact = (typeof askedFacts)[number];

/**
 * What a message says beyond its case, kept with it from the announcement on. Everything else is read from the case
 * when the message is written. Money in minor units.
 */
export interface MessageFacts {
  /** The items that it is about; all of the case's where absent. */
  readonly itemIds?: readonly string[];
  readonly carrier?: string;
  readonly tracking?: string;
  readonly amount?: { readonly amountMinor: number; readonly currency: string };
  readonly asked?: readonly AskedFact[];
  /** When we last wrote, or when a withdrawal came in: an RFC 3339 instant. */
  readonly at?: string;
  /** How many calls were tried. */
  readonly tries?: number;
  /** The customer's page on which they give what is asked. */
  readonly linkId?: string;
  /** Tells apart announcements of one purpose about the same items, for example the payment's reference. */
  readonly key?: string;
}

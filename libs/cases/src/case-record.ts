/** What an item gets; `review` means that nobody has decided yet. */
export const outcomes = ['replacement', 'refund', 'store_credit', 'repair', 'rejection', 'review'] as const;
export type Outcome = (typeof outcomes)[number];

/** The ground on which goods come back; bounds what a policy may answer. */
export const legalBases = [
  'withdrawal',
  'non_conformity',
  'transport_damage',
  'wrong_item',
  'goodwill',
  'recall',
] as const;
export type LegalBasis = (typeof legalBases)[number];

/** Why the customer returns the item, in our own closed list; intake maps each shop's words to it. */
export const reasons = [
  'changed_mind',
  'does_not_fit',
  'not_as_described',
  'defective',
  'damaged_in_transit',
  'wrong_item',
  'missing_parts',
  'arrived_late',
  'recall',
  'other',
] as const;
export type Reason = (typeof reasons)[number];

/** In which state the goods are. */
export const conditions = ['new', 'opened', 'used', 'damaged', 'incomplete', 'unknown'] as const;
export type Condition = (typeof conditions)[number];

export const caseStates = ['incomplete', 'review', 'decided', 'settled'] as const;
export type CaseState = (typeof caseStates)[number];

/** Where an item's refund or replacement stands. */
export const fulfilments = [
  'none',
  'listed',
  'paid',
  'failed',
  'returned',
  'shipped',
  'out_of_stock',
  'withdrawn',
] as const;
export type Fulfilment = (typeof fulfilments)[number];

/** What a case can lack before it can be decided and told. */
export const missingFacts = ['price', 'contact', 'reason'] as const;
export type MissingFact = (typeof missingFacts)[number];

export interface CaseCustomer {
  readonly id: string;
  /** The same person at this client has the same key: e-mail, else phone, else name and postal code, else the case. */
  readonly matchKey: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** The customer's row exists and says all of this already. */
  readonly isStored?: boolean;
}

/** An order line and quantity in a case; the unit of decision. Money in minor units. */
export interface CaseItem {
  readonly id: string;
  readonly lineNo: number;
  readonly sku: string | null;
  readonly product: string | null;
  readonly category: string | null;
  readonly quantity: number;
  readonly unitPriceMinor: number | null;
  readonly currency: string | null;
  readonly reason: Reason | null;
  readonly legalBasis: LegalBasis | null;
  readonly condition: Condition | null;
  readonly photoUrl: string | null;
  outcome: Outcome | null;
  fulfilment: Fulfilment;
}

export interface TimelineEvent {
  readonly kind: string;
  /** Ids, codes and differences; shown to staff and the client. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * A case in memory while a batch goes through the flow: intake makes or loads it, resolution decides its items,
 * and each step adds what belongs on the timeline. Dates are local ISO dates.
 */
export interface CaseRecord {
  readonly id: string;
  readonly caseRef: string;
  readonly orderRef: string;
  readonly customer: CaseCustomer;
  /** How many cases this customer had at this client before this one. */
  readonly priorReturns: number;
  /** Whether this batch made the case, or changes one that was there. */
  readonly isNew: boolean;
  state: CaseState;
  waitsFor: readonly MissingFact[];
  readonly country: string | null;
  /** ISO 639-1; already resolved: the case's, else the country's, else the client's default. */
  readonly language: string;
  readonly orderedOn: string | null;
  readonly deliveredOn: string | null;
  readonly requestedOn: string | null;
  readonly receivedOn: string | null;
  deadlineOn: string | null;
  readonly paymentRef: string | null;
  readonly iban: string | null;
  readonly accountHolder: string | null;
  readonly postalCode: string | null;
  readonly city: string | null;
  readonly street: string | null;
  readonly note: string | null;
  readonly contentHash: Buffer;
  readonly uploadId: string | null;
  readonly items: readonly CaseItem[];
  readonly events: TimelineEvent[];
}

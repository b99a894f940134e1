import { addDays, daysBetween } from '#platform';
import type { CaseItem, CaseRecord, Condition, LegalBasis, Reason } from '#cases';

export const stockStates = ['available', 'none', 'unknown'] as const;
export type StockState = (typeof stockStates)[number];

/** What a policy can ask about an item. Null is unknown, and a condition on an unknown fact never holds. */
export interface ItemFacts {
  readonly reason: Reason | null;
  /** As stated, else what the reason means in law (`legalBasisOf`). */
  readonly legalBasis: LegalBasis | null;
  readonly condition: Condition | null;
  /** Quantity × unit price, minor units of `currency`. */
  readonly itemValue: number | null;
  /** Sum over the case's items; unknown when one has no price or they differ in currency. */
  readonly caseValue: number | null;
  readonly currency: string | null;
  /** Whole days until the customer asked (`askedOn`). */
  readonly daysSinceDelivery: number | null;
  readonly daysSinceOrder: number | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly sku: string | null;
  readonly product: string | null;
  readonly category: string | null;
  readonly priorReturns: number;
  readonly stock: StockState;
}

/** Dates that the law counts from; not for conditions. */
export interface LegalDates {
  readonly requestedOn: string | null;
  readonly deliveredOn: string | null;
  readonly country: string | null;
}

const basisOfReason: Readonly<Record<Reason, LegalBasis | null>> = {
  changed_mind: 'withdrawal',
  does_not_fit: 'withdrawal',
  arrived_late: 'withdrawal',
  not_as_described: 'non_conformity',
  defective: 'non_conformity',
  missing_parts: 'non_conformity',
  damaged_in_transit: 'transport_damage',
  wrong_item: 'wrong_item',
  recall: 'recall',
  other: null,
};

/** The stated legal basis, else the one that the reason amounts to, else null. */
export function legalBasisOf(item: Pick<CaseItem, 'legalBasis' | 'reason'>): LegalBasis | null {
  return item.legalBasis ?? (item.reason === null ? null : basisOfReason[item.reason]);
}

/**
 * The day from which time is counted back: when the customer asked, else when the goods came back, else today. The
 * customer's own day decides whether a period was kept (2011/83 art. 11(2)), not the day we hear of it.
 */
export function askedOn(record: Pick<CaseRecord, 'requestedOn' | 'receivedOn'>, today: string): string {
  return record.requestedOn ?? record.receivedOn ?? today;
}

/** Quantity × unit price in minor units; null without a price. */
export function valueOf(item: Pick<CaseItem, 'quantity' | 'unitPriceMinor'>): number | null {
  return item.unitPriceMinor === null ? null : item.quantity * item.unitPriceMinor;
}

/** What the case has in common for all its items. */
export interface CaseFacts {
  readonly country: string | null;
  readonly priorReturns: number;
  readonly caseValue: number | null;
  readonly daysSinceDelivery: number | null;
  readonly daysSinceOrder: number | null;
}

export function caseFacts(record: CaseRecord, today: string): CaseFacts {
  return {
    country: record.country,
    priorReturns: record.priorReturns,
    caseValue: caseValueOf(record),
    ...spansOf(record, askedOn(record, today)),
  };
}

/** Days since delivery and since the order, until the customer asked. */
export function spansOf(
  record: Pick<CaseRecord, 'deliveredOn' | 'orderedOn'>,
  asked: string,
): Pick<CaseFacts, 'daysSinceDelivery' | 'daysSinceOrder'> {
  return {
    daysSinceDelivery: daysSince(record.deliveredOn, asked),
    daysSinceOrder: daysSince(record.orderedOn, asked),
  };
}

/** The part of an item that facts are made of. */
export type ItemSource = Omit<CaseItem, 'id' | 'lineNo' | 'photoUrl' | 'outcome' | 'fulfilment'>;

export function itemFacts(of: CaseFacts, item: ItemSource, stock: ReadonlyMap<string, number>): ItemFacts {
  return {
    reason: item.reason,
    legalBasis: legalBasisOf(item),
    condition: item.condition === 'unknown' ? null : item.condition,
    itemValue: item.currency === null ? null : valueOf(item),
    caseValue: of.caseValue,
    currency: item.currency,
    daysSinceDelivery: of.daysSinceDelivery,
    daysSinceOrder: of.daysSinceOrder,
    country: of.country,
    sku: item.sku,
    product: item.product,
    category: item.category,
    priorReturns: of.priorReturns,
    stock: stockOf(item, stock),
  };
}

/** Unknown is not none: a client that reports no stock still gets its replacements listed. */
function stockOf(item: Pick<CaseItem, 'sku' | 'quantity'>, stock: ReadonlyMap<string, number>): StockState {
  const available = item.sku === null ? undefined : stock.get(item.sku);
  if (available === undefined) return 'unknown';
  return available >= item.quantity ? 'available' : 'none';
}

function caseValueOf(record: CaseRecord): number | null {
  const currency = record.items[0]?.currency ?? null;
  let sum = 0;
  for (const item of record.items) {
    const value = valueOf(item);
    if (value === null || currency === null || item.currency !== currency) return null;
    sum += value;
  }
  return sum;
}

/** Null also when the dates contradict each other: a negative span would match every upper bound. */
function daysSince(from: string | null, to: string): number | null {
  if (from === null) return null;
  const days = daysBetween(from, to);
  return Number.isFinite(days) && days >= 0 ? days : null;
}

/** The day `years` after an ISO date. */
export function addYears(date: string, years: number): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const moved = `${String(Number(year) + years).padStart(4, '0')}-${month}-${day}`;
  return month === '02' && day === '29' && years % 4 !== 0 ? addDays(`${moved.slice(0, 8)}28`, 1) : moved;
}

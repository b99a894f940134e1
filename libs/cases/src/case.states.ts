import type { StateTable } from '#platform';
import type { CaseItem, CaseRecord, CaseState, MissingFact } from './case-record.js';

/** What moves a case: facts are missing, a person must look, every item is decided, all is done, something came back. */
export type CaseEvent = 'wait' | 'review' | 'decide' | 'settle' | 'reopen';

/** From each state, which event leads where. A settled case takes new items, so it can go anywhere again. */
export const caseStateTable: StateTable<CaseState, CaseEvent> = {
  incomplete: { wait: 'incomplete', review: 'review', decide: 'decided' },
  review: { wait: 'incomplete', review: 'review', decide: 'decided' },
  decided: { wait: 'incomplete', review: 'review', decide: 'decided', settle: 'settled' },
  settled: { wait: 'incomplete', review: 'review', decide: 'decided', reopen: 'decided' },
};

/** What the case must still be told before it can be decided and its customer informed, in a fixed order. */
export function missingFactsOf(record: Pick<CaseRecord, 'customer' | 'items'>): MissingFact[] {
  const missing: MissingFact[] = [];
  if (record.items.some((item) => item.unitPriceMinor === null || item.currency === null)) {
    missing.push('price');
  }
  if (record.customer.email === null) missing.push('contact');
  if (record.items.some((item) => item.reason === null && item.legalBasis === null)) missing.push('reason');
  return missing;
}

/** Whether nothing more happens to an item: paid, shipped, or an outcome that needs neither. */
export function isFinal(item: Pick<CaseItem, 'outcome' | 'fulfilment'>): boolean {
  switch (item.outcome) {
    case 'refund':
      return item.fulfilment === 'paid';
    case 'replacement':
      return item.fulfilment === 'shipped';
    case 'store_credit':
    case 'repair':
    case 'rejection':
      return true;
    case 'review':
    case null:
      return false;
  }
}

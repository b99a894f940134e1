import { randomBytes } from 'node:crypto';
import { newId } from '#platform';
import type { CaseItem, CaseRecord } from '#cases';

let count = 0;

/** An item at 19.99 EUR that did not fit; give what matters to the test. */
export function newItem(changes: Partial<CaseItem> = {}): CaseItem {
  return {
    id: newId(),
    lineNo: 1,
    sku: 'SKU-1',
    product: 'Blue shirt',
    category: null,
    quantity: 1,
    unitPriceMinor: 1999,
    currency: 'EUR',
    reason: 'does_not_fit',
    legalBasis: 'withdrawal',
    condition: 'new',
    photoUrl: null,
    outcome: null,
    fulfilment: 'none',
    ...changes,
  };
}

/** A new, undecided case of one item of a customer of its own. */
export function newCaseRecord(changes: Partial<CaseRecord> = {}): CaseRecord {
  const n = ++count;
  const email = `customer${n}@example.org`;
  return {
    id: newId(),
    caseRef: `R-${n}`,
    orderRef: `O-${n}`,
    customer: { id: newId(), matchKey: `email:${email}`, name: `Customer ${n}`, email, phone: null },
    priorReturns: 0,
    isNew: true,
    state: 'review',
    waitsFor: [],
    country: 'DE',
    language: 'de',
    orderedOn: '2026-02-10',
    deliveredOn: '2026-02-13',
    requestedOn: '2026-02-20',
    receivedOn: '2026-02-25',
    deadlineOn: null,
    paymentRef: `PAY-${n}`,
    iban: null,
    accountHolder: null,
    postalCode: '10115',
    city: 'Berlin',
    street: 'Lindenweg 1',
    note: null,
    contentHash: randomBytes(16),
    uploadId: null,
    items: [newItem()],
    events: [],
    ...changes,
  };
}

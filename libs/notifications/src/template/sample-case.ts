import type { CaseItem, CaseRecord } from '#cases';
import type { MessageFacts, MessagePurpose } from '../message/message-purpose.js';

/** No case of a client has this id. */
const none = '00000000-0000-7000-8000-000000000000';

const item = (lineNo: number, product: string, quantity: number): CaseItem => ({
  id: none,
  lineNo,
  sku: `A-${lineNo}`,
  product,
  category: null,
  quantity,
  unitPriceMinor: 4_995,
  currency: 'EUR',
  reason: 'does_not_fit',
  legalBasis: 'withdrawal',
  condition: 'new',
  photoUrl: null,
  outcome: 'refund',
  fulfilment: 'listed',
});

/** An invented case with ordinary values, to see words on. */
export function sampleCase(language: string, country: string | null): CaseRecord {
  return {
    id: none,
    caseRef: 'R-10482',
    orderRef: 'B-20931',
    customer: { id: none, matchKey: none, name: 'Alex Martin', email: 'alex@example.org', phone: null },
    priorReturns: 0,
    isNew: false,
    state: 'decided',
    waitsFor: ['reason', 'price'],
    country,
    language,
    orderedOn: null,
    deliveredOn: null,
    requestedOn: null,
    receivedOn: null,
    deadlineOn: null,
    paymentRef: 'P-1',
    iban: null,
    accountHolder: null,
    postalCode: null,
    city: null,
    street: null,
    note: null,
    contentHash: Buffer.alloc(16),
    uploadId: null,
    items: [item(1, 'Aurora 42', 1), item(2, 'Nova M', 2)],
    events: [],
  };
}

/** What an announcement of that purpose would say beyond its case. */
export function sampleFacts(purpose: MessagePurpose, record: CaseRecord, now: Date): MessageFacts {
  return {
    ...(purpose === 'missing_information' || purpose === 'reminder'
      ? { asked: record.waitsFor.length > 0 ? record.waitsFor : ['reason'] }
      : {}),
    carrier: 'DHL',
    tracking: '00340434161094027318',
    at: now.toISOString(),
    tries: 2,
  };
}

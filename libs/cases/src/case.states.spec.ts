import { describe, expect, it } from '@jest/globals';
import { newCaseRecord, newItem } from '../../../test/support/case-factory.js';
import { isFinal, missingFactsOf } from './case.states.js';

describe('what a case waits for', () => {
  it('is nothing when price, contact and reason are there', () => {
    expect(missingFactsOf(newCaseRecord())).toEqual([]);
  });

  it('names each missing fact once', () => {
    const bare = newItem({ unitPriceMinor: null, reason: null, legalBasis: null });
    const record = newCaseRecord({ items: [newItem(), bare, { ...bare }] });
    const customer = { ...record.customer, email: null };
    expect(missingFactsOf({ ...record, customer })).toEqual(['price', 'contact', 'reason']);
  });

  it('takes a legal basis for a reason', () => {
    const item = newItem({ reason: null, legalBasis: 'withdrawal' });
    expect(missingFactsOf(newCaseRecord({ items: [item] }))).toEqual([]);
  });
});

describe('a final item', () => {
  it('is paid, shipped, or needs neither', () => {
    expect(isFinal({ outcome: 'refund', fulfilment: 'paid' })).toBe(true);
    expect(isFinal({ outcome: 'refund', fulfilment: 'listed' })).toBe(false);
    expect(isFinal({ outcome: 'replacement', fulfilment: 'out_of_stock' })).toBe(false);
    expect(isFinal({ outcome: 'rejection', fulfilment: 'none' })).toBe(true);
    expect(isFinal({ outcome: 'review', fulfilment: 'none' })).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { vatIdState, vatOn, vatTreatment } from './vat.js';

const from = (sellerCountry: string, buyerCountry: string, buyerVatId: string | null) =>
  vatTreatment({ sellerCountry, buyerCountry, buyerVatId });

describe('VAT on a service to a webshop', () => {
  it.each([
    ['at home, with VAT id', 'DE', 'DE', 'DE136695976', 'S', 1_900],
    ['at home, without', 'DE', 'DE', null, 'S', 1_900],
    ['in another member state, with its VAT id', 'DE', 'AT', 'ATU13585627', 'AE', 0],
    ['in Greece, where VAT ids begin with EL', 'DE', 'GR', 'EL094259216', 'AE', 0],
    ['in another member state, with the id of a third', 'DE', 'FR', 'NL010000446B01', 'AE', 0],
    ['in another member state, with the seller’s own kind of id', 'DE', 'FR', 'DE136695976', 'S', 1_900],
    ['in another member state, with wrong check digits', 'DE', 'AT', 'ATU13585620', 'S', 1_900],
    ['in another member state, without', 'DE', 'PL', null, 'S', 1_900],
    ['in the United Kingdom', 'DE', 'GB', 'GB980780684', 'O', 0],
    ['in Switzerland', 'DE', 'CH', null, 'O', 0],
    ['in Norway', 'DE', 'NO', 'NO995567636', 'O', 0],
    ['of a Finnish operator at home', 'FI', 'FI', null, 'S', 2_550],
    ['of a Greek operator at home', 'GR', 'GR', null, 'S', 2_400],
  ])('%s', (_, seller, buyer, vatId, category, rateE2) => {
    expect(from(seller, buyer, vatId)).toEqual({ category, rateE2 });
  });

  it('has no answer for an operator outside the Union', () => {
    expect(() => from('CH', 'DE', null)).toThrow('invoice.seller_outside_eu');
  });
});

describe('a VAT id', () => {
  it('is read with spaces, points and small letters', () => {
    expect(vatIdState('de 136.695 976')).toBe('DE');
    expect(vatIdState('el094259216')).toBe('GR');
  });
  it.each(['', 'DE', 'XX123', 'GB980780684', 'DE123456789', '136695976'])(
    '%j is not one of a member state',
    (id) => expect(vatIdState(id)).toBeNull(),
  );
});

it('rounds VAT half up, once', () => {
  expect(vatOn(50, 1_900)).toBe(10);
  expect(vatOn(100, 2_550)).toBe(26);
  expect(vatOn(0, 1_900)).toBe(0);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 0, max: 3_000 }), (net, rate) => {
      const error = BigInt(vatOn(net, rate)) * 10_000n - BigInt(net) * BigInt(rate);
      expect(error > -5_000n && error <= 5_000n).toBe(true);
    }),
  );
});

import { checkVAT, countries } from 'jsvat';
import { divideRoundHalfUp } from '#platform';
import { fail } from './billing.errors.js';
import { standardVatRatesE2 } from './vat-rates.js';

/** VAT category codes of EN 16931 (UNTDID 5305): standard, reverse charge, outside the scope. */
export type VatCategory = 'S' | 'AE' | 'O';

export interface VatTreatment {
  readonly category: VatCategory;
  /** Hundredths of a per cent: 1900 is 19 %. */
  readonly rateE2: number;
}

export interface VatParties {
  readonly sellerCountry: string;
  readonly buyerCountry: string;
  readonly buyerVatId: string | null;
}

/**
 * How a service to a business is taxed, Directive 2006/112/EC: at home the seller's standard rate; in another member
 * state, with a VAT id of one, the buyer owes the tax (art. 44, 196); there without one the seller's standard rate,
 * since nothing shows a taxable person (art. 45; Implementing Regulation 282/2011, art. 18); outside the Union not
 * subject to its tax (art. 44). The id is checked by form and check digits, not for being registered.
 * Raises `invoice.seller_outside_eu`.
 */
export function vatTreatment(parties: VatParties): VatTreatment {
  const seller = memberState(parties.sellerCountry);
  const buyer = memberState(parties.buyerCountry);
  const rateE2 = standardVatRatesE2[seller];
  if (rateE2 === undefined) throw fail('invoice.seller_outside_eu', { country: parties.sellerCountry });
  if (standardVatRatesE2[buyer] === undefined) return { category: 'O', rateE2: 0 };
  if (buyer === seller) return { category: 'S', rateE2 };
  const state = parties.buyerVatId === null ? null : vatIdState(parties.buyerVatId);
  return state !== null && state !== seller ? { category: 'AE', rateE2: 0 } : { category: 'S', rateE2 };
}

/** The member state that a well-formed VAT id belongs to; null for anything else. */
export function vatIdState(vatId: string): string | null {
  const compact = vatId.replace(/[\s.-]/g, '').toUpperCase();
  const result = checkVAT(compact, countries);
  if (!result.isValid) return null;
  const state = memberState(compact.slice(0, 2));
  return standardVatRatesE2[state] === undefined ? null : state;
}

/** VAT on a net amount in minor units, rounded half up: once per invoice, which has one category and rate. */
export function vatOn(netMinor: number, rateE2: number): number {
  return Number(divideRoundHalfUp(BigInt(netMinor) * BigInt(rateE2), 10_000n));
}

/** Greece writes EL in VAT ids and in EU texts, GR everywhere else. */
function memberState(country: string): string {
  return country === 'EL' ? 'GR' : country;
}

import { addDays } from '#platform';
import type { LegalBasis, Outcome } from '#cases';
import { addYears, type LegalDates } from './item-facts.js';
import { exceptions, type AnyGround, type Exception, type Ground, type HandGround } from './legal-words.js';

/** Every basis that an item can have; null is the unknown one. */
export const allBases: readonly (LegalBasis | null)[] = [
  'withdrawal',
  'non_conformity',
  'transport_damage',
  'wrong_item',
  'goodwill',
  'recall',
  null,
];

type Decided = Exclude<Outcome, 'review'>;

/** What an answer needs: nothing, or one of these claims; an empty list is never lawful. `article` is what bars it. */
interface Bound {
  readonly article: string;
  readonly needs: readonly AnyGround[] | null;
}

const free: Bound = { article: '', needs: null };
const never = (article: string): Bound => ({ article, needs: ['basis_does_not_apply'] });
const needs = (article: string, ...grounds: readonly AnyGround[]): Bound => ({
  article,
  needs: [...grounds, 'basis_does_not_apply'],
});

/** Before price reduction or termination, in money: 2019/771 art. 13(4), with the seller's refusal of art. 13(3). */
const insteadOfRepair: readonly (Ground | HandGround)[] = [
  'impossible',
  'disproportionate',
  'declined_by_consumer',
  'repair_failed',
  'serious_defect',
  'short_term_choice',
  'liability_expired',
  'consumer_agreed',
  'no_lack_of_conformity',
];
const reimburse = '2011/83 art. 13(1)';
const withdrawn = needs(reimburse, ...exceptions, 'consumer_agreed');
/** The carrier's risk is the trader's until delivery (2011/83 art. 20), so such damage is a lack of conformity. */
const conformity: Readonly<Record<Decided, Bound>> = {
  repair: free,
  replacement: free,
  refund: needs('2019/771 art. 13(2), 13(4)', ...insteadOfRepair),
  store_credit: needs(
    '2019/771 art. 13(4), 16(3)(b)',
    'liability_expired',
    'consumer_agreed',
    'no_lack_of_conformity',
  ),
  rejection: needs('2019/771 art. 10(1), 13(1)', 'liability_expired', 'no_lack_of_conformity'),
};
const unknownBasis = needs(
  '2011/83 art. 9(1), 2019/771 art. 13(1): the legal basis is unknown',
  'consumer_agreed',
);

/** Rule 2 of the domain as a table: for each legal basis what each answer needs. */
const envelope: Readonly<Record<LegalBasis | 'unknown', Readonly<Record<Decided, Bound>>>> = {
  withdrawal: {
    refund: free,
    replacement: withdrawn,
    repair: withdrawn,
    store_credit: withdrawn,
    rejection: needs('2011/83 art. 9(1)', ...exceptions, 'consumer_agreed'),
  },
  non_conformity: conformity,
  transport_damage: conformity,
  // Repairing the wrong thing doesn't make it the right one.
  wrong_item: { ...conformity, repair: needs('2019/771 art. 6(a), 13(2)', 'consumer_agreed') },
  goodwill: { refund: free, replacement: free, repair: free, store_credit: free, rejection: free },
  recall: {
    refund: free,
    replacement: free,
    repair: free,
    store_credit: never('2023/988 art. 37(1)'),
    rejection: never('2023/988 art. 37(1)'),
  },
  unknown: {
    refund: free,
    replacement: unknownBasis,
    repair: unknownBasis,
    store_credit: unknownBasis,
    rejection: unknownBasis,
  },
};

/** The article that bars this answer to this basis with these claims, or null when it is lawful. */
export function barredBy(
  outcome: Outcome,
  basis: LegalBasis | null,
  claims: readonly AnyGround[],
): string | null {
  if (outcome === 'review') return null;
  const bound = envelope[basis ?? 'unknown'][outcome];
  return bound.needs === null || claims.some((claim) => bound.needs?.includes(claim)) ? null : bound.article;
}

/** Why a lawful-looking answer must go to a person instead. */
export type LegalDoubt = 'unlawful_outcome' | 'withdrawal_period_may_run' | 'liability_may_run';

/**
 * The envelope for one item at the moment of decision: a claim that time has run out is held against the dates, and
 * doesn't count when they are missing or leave a doubt. Null when the answer is lawful.
 */
export function legalDoubt(
  outcome: Outcome,
  basis: LegalBasis | null,
  claims: readonly AnyGround[],
  dates: LegalDates,
): LegalDoubt | null {
  if (barredBy(outcome, basis, claims) !== null) return 'unlawful_outcome';
  const standing = claims.filter((claim) => holdsInTime(claim, dates));
  if (standing.length === claims.length || barredBy(outcome, basis, standing) === null) return null;
  return basis === 'withdrawal' ? 'withdrawal_period_may_run' : 'liability_may_run';
}

function holdsInTime(claim: AnyGround, dates: LegalDates): boolean {
  if (claim === 'period_expired') return isWithdrawalPeriodOver(dates);
  if (claim === 'liability_expired') return isLiabilityOver(dates);
  return true;
}

/** Whether what is known of the dates rules the claim out: a person may fill a gap in the file, not contradict it. */
export function isContradicted(claim: AnyGround, dates: LegalDates): boolean {
  if (dates.requestedOn === null || dates.deliveredOn === null) return false;
  if (claim === 'period_expired') return dates.requestedOn <= addDays(dates.deliveredOn, withdrawalDays);
  return claim === 'liability_expired' && dates.requestedOn <= addYears(dates.deliveredOn, shortestLiability);
}

export const withdrawalDays = 14;
/**
 * A period that ends on a Saturday, Sunday or public holiday ends with the next working day (Regulation 1182/71
 * art. 3(4)). The longest such run in Europe is five days, so after these many more every period has ended, and no
 * table of holidays is needed to be sure.
 */
export const uncertainDays = 5;

/** Whether the customer certainly withdrew too late: 14 days after delivery and every possible extension. */
export function isWithdrawalPeriodOver(dates: LegalDates): boolean {
  if (dates.requestedOn === null || dates.deliveredOn === null) return false;
  return dates.requestedOn > addDays(dates.deliveredOn, withdrawalDays + uncertainDays);
}

const shortestLiability = 2;
/** Years of liability where national law gives more than the two of 2019/771 art. 10(1), or where we know it isn't more. */
const liabilityYears: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'AT BE BG CH CY CZ DE DK EE FR GR HR HU IT LI LT LU LV MT PL RO SI SK'
      .split(' ')
      .map((country) => [country, shortestLiability]),
  ),
  ES: 3,
  PT: 3,
  SE: 3,
  IS: 5,
  NO: 5,
  GB: 6,
  IE: 6,
};

/**
 * Whether the seller's liability has certainly ended: the country's years, and the one by which a repair extends them
 * (2019/771 art. 10(2a), since Directive 2024/1799). False where it depends on the life of the goods (Finland,
 * Netherlands) and where we don't know the country's law.
 */
export function isLiabilityOver(dates: LegalDates): boolean {
  const years = dates.country === null ? undefined : liabilityYears[dates.country];
  if (years === undefined || dates.requestedOn === null || dates.deliveredOn === null) return false;
  return dates.requestedOn > addYears(dates.deliveredOn, years + 1);
}

/** Days of the shortest liability: a rule that claims its end must ask for more. */
export const liabilityDays = shortestLiability * 365;

const conformityDays = 30;

/**
 * The date by which the customer must have what the law gives, counted from the day they asked:
 *
 * - withdrawal: 14 days (2011/83 art. 13(1)); the trader's right to wait for the goods (art. 13(3)) is not counted on;
 * - lack of conformity, transport damage, wrong item: refund 14 days as for withdrawal, else 30. Directive 2019/771
 *   art. 14(1)(b) says "a reasonable period"; 30 days is the strictest number that a member state has given it
 *   (Portugal, Decreto-Lei 84/2021 art. 18(3));
 * - recall: the same (2023/988 art. 37 says "timely");
 * - unknown basis: 14 days, the strictest;
 * - goodwill: none.
 *
 * Undecided items count by the strictest answer.
 */
export function statutoryDeadline(
  basis: LegalBasis | null,
  outcome: Outcome | null,
  asked: string,
): string | null {
  switch (basis) {
    case 'goodwill':
      return null;
    case 'withdrawal':
    case null:
      return addDays(asked, withdrawalDays);
    case 'non_conformity':
    case 'transport_damage':
    case 'wrong_item':
    case 'recall':
      return addDays(
        asked,
        outcome === 'refund' || outcome === 'review' || outcome === null ? withdrawalDays : conformityDays,
      );
  }
}

/** The claims of a rule. */
export function claimsOf(rule: { exception?: Exception; ground?: Ground }): readonly AnyGround[] {
  return [rule.exception, rule.ground].filter((claim) => claim !== undefined);
}

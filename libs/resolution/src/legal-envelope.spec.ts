import { describe, expect, it } from '@jest/globals';
import {
  isLiabilityOver,
  isWithdrawalPeriodOver,
  legalDoubt,
  statutoryDeadline,
  barredBy,
} from './legal-envelope.js';
import { addYears } from './item-facts.js';

const dates = (deliveredOn: string | null, requestedOn: string | null, country: string | null = 'DE') => ({
  deliveredOn,
  requestedOn,
  country,
});

describe('the legal envelope', () => {
  it('answers a withdrawal with a refund, and with anything else only by exception or agreement', () => {
    expect(barredBy('refund', 'withdrawal', [])).toBeNull();
    for (const outcome of ['replacement', 'repair', 'store_credit', 'rejection'] as const) {
      expect(barredBy(outcome, 'withdrawal', [])).toMatch(/2011\/83 art\. (9|13)\(1\)/);
      expect(barredBy(outcome, 'withdrawal', ['impossible'])).not.toBeNull();
      expect(barredBy(outcome, 'withdrawal', ['hygiene_unsealed'])).toBeNull();
      expect(barredBy(outcome, 'withdrawal', ['consumer_agreed'])).toBeNull();
    }
  });

  it('answers a lack of conformity with repair or replacement first, a rejection only without one', () => {
    for (const basis of ['non_conformity', 'transport_damage'] as const) {
      expect(barredBy('repair', basis, [])).toBeNull();
      expect(barredBy('replacement', basis, [])).toBeNull();
      expect(barredBy('refund', basis, [])).toBe('2019/771 art. 13(2), 13(4)');
      expect(barredBy('refund', basis, ['impossible'])).toBeNull();
      expect(barredBy('store_credit', basis, ['impossible'])).not.toBeNull();
      expect(barredBy('rejection', basis, ['impossible'])).toBe('2019/771 art. 10(1), 13(1)');
      expect(barredBy('rejection', basis, ['hygiene_unsealed'])).not.toBeNull();
      expect(barredBy('rejection', basis, ['no_lack_of_conformity'])).toBeNull();
    }
    expect(barredBy('repair', 'wrong_item', [])).toBe('2019/771 art. 6(a), 13(2)');
  });

  it('never rejects a recall, leaves goodwill free, and is strictest when the basis is unknown', () => {
    expect(barredBy('rejection', 'recall', ['period_expired', 'liability_expired'])).toBe(
      '2023/988 art. 37(1)',
    );
    expect(barredBy('rejection', 'goodwill', [])).toBeNull();
    expect(barredBy('refund', null, [])).toBeNull();
    expect(barredBy('replacement', null, [])).not.toBeNull();
    expect(barredBy('review', 'recall', [])).toBeNull();
  });

  it('counts the withdrawal period as over only when no weekend or holiday can have moved its end', () => {
    expect(isWithdrawalPeriodOver(dates('2026-02-01', '2026-02-20'))).toBe(false);
    expect(isWithdrawalPeriodOver(dates('2026-02-01', '2026-02-21'))).toBe(true);
    expect(isWithdrawalPeriodOver(dates(null, '2026-02-21'))).toBe(false);
    expect(isWithdrawalPeriodOver(dates('2026-02-01', null))).toBe(false);
    const late = (requestedOn: string) =>
      legalDoubt('rejection', 'withdrawal', ['period_expired'], dates('2026-02-01', requestedOn));
    expect(late('2026-02-17')).toBe('withdrawal_period_may_run');
    expect(late('2026-03-17')).toBeNull();
    expect(legalDoubt('rejection', 'withdrawal', [], dates('2026-02-01', '2026-03-17'))).toBe(
      'unlawful_outcome',
    );
    expect(legalDoubt('refund', 'withdrawal', ['period_expired'], dates(null, null))).toBeNull();
  });

  it('counts liability by the years of the customer’s country and one more for a repair', () => {
    expect(isLiabilityOver(dates('2023-02-28', '2026-02-28', 'DE'))).toBe(false);
    expect(isLiabilityOver(dates('2023-02-28', '2026-03-01', 'DE'))).toBe(true);
    expect(isLiabilityOver(dates('2023-02-27', '2026-03-01', 'SE'))).toBe(false);
    expect(isLiabilityOver(dates('2000-01-01', '2026-03-01', 'NL'))).toBe(false);
    expect(isLiabilityOver(dates('2000-01-01', '2026-03-01', null))).toBe(false);
    expect(
      legalDoubt('rejection', 'non_conformity', ['liability_expired'], dates('2025-02-01', '2026-03-01')),
    ).toBe('liability_may_run');
    expect(addYears('2024-02-29', 3)).toBe('2027-03-01');
    expect(addYears('2024-02-29', 4)).toBe('2028-02-29');
  });

  it('gives each case the date by which the law wants it done', () => {
    expect(statutoryDeadline('withdrawal', 'refund', '2026-02-20')).toBe('2026-03-06');
    expect(statutoryDeadline(null, 'review', '2026-02-20')).toBe('2026-03-06');
    expect(statutoryDeadline('non_conformity', 'replacement', '2026-02-20')).toBe('2026-03-22');
    expect(statutoryDeadline('non_conformity', 'refund', '2026-02-20')).toBe('2026-03-06');
    expect(statutoryDeadline('goodwill', 'refund', '2026-02-20')).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import { newId } from '#platform';
import type { ContactDraft } from '#contacts';
import { newCall, newDraft } from '../../../test/support/contact-factory.js';
import { judgeAlone, priceE4, rateInForce } from './judgement.js';
import { rateRuleSchema, type Rate, type RateRule } from './rate.schema.js';

const at = new Date('2026-03-02T10:00:00Z');
const rate = (rules: RateRule[] = []): Rate => ({
  version: 1,
  effectiveFrom: new Date(0),
  currency: 'EUR',
  unitPriceE4: 5_500,
  rules: rules.map((rule) => rateRuleSchema.parse(rule)),
});
const mail = (changes: Partial<ContactDraft> = {}) =>
  newDraft({ caseId: newId(), concludedAt: at, ...changes });
const call = (changes: Partial<ContactDraft> = {}) =>
  newCall({ caseId: newId(), concludedAt: at, ...changes });

describe('what is a billable contact by default', () => {
  it.each([
    [mail(), true, 'outbound_accepted'],
    [mail({ outcome: 'bounced' }), false, 'bounced'],
    [mail({ outcome: 'failed' }), false, 'failed'],
    [call(), true, 'customer_reached'],
    [call({ outcome: 'unanswered' }), false, 'not_reached'],
    [mail({ direction: 'inbound', sourceKind: 'inbound', outcome: 'answered' }), true, 'inbound_answered'],
    [
      mail({ direction: 'inbound', sourceKind: 'inbound', outcome: 'unanswered' }),
      false,
      'inbound_not_answered',
    ],
    [mail({ purpose: 'internal' }), false, 'internal'],
    [mail({ outcome: 'something new' }), false, 'not_concluded'],
  ])('%#', (draft, billable, reason) => {
    expect(judgeAlone(rate(), draft)).toEqual({ billable, reason });
    expect(priceE4(rate(), draft)).toBe(5_500);
  });
});

describe('a rate with rules of its own', () => {
  it('takes the first rule that matches', () => {
    const ruled = rate([
      { channel: 'email', purpose: 'reminder', billable: false },
      { channel: 'email', billable: true, unitPrice: '0.125' },
      { channel: 'voice', billable: true, unitPrice: '1.2' },
    ]);
    expect(judgeAlone(ruled, mail({ purpose: 'reminder' }))).toEqual({
      billable: false,
      reason: 'excluded_by_rate',
    });
    expect(judgeAlone(ruled, mail())).toEqual({ billable: true, reason: 'outbound_accepted' });
    expect(priceE4(ruled, mail())).toBe(1_250);
    expect(priceE4(ruled, call())).toBe(12_000);
    expect(priceE4(ruled, mail({ channel: 'sms' }))).toBe(5_500);
  });

  it('charges what is free by default only when a rule names the outcome or the disposition', () => {
    const bounced = mail({ outcome: 'bounced' });
    expect(judgeAlone(rate([{ channel: 'email', billable: true, unitPrice: '0.3' }]), bounced)).toEqual({
      billable: false,
      reason: 'bounced',
    });
    const voicemail = call({ outcome: 'unanswered', disposition: 'voicemail_left' });
    const ruled = rate([{ disposition: 'voicemail_left', billable: true, unitPrice: '0.3' }]);
    expect(judgeAlone(ruled, voicemail)).toEqual({ billable: true, reason: 'charged_by_rate' });
    expect(priceE4(ruled, voicemail)).toBe(3_000);
    const wrongPerson = call({ disposition: 'wrong_person', isChargeable: false });
    expect(judgeAlone(ruled, wrongPerson)).toEqual({ billable: false, reason: 'disposition_not_charged' });
    const named = rate([{ disposition: 'wrong_person', billable: true }]);
    expect(judgeAlone(named, wrongPerson)).toEqual({ billable: true, reason: 'charged_by_rate' });
  });
});

it('uses the version in force when the contact ended', () => {
  const versions = [
    rate(),
    { ...rate(), version: 2, effectiveFrom: at },
    { ...rate(), version: 3, effectiveFrom: new Date('2026-04-01T00:00:00Z') },
  ];
  expect(rateInForce(versions, new Date(at.getTime() - 1)).version).toBe(1);
  expect(rateInForce(versions, at).version).toBe(2);
  expect(rateInForce(versions, new Date('2026-05-01T00:00:00Z')).version).toBe(3);
});

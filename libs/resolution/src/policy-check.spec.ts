import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { legalBases, type LegalBasis, type Outcome } from '#cases';
import { barredBy, claimsOf } from './legal-envelope.js';
import { checkPolicy, type PolicyFinding } from './policy-check.js';
import { compilePolicy } from './policy-compiler.js';
import type { ItemFacts } from './item-facts.js';
import { policyDraftSchema, type PolicyRule } from './policy.schema.js';

let count = 0;
function rule(when: object[], then: Outcome, more: object = {}): PolicyRule {
  const id = `r${++count}`;
  const { rules } = policyDraftSchema.parse({ name: 'P', rules: [{ id, name: id, when, then, ...more }] });
  return rules[0] as PolicyRule;
}
const basis = (...values: LegalBasis[]) => ({ fact: 'legalBasis', op: 'in', values });
const days = (op: string, value: number) => ({ fact: 'daysSinceDelivery', op, value });
const find = (rules: PolicyRule[], code: PolicyFinding['code']) =>
  checkPolicy(rules)
    .filter((finding) => finding.code === code)
    .map(({ rule: id, basis: of, article, claim, by }) => ({ id, of, article, claim, by }));
const conformityBases: LegalBasis[] = ['non_conformity', 'transport_damage', 'wrong_item'];

const late = (...when: object[]) =>
  rule([basis('withdrawal'), ...when], 'rejection', { exception: 'period_expired' });
const sealed = (...when: object[]) =>
  rule([basis('withdrawal'), ...when], 'rejection', { exception: 'media_unsealed' });

describe('the check before publication', () => {
  it('names rule, legal basis and article of an unlawful answer', () => {
    const bad = rule([basis('withdrawal', 'goodwill')], 'store_credit');
    expect(find([bad], 'policy.unlawful_outcome')).toEqual([
      { id: bad.id, of: 'withdrawal', article: '2011/83 art. 13(1)' },
    ]);
  });

  it('lets a rule without a legal basis reach every basis that no earlier rule certainly takes', () => {
    const refund = rule([basis('withdrawal', 'recall')], 'refund');
    const replace = rule([basis(...conformityBases)], 'replacement');
    const reject = rule([], 'rejection');
    expect(find([refund, replace, reject], 'policy.unlawful_outcome').map((f) => f.of)).toEqual(['unknown']);
    const early = rule([basis('withdrawal', 'recall'), days('lte', 30)], 'refund');
    expect(find([early, replace, reject], 'policy.unlawful_outcome').map((f) => f.of)).toEqual([
      'withdrawal',
      'recall',
      'unknown',
    ]);
  });

  it('accepts a full, lawful table without a finding', () => {
    const table = [
      rule([basis('withdrawal'), days('gt', 30)], 'rejection', { exception: 'period_expired' }),
      rule(
        [
          basis('withdrawal'),
          { fact: 'category', op: 'like', patterns: ['*underwear*'] },
          { fact: 'condition', op: 'in', values: ['opened', 'used'] },
        ],
        'rejection',
        { exception: 'hygiene_unsealed' },
      ),
      rule([basis('withdrawal', 'recall')], 'refund'),
      rule([basis(...conformityBases), { fact: 'stock', op: 'in', values: ['none'] }], 'refund', {
        ground: 'impossible',
      }),
      rule([basis(...conformityBases)], 'replacement'),
      rule([basis('goodwill')], 'store_credit'),
      rule([], 'refund'),
    ];
    expect(checkPolicy(table)).toEqual([]);
  });

  it('refuses an exception or ground that the rule does not narrow down to its case', () => {
    expect(find([late()], 'policy.claim_too_wide')).toHaveLength(1);
    expect(find([late(days('gte', 14))], 'policy.claim_too_wide')).toHaveLength(1);
    expect(find([late(days('gt', 14))], 'policy.claim_too_wide')).toEqual([]);
    expect(find([late(days('gt', 14))], 'policy.period_may_run')).toHaveLength(1);
    expect(find([late(days('gt', 19))], 'policy.period_may_run')).toEqual([]);
    const goods = { fact: 'category', op: 'like', patterns: ['dvd*'] };
    const all = { fact: 'category', op: 'like', patterns: ['dvd*', '**'] };
    const opened = { fact: 'condition', op: 'in', values: ['opened'] };
    expect(find([sealed(goods)], 'policy.claim_too_wide')).toHaveLength(1);
    expect(find([sealed(all, opened)], 'policy.claim_too_wide')).toHaveLength(1);
    expect(find([sealed(goods, opened)], 'policy.claim_too_wide')).toEqual([]);
    const old = (value: number) =>
      rule([basis('non_conformity'), days('gt', value)], 'rejection', { ground: 'liability_expired' });
    expect(find([old(700)], 'policy.claim_too_wide')).toHaveLength(1);
    expect(find([old(730)], 'policy.claim_too_wide')).toEqual([]);
  });

  it('warns of rules that never hold or that an earlier rule always answers, and of gaps', () => {
    const never = rule([days('lt', 10), days('gt', 20)], 'refund');
    const wide = rule(
      [
        basis('withdrawal'),
        days('lt', 30),
        { fact: 'sku', op: 'like', patterns: ['SH*'] },
        { fact: 'country', op: 'in', values: ['EU'] },
      ],
      'refund',
    );
    const narrow = rule(
      [
        basis('withdrawal'),
        { fact: 'daysSinceDelivery', op: 'between', from: 5, below: 30 },
        { fact: 'sku', op: 'like', patterns: ['shoe-*'] },
        { fact: 'country', op: 'in', values: ['DE', 'FR'] },
      ],
      'refund',
    );
    const late = rule([basis('withdrawal'), days('lte', 30)], 'refund');
    expect(find([never], 'policy.rule_never_holds').map((f) => f.id)).toEqual([never.id]);
    expect(find([wide, narrow, late], 'policy.rule_unreachable')).toEqual([{ id: narrow.id, by: wide.id }]);
    const first = rule([basis('withdrawal')], 'refund');
    expect(
      find([first, rule([basis('withdrawal'), days('gt', 3)], 'refund')], 'policy.rule_unreachable'),
    ).toHaveLength(1);
    expect(find([first], 'policy.gap').map((f) => f.of)).toEqual([...legalBases.slice(1), 'unknown']);
  });

  it('misses no unlawful answer: whatever a table without findings answers is lawful', () => {
    const anyRule = fc
      .record({
        bases: fc.uniqueArray(fc.constantFrom(...legalBases), { maxLength: 6 }),
        limit: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }),
        then: fc.constantFrom<Outcome>(
          'replacement',
          'refund',
          'store_credit',
          'repair',
          'rejection',
          'review',
        ),
      })
      .map(({ bases, limit, then }) =>
        rule(
          [
            ...(bases.length > 0 ? [basis(...bases)] : []),
            ...(limit === null ? [] : [{ fact: 'priorReturns', op: 'gte', value: limit }]),
          ],
          then,
        ),
      );
    const anyItem = fc.record({
      legalBasis: fc.option(fc.constantFrom(...legalBases), { nil: null }),
      priorReturns: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(fc.array(anyRule, { minLength: 1, maxLength: 6 }), anyItem, (rules, item) => {
        const unlawful = new Set(find(rules, 'policy.unlawful_outcome').map((f) => f.id));
        const match = compilePolicy(rules).match(item as ItemFacts);
        if (!match || unlawful.has(match.rule.id)) return;
        expect(barredBy(match.rule.then, item.legalBasis, claimsOf(match.rule))).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });
});

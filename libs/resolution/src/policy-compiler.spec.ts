import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { conditions, legalBases, outcomes, reasons } from '#cases';
import { stockStates, type ItemFacts } from './item-facts.js';
import { compilePattern, compilePolicy, euCountries, inputsOf, type FactName } from './policy-compiler.js';
import { policyDraftSchema, type PolicyCondition, type PolicyRule } from './policy.schema.js';

const unknown: ItemFacts = {
  reason: null,
  legalBasis: null,
  condition: null,
  itemValue: null,
  caseValue: null,
  currency: null,
  daysSinceDelivery: null,
  daysSinceOrder: null,
  country: null,
  sku: null,
  product: null,
  category: null,
  priorReturns: 0,
  stock: 'unknown',
};

/** The plainest reading of a condition, to hold the compiler against. */
function holds(c: PolicyCondition, f: ItemFacts): boolean {
  const value = f[c.fact];
  if (value === null) return false;
  if (c.op === 'in') {
    return c.values.some(
      (v) => v === value || (v === 'EU' && c.fact === 'country' && euCountries.has(String(value))),
    );
  }
  if (c.op === 'like') {
    return c.patterns.some((p) => {
      const source = p.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^]*');
      return new RegExp(`^${source}$`).test(String(value).toLowerCase());
    });
  }
  if ('currency' in c && c.currency !== f.currency) return false;
  const n = Number(value);
  switch (c.op) {
    case 'lt':
      return n < c.value;
    case 'lte':
      return n <= c.value;
    case 'gt':
      return n > c.value;
    case 'gte':
      return n >= c.value;
    case 'between':
      return n >= c.from && n < c.below;
  }
}

const some = <T extends string>(values: readonly T[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const small = fc.integer({ min: 0, max: 30 });
const pair = fc.tuple(small, fc.integer({ min: 1, max: 20 })).map(([from, n]) => ({ from, below: from + n }));
const op = fc.constantFrom('lt', 'lte', 'gt', 'gte');
const currency = fc.constantFrom('EUR', 'SEK');
const money = fc.constantFrom('itemValue', 'caseValue');
const counted = fc.constantFrom('daysSinceDelivery', 'daysSinceOrder', 'priorReturns');
const shortText = (letters: string) =>
  fc.string({ unit: fc.constantFrom(...letters.split('')), maxLength: 7 });
const countries = ['DE', 'FR', 'CH', 'GB'] as const;
const knownConditions = conditions.filter((c) => c !== 'unknown');

const anyCondition: fc.Arbitrary<unknown> = fc.oneof(
  fc.record({ fact: fc.constant('reason'), op: fc.constant('in'), values: some(reasons) }),
  fc.record({ fact: fc.constant('legalBasis'), op: fc.constant('in'), values: some(legalBases) }),
  fc.record({ fact: fc.constant('condition'), op: fc.constant('in'), values: some(knownConditions) }),
  fc.record({ fact: fc.constant('stock'), op: fc.constant('in'), values: some(stockStates) }),
  fc.record({ fact: fc.constant('country'), op: fc.constant('in'), values: some([...countries, 'EU']) }),
  fc.record({ fact: money, op, value: small, currency }),
  fc
    .tuple(money, pair, currency)
    .map(([fact, range, of]) => ({ fact, op: 'between', ...range, currency: of })),
  fc.record({ fact: counted, op, value: small }),
  fc.tuple(counted, pair).map(([fact, range]) => ({ fact, op: 'between', ...range })),
  fc.record({
    fact: fc.constantFrom('sku', 'product', 'category'),
    op: fc.constant('like'),
    patterns: fc.array(
      shortText('ab*').filter((p) => p !== ''),
      { minLength: 1, maxLength: 3 },
    ),
  }),
);

const anyRules = fc
  .array(fc.record({ when: fc.array(anyCondition, { maxLength: 4 }), then: fc.constantFrom(...outcomes) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((rules) => rules.map((rule, i) => ({ ...rule, id: `r${i}`, name: `Rule ${i}` })))
  .map((rules): PolicyRule[] => policyDraftSchema.parse({ name: 'any', rules }).rules);

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const anyFacts: fc.Arbitrary<ItemFacts> = fc.record({
  reason: maybe(fc.constantFrom(...reasons)),
  legalBasis: maybe(fc.constantFrom(...legalBases)),
  condition: maybe(fc.constantFrom(...knownConditions)),
  itemValue: maybe(small),
  caseValue: maybe(small),
  currency: maybe(currency),
  daysSinceDelivery: maybe(small),
  daysSinceOrder: maybe(small),
  country: maybe(fc.constantFrom(...countries)),
  sku: maybe(shortText('ab')),
  product: maybe(shortText('ab')),
  category: maybe(shortText('ab')),
  priorReturns: small,
  stock: fc.constantFrom(...stockStates),
});

describe('a compiled policy', () => {
  it('answers as the plainest reading of its table does', () => {
    fc.assert(
      fc.property(anyRules, fc.array(anyFacts, { minLength: 1, maxLength: 20 }), (rules, items) => {
        const policy = compilePolicy(rules);
        for (const facts of items) {
          const expected = rules.find((rule) => rule.when.every((c) => holds(c, facts)));
          expect(policy.match(facts)?.rule.id).toBe(expected?.id);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives the same answer again from the inputs it names', () => {
    fc.assert(
      fc.property(anyRules, anyFacts, (rules, facts) => {
        const policy = compilePolicy(rules);
        const match = policy.match(facts);
        const names: readonly FactName[] = match?.looksAt ?? policy.looksAt;
        const again = policy.match({ ...unknown, ...inputsOf(facts, names) } as ItemFacts);
        expect(again?.rule.id).toBe(match?.rule.id);
      }),
      { numRuns: 500 },
    );
  });

  it('never lets a condition hold on an unknown fact', () => {
    fc.assert(
      fc.property(anyCondition, (condition) => {
        const { rules } = policyDraftSchema.parse({
          name: 'one',
          rules: [{ id: 'a', name: 'A', when: [condition], then: 'refund' }],
        });
        if (rules[0]?.when.some((c) => c.fact === 'priorReturns' || c.fact === 'stock')) return;
        expect(compilePolicy(rules).match(unknown)).toBeNull();
      }),
    );
  });
});

describe('a pattern', () => {
  it('takes stars for any text, ignores letter case, and takes nothing else for special', () => {
    const cases: [string, string, boolean][] = [
      ['SHOE-*', 'shoe-42', true],
      ['shoe-*', 'SHOE-', true],
      ['*underwear*', 'Men’s Underwear, 3 pack', true],
      ['a*b*c', 'a-b-b-c', true],
      ['a*bc*c', 'abc', false],
      ['ab*ba', 'aba', false],
      ['a.c', 'abc', false],
      ['[a-z]+', 'abc', false],
      ['Straße*', 'STRASSE', false],
      ['*', '', true],
    ];
    for (const [pattern, text, matches] of cases) {
      expect([pattern, text, compilePattern(pattern)(text.toLowerCase())]).toEqual([pattern, text, matches]);
    }
  });

  it('cannot be slow: the worst pattern on a long text takes no more than parts times length', () => {
    const matches = compilePattern('*a*a*a*a*a*a*a*b');
    expect(matches('a'.repeat(1_000_000))).toBe(false);
  });
});

const rule = (changes: object) => ({ id: 'a', name: 'A', when: [], then: 'refund', ...changes });
const accepts = (...rules: object[]) => policyDraftSchema.safeParse({ name: 'P', rules }).success;

describe('a policy draft', () => {
  it('refuses unknown facts, operators, fields, values, and too much of anything', () => {
    expect(accepts(rule({}))).toBe(true);
    expect(accepts()).toBe(false);
    expect(accepts(rule({}), rule({}))).toBe(false);
    expect(accepts(rule({ weight: 1 }))).toBe(false);
    expect(accepts(rule({ then: 'maybe' }))).toBe(false);
    expect(accepts(rule({ exception: 'because' }))).toBe(false);
    const when = (condition: object) => accepts(rule({ when: [condition] }));
    expect(when({ fact: 'email', op: 'in', values: ['a'] })).toBe(false);
    expect(when({ fact: 'sku', op: 'matches', patterns: ['(a+)+$'] })).toBe(false);
    expect(when({ fact: 'sku', op: 'like', patterns: ['*'.repeat(9)] })).toBe(false);
    expect(when({ fact: 'itemValue', op: 'lt', value: 100 })).toBe(false);
    expect(when({ fact: 'itemValue', op: 'lt', value: 1.5, currency: 'EUR' })).toBe(false);
    expect(when({ fact: 'priorReturns', op: 'between', from: 3, below: 3 })).toBe(false);
    expect(when({ fact: '__proto__', op: 'in', values: ['a'] })).toBe(false);
    expect(accepts(...Array.from({ length: 201 }, (_, i) => rule({ id: `r${i}` })))).toBe(false);
  });
});

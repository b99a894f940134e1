import type { CaseItem, LegalBasis, Outcome } from '#cases';
import { compilePolicy, itemFacts, judge, policyDraftSchema, type ItemFacts } from '#resolution';
import { median, seconds, type Bench, type BenchRow } from './bench.js';

const bases: readonly LegalBasis[] = ['withdrawal', 'non_conformity', 'goodwill', 'wrong_item'];
const basis = (...values: LegalBasis[]) => ({ fact: 'legalBasis', op: 'in', values });

const table = policyDraftSchema.parse({
  name: 'Bench',
  rules: [
    {
      id: 'hygiene',
      name: 'Worn underwear',
      when: [
        basis('withdrawal'),
        { fact: 'category', op: 'like', patterns: ['hygiene*'] },
        { fact: 'condition', op: 'in', values: ['opened', 'used'] },
      ],
      then: 'rejection',
      exception: 'hygiene_unsealed',
    },
    { id: 'withdrawal', name: 'Withdrawal', when: [basis('withdrawal')], then: 'refund' },
    {
      id: 'repair',
      name: 'Expensive: repair',
      when: [basis('non_conformity'), { fact: 'itemValue', op: 'gte', value: 10_000, currency: 'EUR' }],
      then: 'repair',
    },
    { id: 'replace', name: 'Replace', when: [basis('non_conformity', 'wrong_item')], then: 'replacement' },
    {
      id: 'goodwill',
      name: 'Goodwill',
      when: [
        basis('goodwill'),
        { fact: 'daysSinceDelivery', op: 'lt', value: 60 },
        { fact: 'country', op: 'in', values: ['EU'] },
      ],
      then: 'refund',
    },
  ],
});

/** The same table as a programmer would write it, without inputs, law or unknown facts: the floor of the work. */
function byHand(f: ItemFacts): Outcome {
  switch (f.legalBasis) {
    case 'withdrawal': {
      const isWorn = f.condition === 'opened' || f.condition === 'used';
      return isWorn && f.category?.toLowerCase().startsWith('hygiene') ? 'rejection' : 'refund';
    }
    case 'non_conformity':
      return f.itemValue !== null && f.itemValue >= 10_000 ? 'repair' : 'replacement';
    case 'wrong_item':
      return 'replacement';
    case 'goodwill':
      return f.daysSinceDelivery !== null && f.daysSinceDelivery < 60 && f.country === 'DE'
        ? 'refund'
        : 'review';
    default:
      return 'review';
  }
}

function someFacts(n: number): ItemFacts {
  const item: Omit<CaseItem, 'id' | 'lineNo' | 'photoUrl' | 'outcome' | 'fulfilment'> = {
    sku: `SKU-${n}`,
    product: 'Blue shirt',
    category: n % 3 === 0 ? 'Hygiene' : 'Shirts',
    quantity: 1,
    unitPriceMinor: 100 * (n % 300),
    currency: 'EUR',
    reason: 'other',
    legalBasis: bases[n % 4] ?? null,
    condition: n % 2 === 0 ? 'opened' : 'new',
  };
  const of = { country: n % 7 === 0 ? 'CH' : 'DE', priorReturns: 0, caseValue: null };
  return itemFacts({ ...of, daysSinceDelivery: n % 90, daysSinceOrder: n % 95 }, item, new Map());
}

/** Deciding in memory: rule, inputs to store, and the law, per item. What a file costs beyond it is intake's path. */
export const resolutionBench: Bench = {
  name: 'resolution',
  run: async (kit): Promise<BenchRow[]> => {
    const policy = compilePolicy(table.rules);
    const items = Array.from({ length: 2_000 }, (_, n) => someFacts(n));
    const dates = { deliveredOn: '2026-02-13', requestedOn: '2026-02-20', country: 'DE' };
    const total = Math.max(1, Math.round(500 * kit.scale)) * items.length;
    const perSecond = async (decide: (facts: ItemFacts) => unknown): Promise<number> => {
      const rates: number[] = [];
      for (let run = 0; run < kit.repeats; run++) {
        let seen = 0;
        const took = await seconds(() => {
          for (let n = 0; n < total; n += items.length) {
            for (const facts of items) if (decide(facts) !== undefined) seen++;
          }
          return Promise.resolve(seen);
        });
        rates.push(total / took);
      }
      return median(rates);
    };
    const floor = await perSecond(byHand);
    const ours = await perSecond((facts) => judge(policy, facts, dates));
    return [
      {
        path: 'decide: rule, inputs and law of an item, in memory',
        ours,
        unit: 'items/s',
        limit: { name: 'the same table written by hand', value: floor },
        promise: { text: 'millions a second: at least 1,000,000', kept: ours >= 1_000_000 },
      },
    ];
  },
};

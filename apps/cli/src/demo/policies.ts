/** A decision table for each demo shop, as its policy owner would write it: in the JSON of `POST /v1/policies`. */
export const demoPolicies: Readonly<
  Record<string, { name: string; rules: readonly Readonly<Record<string, unknown>>[] }>
> = {
  NORDLICHT: {
    name: 'Rückgabe 2026',
    rules: [
      {
        id: 'hygiene',
        name: 'Worn underwear and socks stay with the customer',
        when: [
          { fact: 'legalBasis', op: 'in', values: ['withdrawal'] },
          { fact: 'category', op: 'like', patterns: ['hygiene'] },
          { fact: 'condition', op: 'in', values: ['opened', 'used'] },
        ],
        then: 'rejection',
        exception: 'hygiene_unsealed',
      },
      {
        id: 'withdrawal',
        name: 'Withdrawal: money back',
        when: [{ fact: 'legalBasis', op: 'in', values: ['withdrawal'] }],
        then: 'refund',
      },
      {
        id: 'wrong-or-broken',
        name: 'Our mistake or the carrier’s: the right thing is sent',
        when: [{ fact: 'legalBasis', op: 'in', values: ['wrong_item', 'transport_damage'] }],
        then: 'replacement',
      },
      {
        id: 'shoes-repair',
        name: 'Shoes with a defect go to the cobbler',
        when: [
          { fact: 'legalBasis', op: 'in', values: ['non_conformity'] },
          { fact: 'category', op: 'like', patterns: ['shoes'] },
          { fact: 'itemValue', op: 'gte', value: 10000, currency: 'EUR' },
        ],
        then: 'repair',
      },
      {
        id: 'defect',
        name: 'Defect: replacement',
        when: [{ fact: 'legalBasis', op: 'in', values: ['non_conformity'] }],
        then: 'replacement',
      },
      {
        id: 'late-but-new',
        name: 'Changed mind within 60 days, unworn: goodwill',
        when: [
          { fact: 'legalBasis', op: 'in', values: ['goodwill'] },
          { fact: 'daysSinceDelivery', op: 'lt', value: 60 },
          { fact: 'condition', op: 'in', values: ['new', 'opened'] },
        ],
        then: 'refund',
      },
      {
        id: 'too-late',
        name: 'After 60 days: no goodwill',
        when: [
          { fact: 'legalBasis', op: 'in', values: ['goodwill'] },
          { fact: 'daysSinceDelivery', op: 'gte', value: 60 },
        ],
        then: 'rejection',
      },
    ],
  },
  MAISONLUNE: {
    name: 'Politique de retour',
    rules: [
      {
        id: 'made-to-order',
        name: 'Embroidered to order: no withdrawal',
        when: [
          { fact: 'legalBasis', op: 'in', values: ['withdrawal'] },
          { fact: 'category', op: 'like', patterns: ['made_to_order'] },
        ],
        then: 'rejection',
        exception: 'made_to_order',
      },
      {
        id: 'withdrawal',
        name: 'Withdrawal',
        when: [{ fact: 'legalBasis', op: 'in', values: ['withdrawal'] }],
        then: 'refund',
      },
      {
        id: 'lamps',
        name: 'Lamps are repaired in our workshop',
        when: [
          { fact: 'legalBasis', op: 'in', values: ['non_conformity'] },
          { fact: 'category', op: 'like', patterns: ['lighting'] },
        ],
        then: 'repair',
      },
      {
        id: 'replace',
        name: 'Broken, wrong or defective: replacement',
        when: [
          { fact: 'legalBasis', op: 'in', values: ['non_conformity', 'transport_damage', 'wrong_item'] },
        ],
        then: 'replacement',
      },
      {
        id: 'frequent',
        name: 'Frequent returns without a right: a person looks',
        when: [
          { fact: 'legalBasis', op: 'in', values: ['goodwill'] },
          { fact: 'priorReturns', op: 'gte', value: 2 },
        ],
        then: 'review',
      },
      {
        id: 'goodwill',
        name: 'Goodwill: voucher',
        when: [{ fact: 'legalBasis', op: 'in', values: ['goodwill'] }],
        then: 'store_credit',
      },
    ],
  },
  BURSZTYN: {
    name: 'Zwroty i reklamacje',
    rules: [
      {
        id: 'withdrawal',
        name: 'Odstąpienie',
        when: [{ fact: 'legalBasis', op: 'in', values: ['withdrawal'] }],
        then: 'refund',
      },
      {
        id: 'expensive',
        name: 'From 200 zł: repair first',
        when: [
          { fact: 'legalBasis', op: 'in', values: ['non_conformity', 'transport_damage'] },
          { fact: 'itemValue', op: 'gte', value: 20000, currency: 'PLN' },
        ],
        then: 'repair',
      },
      {
        id: 'cheap',
        name: 'Below 200 zł: replacement',
        when: [
          { fact: 'legalBasis', op: 'in', values: ['non_conformity', 'transport_damage', 'wrong_item'] },
        ],
        then: 'replacement',
      },
      {
        id: 'month',
        name: 'Goodwill within 30 days',
        when: [
          { fact: 'legalBasis', op: 'in', values: ['goodwill'] },
          { fact: 'daysSinceDelivery', op: 'lt', value: 30 },
        ],
        then: 'refund',
      },
      {
        id: 'no-goodwill',
        name: 'Later: no',
        when: [{ fact: 'legalBasis', op: 'in', values: ['goodwill'] }],
        then: 'rejection',
      },
    ],
  },
  HARBOUR: {
    name: 'Returns policy',
    rules: [
      {
        id: 'withdrawal',
        name: 'Cancelled in time',
        when: [{ fact: 'legalBasis', op: 'in', values: ['withdrawal'] }],
        then: 'refund',
      },
      {
        id: 'replace',
        name: 'Faulty, damaged or wrong',
        when: [
          { fact: 'legalBasis', op: 'in', values: ['non_conformity', 'transport_damage', 'wrong_item'] },
        ],
        then: 'replacement',
      },
      {
        id: 'goodwill',
        name: 'Within 90 days, unused: money back',
        when: [
          { fact: 'legalBasis', op: 'in', values: ['goodwill'] },
          { fact: 'daysSinceOrder', op: 'lte', value: 90 },
          { fact: 'condition', op: 'in', values: ['new', 'opened'] },
        ],
        then: 'refund',
      },
    ],
  },
};

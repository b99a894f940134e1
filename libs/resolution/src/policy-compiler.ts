import type { LegalBasis, Outcome } from '#cases';
import type { ItemFacts } from './item-facts.js';
import type { PolicyCondition, PolicyRule } from './policy.schema.js';

export type FactName = keyof ItemFacts;
type Predicate = (facts: ItemFacts) => boolean;

export interface CompiledRule {
  readonly rule: PolicyRule;
  /** Facts that this rule and all before it look at: with these alone the table gives the same answer again. */
  readonly looksAt: readonly FactName[];
  readonly holds: Predicate;
}

export interface CompiledPolicy {
  readonly rules: readonly CompiledRule[];
  /** Facts that any rule looks at. */
  readonly looksAt: readonly FactName[];
  /** The first rule that holds, or null. */
  readonly match: (facts: ItemFacts) => CompiledRule | null;
}

/** The facts that a decision was made from, as they are stored with it. */
export type DecisionInputs = Readonly<Partial<Record<FactName, string | number | null>>>;

/** Member states of the European Union, as ISO 3166-1 codes. */
export const euCountries: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);

/** Turns a table into closures once, so that deciding an item costs a few comparisons. */
export function compilePolicy(rules: readonly PolicyRule[]): CompiledPolicy {
  const looksAt = new Set<FactName>(['legalBasis']);
  const compiled = rules.map((rule): CompiledRule => {
    for (const condition of rule.when) {
      looksAt.add(condition.fact);
      if ('currency' in condition) looksAt.add('currency');
    }
    return { rule, looksAt: [...looksAt], holds: all(cheapestFirst(rule.when).map(compileCondition)) };
  });
  const byBasis = new Map<LegalBasis | null, readonly CompiledRule[]>();
  return {
    rules: compiled,
    looksAt: [...looksAt],
    match: (facts) => {
      let candidates = byBasis.get(facts.legalBasis);
      if (candidates === undefined) {
        candidates = compiled.filter(({ rule }) => mayHaveBasis(rule, facts.legalBasis));
        byBasis.set(facts.legalBasis, candidates);
      }
      for (const candidate of candidates) if (candidate.holds(facts)) return candidate;
      return null;
    },
  };
}

/** The named facts, for storing beside a decision. */
export function inputsOf(facts: ItemFacts, names: readonly FactName[]): DecisionInputs {
  const inputs: Partial<Record<FactName, string | number | null>> = {};
  for (const name of names) inputs[name] = facts[name];
  return inputs;
}

/** Whether a rule's conditions on the legal basis let this one through; null is the unknown basis. */
export function mayHaveBasis(rule: PolicyRule, basis: LegalBasis | null): boolean {
  return rule.when.every(
    (c) => c.fact !== 'legalBasis' || (basis !== null && (c.values as readonly string[]).includes(basis)),
  );
}

/** A half-open range of whole numbers; every bound can be written as one. */
export interface Range {
  readonly from: number;
  readonly below: number;
}

export function rangeOf(c: Extract<PolicyCondition, { op: 'between' | 'lt' | 'lte' | 'gt' | 'gte' }>): Range {
  switch (c.op) {
    case 'between':
      return { from: c.from, below: c.below };
    case 'lt':
      return { from: 0, below: c.value };
    case 'lte':
      return { from: 0, below: c.value + 1 };
    case 'gt':
      return { from: c.value + 1, below: Infinity };
    case 'gte':
      return { from: c.value, below: Infinity };
  }
}

/** Countries that a condition lets through, `EU` written out. */
export function countriesOf(values: readonly string[]): ReadonlySet<string> {
  return new Set(values.flatMap((value) => (value === 'EU' ? [...euCountries] : [value])));
}

function compileCondition(c: PolicyCondition): Predicate {
  switch (c.fact) {
    case 'reason':
    case 'legalBasis':
    case 'condition':
    case 'stock': {
      const { fact } = c;
      const values: ReadonlySet<string> = new Set(c.values);
      return (facts) => {
        const value = facts[fact];
        return value !== null && values.has(value);
      };
    }
    case 'country': {
      const countries = countriesOf(c.values);
      return (facts) => facts.country !== null && countries.has(facts.country);
    }
    case 'itemValue':
    case 'caseValue': {
      const { fact, currency } = c;
      const { from, below } = rangeOf(c);
      return (facts) => {
        const value = facts[fact];
        return value !== null && facts.currency === currency && value >= from && value < below;
      };
    }
    case 'daysSinceDelivery':
    case 'daysSinceOrder':
    case 'priorReturns': {
      const { fact } = c;
      const { from, below } = rangeOf(c);
      return (facts) => {
        const value = facts[fact];
        return value !== null && value >= from && value < below;
      };
    }
    case 'sku':
    case 'product':
    case 'category': {
      const { fact } = c;
      const matchers = c.patterns.map(compilePattern);
      return (facts) => {
        const value = facts[fact];
        if (value === null) return false;
        const text = value.toLowerCase();
        return matchers.some((matches) => matches(text));
      };
    }
  }
}

/**
 * A matcher of lower-case text. Takes the parts between the stars from left to right, each at its first place: the
 * time is at most (parts × length), whatever the pattern, where a regular expression may need exponential time.
 */
export function compilePattern(pattern: string): (text: string) => boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  const middle = rest.filter((part) => part !== '');
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) {
      return false;
    }
    let at = first.length;
    const end = text.length - last.length;
    for (const part of middle) {
      const found = text.indexOf(part, at);
      if (found < 0 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}

/** Closures of their own for the usual lengths: a loop over an array of predicates costs twice as much. */
function all(predicates: readonly Predicate[]): Predicate {
  const [a, b, c] = predicates;
  if (a === undefined) return () => true;
  if (b === undefined) return a;
  if (c === undefined) return (facts) => a(facts) && b(facts);
  const others = all(predicates.slice(2));
  return (facts) => a(facts) && b(facts) && others(facts);
}

/** Patterns last: they read text where the others compare a number or look up a word. */
function cheapestFirst(conditions: readonly PolicyCondition[]): PolicyCondition[] {
  return [...conditions].sort((a, b) => Number(a.op === 'like') - Number(b.op === 'like'));
}

/** What a table answers: the rule's outcome, or `review` when no rule holds. */
export function outcomeOf(match: CompiledRule | null): Outcome {
  return match?.rule.then ?? 'review';
}

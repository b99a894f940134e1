import type { LegalBasis } from '#cases';
import { compilePattern, countriesOf, mayHaveBasis, rangeOf, type FactName } from './policy-compiler.js';
import type { PolicyRule } from './policy.schema.js';

type Range = { readonly from: number; readonly below: number };
type TextFact = 'sku' | 'product' | 'category';

/** A rule's conditions, joined per fact: what a value must be for the rule to hold. */
export interface Constraints {
  readonly sets: ReadonlyMap<FactName, ReadonlySet<string>>;
  readonly ranges: ReadonlyMap<FactName, Range>;
  readonly texts: readonly { readonly fact: TextFact; readonly patterns: readonly string[] }[];
}

export function constraintsOf(rule: PolicyRule): Constraints {
  const sets = new Map<FactName, ReadonlySet<string>>();
  const ranges = new Map<FactName, Range>();
  const texts: { fact: TextFact; patterns: readonly string[] }[] = [];
  const keep = (fact: FactName, values: ReadonlySet<string>): void => {
    const before = sets.get(fact);
    sets.set(fact, before ? new Set([...values].filter((v) => before.has(v))) : values);
  };
  for (const c of rule.when) {
    if (c.op === 'like') {
      texts.push({ fact: c.fact, patterns: c.patterns });
    } else if (c.op === 'in') {
      keep(c.fact, c.fact === 'country' ? countriesOf(c.values) : new Set<string>(c.values));
    } else {
      if ('currency' in c) keep('currency', new Set([c.currency]));
      const range = rangeOf(c);
      const before = ranges.get(c.fact) ?? { from: 0, below: Infinity };
      ranges.set(c.fact, {
        from: Math.max(before.from, range.from),
        below: Math.min(before.below, range.below),
      });
    }
  }
  return { sets, ranges, texts };
}

/** Whether no value satisfies them. */
export function isEmpty(c: Constraints): boolean {
  return (
    [...c.sets.values()].some((values) => values.size === 0) ||
    [...c.ranges.values()].some((range) => range.from >= range.below)
  );
}

/** Whether every item that satisfies `narrow` satisfies `wide`; false also where that is not seen. */
export function implies(narrow: Constraints, wide: Constraints): boolean {
  for (const [fact, values] of wide.sets) {
    const own = narrow.sets.get(fact);
    if (!own || ![...own].every((value) => values.has(value))) return false;
  }
  for (const [fact, range] of wide.ranges) {
    const own = narrow.ranges.get(fact) ?? alwaysKnown.get(fact);
    if (!own || own.from < range.from || own.below > range.below) return false;
  }
  return wide.texts.every((text) =>
    narrow.texts.some(
      (own) => own.fact === text.fact && own.patterns.every((p) => text.patterns.some((w) => covers(w, p))),
    ),
  );
}

/** Facts that every item has, so that a range can cover all of them. */
const alwaysKnown = new Map<FactName, Range>([['priorReturns', { from: 0, below: Infinity }]]);

/**
 * Whether all texts of one pattern are texts of another. The wide pattern reads the narrow one as text: since it has no
 * `*` of its own to spell, only its stars can take in the narrow one's, and they take in whatever those stand for.
 */
function covers(wide: string, narrow: string): boolean {
  return compilePattern(wide)(narrow.toLowerCase());
}

/** Whether the rule decides every item of this basis that comes to it. */
export function catchesAll(rule: PolicyRule, basis: LegalBasis | null): boolean {
  if (!mayHaveBasis(rule, basis)) return false;
  return rule.when.every((c) => {
    if (c.fact === 'legalBasis') return true;
    if (c.fact === 'stock') return new Set(c.values).size === 3;
    return c.fact === 'priorReturns' && rangeOf(c).from === 0 && rangeOf(c).below === Infinity;
  });
}

/** Whether the rule is only about certain goods: a pattern that is more than stars. */
export function namesGoods(rule: PolicyRule): boolean {
  return rule.when.some((c) => c.op === 'like' && c.patterns.every((p) => /[^*]/.test(p)));
}

/** Whether the rule is only about goods that were opened. */
export function namesUnsealed(rule: PolicyRule): boolean {
  const allowed = constraintsOf(rule).sets.get('condition');
  return allowed !== undefined && [...allowed].every((c) => c === 'opened' || c === 'used');
}

/** The least number of days since delivery at which the rule holds; null when it doesn't ask. */
export function leastDaysSinceDelivery(rule: PolicyRule): number | null {
  return constraintsOf(rule).ranges.get('daysSinceDelivery')?.from ?? null;
}

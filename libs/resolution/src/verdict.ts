import type { Outcome } from '#cases';
import type { ItemFacts, LegalDates } from './item-facts.js';
import { claimsOf, legalDoubt, type LegalDoubt } from './legal-envelope.js';
import { inputsOf, type CompiledPolicy, type DecisionInputs } from './policy-compiler.js';

/** Why an item waits for a person. */
export type ReviewReason = 'no_policy' | 'no_rule' | 'asked_by_rule' | 'no_stock' | LegalDoubt;

/** What an item gets by a policy, and why. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly rule: string | null;
  /** The rule's exception or ground, when it had one. */
  readonly ground: string | null;
  /** Set with `review` only. */
  readonly reason: ReviewReason | null;
  readonly inputs: DecisionInputs;
}

/**
 * Decides one item; pure. The first rule that holds answers. Its answer goes to a person when the law doesn't allow it
 * for this item, and when it promises goods that the client has none of: the rule after it might mean something else.
 */
export function judge(policy: CompiledPolicy | null, facts: ItemFacts, dates: LegalDates): Verdict {
  if (policy === null) return review('no_policy', null, { legalBasis: facts.legalBasis });
  const match = policy.match(facts);
  if (match === null) return review('no_rule', null, inputsOf(facts, policy.looksAt));
  const { rule } = match;
  const inputs = inputsOf(facts, match.looksAt);
  if (rule.then === 'review') return review('asked_by_rule', rule.id, inputs);
  const claims = claimsOf(rule);
  const doubt = legalDoubt(rule.then, facts.legalBasis, claims, dates);
  if (doubt !== null) return review(doubt, rule.id, inputs);
  if (rule.then === 'replacement' && facts.stock === 'none') {
    return review('no_stock', rule.id, { ...inputs, stock: facts.stock });
  }
  return { outcome: rule.then, rule: rule.id, ground: claims.join(',') || null, reason: null, inputs };
}

function review(reason: ReviewReason, rule: string | null, inputs: DecisionInputs): Verdict {
  return { outcome: 'review', rule, ground: null, reason, inputs };
}

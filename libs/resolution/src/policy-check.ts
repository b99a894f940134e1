import { z } from 'zod';
import { legalBases, outcomes, type LegalBasis } from '#cases';
import {
  allBases,
  barredBy,
  claimsOf,
  liabilityDays,
  uncertainDays,
  withdrawalDays,
} from './legal-envelope.js';
import { exceptionMeanings, groundArticles } from './legal-words.js';
import {
  catchesAll,
  constraintsOf,
  implies,
  isEmpty,
  leastDaysSinceDelivery,
  namesGoods,
  namesUnsealed,
} from './policy-analysis.js';
import { mayHaveBasis } from './policy-compiler.js';
import type { PolicyRule } from './policy.schema.js';

/** Errors keep a version from being published; warnings are shown. */
export const findingSchema = z
  .object({
    severity: z.enum(['error', 'warning']),
    code: z.enum([
      'policy.unlawful_outcome',
      'policy.claim_too_wide',
      'policy.rule_never_holds',
      'policy.rule_unreachable',
      'policy.period_may_run',
      'policy.gap',
    ]),
    /** Id of the rule; null for what concerns the whole table. */
    rule: z.string().nullable(),
    /** Place of the rule in the table, from 0. */
    index: z.int().nullable(),
    basis: z.enum([...legalBases, 'unknown']).optional(),
    outcome: z.enum(outcomes).optional(),
    article: z.string().optional(),
    /** The exception or ground that the finding is about. */
    claim: z.string().optional(),
    /** The earlier rule that takes all items of this one. */
    by: z.string().optional(),
  })
  .meta({ id: 'PolicyFinding' });
export type PolicyFinding = z.infer<typeof findingSchema>;

/**
 * What can be said of a table without any case: unlawful answers, claims that the rule's conditions don't narrow down,
 * rules that can't be reached, items that no rule decides. Never misses an unlawful answer: a legal basis counts as
 * reachable unless an earlier rule certainly takes all items of it.
 */
export function checkPolicy(rules: readonly PolicyRule[]): PolicyFinding[] {
  const findings: PolicyFinding[] = [];
  const open = new Set(allBases);
  const earlier: { rule: PolicyRule; constraints: ReturnType<typeof constraintsOf> }[] = [];
  rules.forEach((rule, index) => {
    const at = { rule: rule.id, index };
    const constraints = constraintsOf(rule);
    const reached = [...open].filter((basis) => mayHaveBasis(rule, basis));
    const by = earlier.find((before) => implies(constraints, before.constraints));
    if (isEmpty(constraints)) {
      findings.push({ severity: 'warning', code: 'policy.rule_never_holds', ...at });
    } else if (by || reached.length === 0) {
      const taker = by?.rule ?? rules.slice(0, index).find((r) => catchesAll(r, basesOf(rule)[0] ?? null));
      findings.push({ severity: 'warning', code: 'policy.rule_unreachable', ...at, by: taker?.id });
    } else {
      for (const basis of reached) {
        const article = barredBy(rule.then, basis, claimsOf(rule));
        if (article === null) continue;
        findings.push({
          severity: 'error',
          code: 'policy.unlawful_outcome',
          ...at,
          basis: basis ?? 'unknown',
          outcome: rule.then,
          article,
        });
      }
      findings.push(...claimFindings(rule, index));
      earlier.push({ rule, constraints });
      for (const basis of reached) if (catchesAll(rule, basis)) open.delete(basis);
    }
  });
  for (const basis of open) {
    findings.push({
      severity: 'warning',
      code: 'policy.gap',
      rule: null,
      index: null,
      basis: basis ?? 'unknown',
    });
  }
  return findings;
}

const basesOf = (rule: PolicyRule): (LegalBasis | null)[] => allBases.filter((b) => mayHaveBasis(rule, b));

/** An exception or ground must be narrowed by the rule's own conditions to what it holds for. */
function claimFindings(rule: PolicyRule, index: number): PolicyFinding[] {
  const findings: PolicyFinding[] = [];
  const at = { rule: rule.id, index };
  const tooWide = (claim: string, article: string): void => {
    findings.push({ severity: 'error', code: 'policy.claim_too_wide', ...at, claim, article });
  };
  const days = leastDaysSinceDelivery(rule);
  if (rule.exception !== undefined) {
    const { article, needs } = exceptionMeanings[rule.exception];
    const narrowed = {
      goods: () => namesGoods(rule),
      unsealed: () => namesUnsealed(rule),
      days: () => days !== null && days > withdrawalDays,
    };
    if (!needs.every((need) => narrowed[need]())) {
      tooWide(rule.exception, article);
    } else if (
      rule.exception === 'period_expired' &&
      days !== null &&
      days <= withdrawalDays + uncertainDays
    ) {
      findings.push({
        severity: 'warning',
        code: 'policy.period_may_run',
        ...at,
        claim: rule.exception,
        article: 'Regulation 1182/71 art. 3(4)',
      });
    }
  }
  if (rule.ground === 'liability_expired' && (days === null || days <= liabilityDays)) {
    tooWide(rule.ground, groundArticles[rule.ground]);
  }
  return findings;
}

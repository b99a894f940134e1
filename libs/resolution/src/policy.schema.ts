import { z } from 'zod';
import { conditions, legalBases, outcomes, reasons } from '#cases';
import { stockStates } from './item-facts.js';
import { exceptions, grounds } from './legal-words.js';

const bound = z.enum(['lt', 'lte', 'gt', 'gte']);
const minor = z.int().min(0).max(1_000_000_000_000);
const count = z.int().min(0).max(1_000_000);
const currency = z.string().regex(/^[A-Z]{3}$/);
const moneyFact = z.enum(['itemValue', 'caseValue']);
const countFact = z.enum(['daysSinceDelivery', 'daysSinceOrder', 'priorReturns']);
const increasing = (c: { from: number; below: number }): boolean => c.from < c.below;
const notEmpty = { error: '`from` must be less than `below`' };

const oneOf = <const F extends string, const V extends readonly [string, ...string[]]>(fact: F, values: V) =>
  z.strictObject({
    fact: z.literal(fact),
    op: z.literal('in'),
    values: z.array(z.enum(values)).min(1).max(values.length),
  });

/** `*` stands for any characters and nothing else has a meaning, so no pattern can be slow. Letter case is ignored. */
const pattern = z
  .string()
  .min(1)
  .max(100)
  .refine((text) => text.split('*').length <= 9, 'at most eight *');

/** States of goods that a rule can ask for; `unknown` is the absence of the fact. */
export const knownConditions = conditions.filter((c) => c !== 'unknown');

/**
 * One typed condition. The list is closed, so that reach, gaps and unlawful outcomes can be computed. `between` is
 * half-open: `from` belongs to it, `below` doesn't. An amount in another currency than the item's is an unknown fact.
 */
export const conditionSchema = z
  .union([
    oneOf('reason', reasons),
    oneOf('legalBasis', legalBases),
    oneOf('condition', ['new', 'opened', 'used', 'damaged', 'incomplete']),
    oneOf('stock', stockStates),
    z.strictObject({ fact: moneyFact, op: bound, value: minor, currency }),
    z
      .strictObject({ fact: moneyFact, op: z.literal('between'), from: minor, below: minor, currency })
      .refine(increasing, notEmpty),
    z.strictObject({ fact: countFact, op: bound, value: count }),
    z
      .strictObject({ fact: countFact, op: z.literal('between'), from: count, below: count })
      .refine(increasing, notEmpty),
    z.strictObject({
      fact: z.literal('country'),
      op: z.literal('in'),
      values: z
        .array(z.string().regex(/^[A-Z]{2}$/))
        .min(1)
        .max(250),
    }),
    z.strictObject({
      fact: z.enum(['sku', 'product', 'category']),
      op: z.literal('like'),
      patterns: z.array(pattern).min(1).max(100),
    }),
  ])
  .meta({
    id: 'PolicyCondition',
    description:
      'Values are minor units of `currency`, days, or numbers of earlier cases. In `country`, `EU` stands for its member states. In patterns, `*` stands for any characters.',
  });
export type PolicyCondition = z.infer<typeof conditionSchema>;

/** One row of the table: when all conditions hold, the item gets `then`. */
export const ruleSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/),
    name: z.string().trim().min(1).max(120),
    when: z.array(conditionSchema).max(12),
    then: z.enum(outcomes),
    /** Why a withdrawal may get something else than a refund. */
    exception: z.enum(exceptions).optional(),
    /** Why goods that lack conformity may get something else than repair or replacement. */
    ground: z.enum(grounds).optional(),
    note: z.string().max(500).optional(),
  })
  .meta({ id: 'PolicyRule' });
export type PolicyRule = z.infer<typeof ruleSchema>;

/** A decision table: the first rule whose conditions all hold decides; none sends the item to a person. */
export const policyDraftSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    rules: z
      .array(ruleSchema)
      .min(1)
      .max(200)
      .refine((rules) => new Set(rules.map((r) => r.id)).size === rules.length, 'rule ids must differ'),
  })
  .meta({ id: 'PolicyDraft' });
export type PolicyDraft = z.infer<typeof policyDraftSchema>;

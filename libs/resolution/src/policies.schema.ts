import { z } from 'zod';
import { outcomes } from '#cases';
import { pageOf } from '#platform';
import { findingSchema } from './policy-check.js';
import { ruleSchema } from './policy.schema.js';

export const policyStatuses = ['draft', 'published', 'superseded'] as const;

const summary = {
  id: z.uuid(),
  version: z.int(),
  status: z.enum(policyStatuses),
  name: z.string(),
  ruleCount: z.int(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  publishedBy: z.string().nullable(),
  publishedAt: z.iso.datetime().nullable(),
};

export const policySummarySchema = z.object(summary).meta({ id: 'PolicySummary' });
export type PolicySummary = z.infer<typeof policySummarySchema>;
export const policyPageSchema = pageOf(policySummarySchema);

/** A version with what can be said of it: errors keep it from being published. */
export const policyViewSchema = z
  .object({ ...summary, rules: z.array(ruleSchema), findings: z.array(findingSchema) })
  .meta({ id: 'Policy' });
export type PolicyView = z.infer<typeof policyViewSchema>;

export const simulationRequestSchema = z.strictObject({
  /** How many of the newest decided items to try. */
  items: z.int().min(1).max(100_000).default(10_000),
  /** How many cases that come out differently to show. */
  sample: z.int().min(0).max(200).default(50),
});
export type SimulationRequest = z.infer<typeof simulationRequestSchema>;

export const simulationSchema = z
  .object({
    policyId: z.uuid(),
    version: z.int(),
    items: z.int(),
    differing: z.int(),
    /** Whether there are older decided items than were tried. */
    more: z.boolean(),
    outcomes: z.array(z.object({ decided: z.enum(outcomes), draft: z.enum(outcomes), count: z.int() })),
    /** How many items each rule decides; null counts those that no rule takes. */
    rules: z.array(z.object({ rule: z.string().nullable(), count: z.int() })),
    sample: z.array(
      z.object({
        caseId: z.uuid(),
        caseRef: z.string(),
        itemId: z.uuid(),
        line: z.int(),
        decided: z.enum(outcomes),
        draft: z.enum(outcomes),
        rule: z.string().nullable(),
        reason: z.string().nullable(),
        inputs: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
      }),
    ),
  })
  .meta({ id: 'PolicySimulation' });
export type Simulation = z.infer<typeof simulationSchema>;

import { z } from 'zod';
import { caseStates, outcomes } from '#cases';
import { allGrounds } from './legal-words.js';

/** The newest decision of an item: what it was made of, and by whom. */
export const decisionViewSchema = z
  .object({
    itemId: z.uuid(),
    /** 1 for the first decision of the item; a person's decision after a review is a later one. */
    revision: z.int(),
    outcome: z.enum(outcomes),
    policyVersion: z.int().nullable(),
    rule: z.string().nullable(),
    inputs: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
    /** The exception or ground that the answer rests on. */
    ground: z.string().nullable(),
    /** Why it waits for a person, or what the person gave as reason. */
    reason: z.string().nullable(),
    decidedBy: z.string(),
    decidedAt: z.iso.datetime(),
  })
  .meta({ id: 'Decision' });
export type DecisionView = z.infer<typeof decisionViewSchema>;

/** A decision by hand for an item in review. */
export const handDecisionSchema = z
  .strictObject({
    outcome: z.enum(outcomes).exclude(['review']),
    reason: z.string().trim().min(1).max(1_000),
    ground: z.enum(allGrounds).optional(),
  })
  .meta({ id: 'HandDecision' });
export type HandDecision = z.infer<typeof handDecisionSchema>;

export const handDecisionAnswerSchema = z.object({
  caseId: z.uuid(),
  caseState: z.enum(caseStates),
  decision: decisionViewSchema,
});
export type HandDecisionAnswer = z.infer<typeof handDecisionAnswerSchema>;

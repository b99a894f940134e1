import { z } from 'zod';
import { fulfilments, outcomes } from '#cases';
import { allGrounds } from './legal-words.js';

const decided = z.enum(outcomes).exclude(['review']);

export const agentDecisionSchema = z.strictObject({
  token: z.uuid(),
  itemId: z.uuid(),
  outcome: decided,
  ground: z.enum(allGrounds).optional(),
  reason: z.string().trim().min(3).max(1_000),
  confirm: z.boolean().describe('False: only say what would follow.'),
});
export type AgentDecision = z.infer<typeof agentDecisionSchema>;

export const allowedOutcomeSchema = z
  .object({
    outcome: decided,
    needsGround: z.array(z.enum(allGrounds)).nullable().describe('One of these has to be named; null: none.'),
  })
  .meta({ id: 'AllowedOutcome' });

export const consequenceCodes = [
  'refund_listed',
  'refund_account',
  'refund_same_means',
  'replacement_listed',
  'replacement_withdrawn',
  'store_credit',
  'repair',
  'rejection',
  'customer_told',
  'case_waits',
] as const;

export const consequenceSchema = z
  .object({
    code: z.enum(consequenceCodes),
    params: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .describe('`amountMinor` with `currency`, `quantity`, `account` (masked), `items`.'),
  })
  .meta({ id: 'Consequence' });
export type Consequence = z.infer<typeof consequenceSchema>;

/** Either what would follow, or what the item got. */
export const agentDecisionAnswerSchema = z
  .object({
    preview: z.object({ consequences: z.array(consequenceSchema) }).nullable(),
    item: z.object({ id: z.uuid(), resolution: decided, fulfilment: z.enum(fulfilments) }).nullable(),
  })
  .meta({ id: 'AgentDecisionAnswer' });
export type AgentDecisionAnswer = z.infer<typeof agentDecisionAnswerSchema>;

import { z } from 'zod';
import { messageChannels, messagePurposes } from '../message/message-purpose.js';

/** What a step can be: a message, or an agent's call. */
export const planChannels = [...messageChannels, 'agent_call'] as const;
export type PlanChannel = (typeof planChannels)[number];

/** What became of the message before: the condition of a step. */
export const planConditions = ['bounced', 'failed', 'unknown', 'unread', 'no_address'] as const;
export type PlanCondition = (typeof planConditions)[number];

/** Conditions that hold when nothing happened for a time. */
export const timedConditions: ReadonlySet<PlanCondition> = new Set(['unknown', 'unread']);

export const planStepSchema = z.strictObject({
  channel: z.enum(planChannels),
  when: z.array(z.enum(planConditions)).min(1).max(planConditions.length).optional(),
  afterMinutes: z
    .int()
    .min(5)
    .max(30 * 24 * 60)
    .optional(),
});
export type PlanStep = z.infer<typeof planStepSchema>;

/** The ways to reach a customer for one purpose, in order. */
export const planStepsSchema = z
  .array(planStepSchema)
  .min(1)
  .max(6)
  .superRefine((steps, context) => {
    const refuse = (step: number, field: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [step, field], message });
    };
    for (const [i, step] of steps.entries()) {
      const isTimed = step.when?.some((condition) => timedConditions.has(condition)) ?? false;
      if (i === 0 && step.when) refuse(i, 'when', 'the first step has no condition');
      if (i > 0 && !step.when) refuse(i, 'when', 'says when the step is taken');
      if (i === 0 && step.channel === 'agent_call') refuse(i, 'channel', 'a message comes first');
      if (i < steps.length - 1 && i > 0 && step.channel === 'agent_call') {
        refuse(i, 'channel', 'an agent’s call is the last step');
      }
      if (isTimed && step.afterMinutes === undefined) {
        refuse(i, 'afterMinutes', 'says how long is waited for `unknown` and `unread`');
      }
      if (!isTimed && step.afterMinutes !== undefined) {
        refuse(i, 'afterMinutes', 'belongs to `unknown` and `unread`');
      }
      if (new Set(step.when).size !== (step.when?.length ?? 0)) refuse(i, 'when', 'names a condition twice');
    }
  });

export const newContactPlanSchema = z.strictObject({ steps: planStepsSchema });

const notReached = ['bounced', 'failed', 'no_address'] as const satisfies readonly PlanCondition[];

/** The plan of a client that has none for a purpose. */
export const defaultSteps: readonly PlanStep[] = [
  { channel: 'email' },
  { channel: 'sms', when: [...notReached] },
  { channel: 'agent_call', when: [...notReached] },
];

export const contactPlanViewSchema = z
  .object({
    purpose: z.enum(messagePurposes),
    version: z.int().nullable().describe('null for the default plan'),
    steps: z.array(planStepSchema),
    createdAt: z.iso.datetime().nullable(),
    createdBy: z.string().nullable(),
  })
  .meta({ id: 'ContactPlan', description: 'How customers are reached for one purpose, step by step.' });
export type ContactPlanView = z.infer<typeof contactPlanViewSchema>;

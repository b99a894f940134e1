import { z } from 'zod';
import { recordingConsents } from '#clients';

/** How an agent reaches a customer: in the browser, over their own phone, or by dialling on any other phone. */
export const callWays = ['browser', 'bridge', 'hand'] as const;
export type CallWay = (typeof callWays)[number];

const callStates = ['dialling', 'ringing', 'talking', 'held', 'ended', 'failed'] as const;
export type CallState = (typeof callStates)[number];

const token = z.uuid();

export const dialSchema = z.strictObject({ token, way: z.enum(callWays) });
export type Dial = z.output<typeof dialSchema>;

export const callOrderSchema = z.strictObject({ token });
export type CallOrder = z.output<typeof callOrderSchema>;

const transferTargetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('team_lead'), agentId: z.uuid() }),
  z.strictObject({ kind: z.literal('client_line') }).meta({
    description: 'The line that the client has named for customers of that country.',
  }),
]);
export type TransferTarget = z.output<typeof transferTargetSchema>;

export const transferSchema = z.discriminatedUnion('mode', [
  z.strictObject({ token, mode: z.literal('warm'), to: transferTargetSchema }),
  z.strictObject({ token, mode: z.literal('cold'), to: transferTargetSchema }),
  z.strictObject({ token, mode: z.literal('complete') }),
]);
export type Transfer = z.output<typeof transferSchema>;

export const recordingOrderSchema = z.strictObject({
  token,
  action: z.enum(['start', 'pause', 'resume', 'stop']),
  consent: z
    .enum(['told', 'given'])
    .nullable()
    .default(null)
    .describe('For `start`: the customer was told, or has said yes; the country decides which is needed.'),
});
export type RecordingOrder = z.output<typeof recordingOrderSchema>;

export const callViewSchema = z
  .object({
    id: z.uuid(),
    way: z.enum(callWays),
    state: z.enum(callStates),
    startedAt: z.iso.datetime(),
    answeredAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
    /** Talk time; the provider's own count once the call is over. */
    seconds: z.int().nullable(),
    heldSeconds: z.int(),
    heldSince: z.iso.datetime().nullable(),
    /** Why it failed or was not answered, a code. */
    reason: z.string().nullable(),
    recording: z.enum(['off', 'on', 'paused']),
    transfer: z.enum(['warm', 'cold', 'done']).nullable(),
  })
  .meta({ id: 'Call', description: 'A call of an agent to a customer.' });
export type CallView = z.infer<typeof callViewSchema>;

export const dialledCallSchema = callViewSchema
  .extend({
    /** Only when dialled by hand: showing it counts as a reveal. */
    number: z.string().optional(),
    /** Only in the browser: lets it connect to this one call, for ten minutes. */
    accessToken: z.string().optional(),
    recordingConsent: z.enum(recordingConsents),
  })
  .meta({ id: 'DialledCall' });
export type DialledCall = z.infer<typeof dialledCallSchema>;

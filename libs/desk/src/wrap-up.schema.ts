import { z } from 'zod';
import { notificationPurposes } from '#clients';
import { noteTextSchema } from './claim-note.schema.js';

export const nextStepSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('callback'),
    at: z.iso.datetime({ offset: true }).meta({ description: 'When the customer was promised a call.' }),
    owned: z
      .boolean()
      .default(false)
      .meta({ description: 'The same agent first, until 15 minutes after, or away.' }),
  }),
  z.strictObject({
    kind: z.literal('message'),
    purpose: z.enum(notificationPurposes),
    channel: z.enum(['email', 'sms', 'whatsapp', 'voice']),
  }),
]);
export type NextStep = z.output<typeof nextStepSchema>;

export const wrapUpSchema = z.strictObject({
  token: z.uuid(),
  disposition: z.string().max(40),
  note: noteTextSchema.default(''),
  next: nextStepSchema.nullable().default(null),
});
export type WrapUp = z.output<typeof wrapUpSchema>;

export const wrappedUpSchema = z
  .object({
    contactId: z.uuid().nullable(),
    handlingSeconds: z.int(),
    billable: z.boolean(),
    billingReason: z.string(),
    nextWorkItemId: z.uuid().nullable(),
  })
  .meta({
    id: 'WrappedUp',
    description: 'What came of a claim: its contact, its time, and what is charged.',
  });
export type WrappedUp = z.infer<typeof wrappedUpSchema>;

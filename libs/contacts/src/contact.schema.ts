import { z } from 'zod';

/** One try to make a contact, as the case view shows it. */
export const attemptViewSchema = z
  .object({
    seq: z.int(),
    channel: z.string(),
    at: z.iso.datetime(),
    outcome: z.string(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'ContactAttempt' });

/** A concluded contact, as the case view shows it. */
export const contactViewSchema = z
  .object({
    id: z.uuid(),
    sourceKind: z.enum(['message', 'call', 'inbound']),
    sourceId: z.uuid(),
    purpose: z.string(),
    channel: z.enum(['email', 'sms', 'whatsapp', 'voice', 'letter']),
    direction: z.enum(['outbound', 'inbound']),
    language: z.string(),
    outcome: z.string(),
    disposition: z.string().nullable(),
    handlingSeconds: z.int().nullable(),
    concludedAt: z.iso.datetime(),
    billable: z.boolean(),
    billingReason: z.string(),
    attempts: z.array(attemptViewSchema),
  })
  .meta({
    id: 'Contact',
    description: 'One concluded communication about a case, and why it is charged or not.',
  });

export type ContactView = z.infer<typeof contactViewSchema>;

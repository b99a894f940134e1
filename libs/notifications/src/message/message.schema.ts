import { z } from 'zod';
import { messageStates } from './message.states.js';

/** A message as a case's page shows it. */
export const messageViewSchema = z
  .object({
    id: z.uuid(),
    purpose: z.string(),
    channel: z.enum(['email', 'sms', 'whatsapp', 'voice', 'letter']),
    language: z.string(),
    recipient: z.string(),
    state: z.enum(messageStates),
    attempts: z.int(),
    reason: z.string().nullable(),
    step: z.int().describe('Which step of the contact plan it is, from 0.'),
    planVersion: z.int().nullable().describe('Version of that plan; null for the default one.'),
    heldUntil: z.iso.datetime().nullable().describe('Kept back until then, for the reason given.'),
    segments: z.int().nullable(),
    subject: z.string().nullable(),
    text: z.string().nullable(),
    createdAt: z.iso.datetime(),
    sentAt: z.iso.datetime().nullable(),
    deliveredAt: z.iso.datetime().nullable(),
    readAt: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'Message',
    description: 'A message to the customer: state, attempts, and what was said once it was.',
  });
export type MessageView = z.infer<typeof messageViewSchema>;

/** One message with its HTML as it was sent. */
export const messageDetailSchema = messageViewSchema
  .extend({ html: z.string().nullable() })
  .meta({ id: 'MessageDetail' });
export type MessageDetail = z.infer<typeof messageDetailSchema>;

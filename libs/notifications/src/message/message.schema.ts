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
    subject: z.string().nullable(),
    text: z.string().nullable(),
    createdAt: z.iso.datetime(),
    sentAt: z.iso.datetime().nullable(),
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

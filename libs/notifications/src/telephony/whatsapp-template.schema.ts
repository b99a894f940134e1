import { z } from 'zod';
import { messagePurposes } from '../message/message-purpose.js';
import { messageLanguages } from '../writing/languages.js';

/** A `draft` is not with WhatsApp yet; `paused` was approved and is held back by WhatsApp for its quality. */
export const templateStates = ['draft', 'submitted', 'approved', 'rejected', 'paused'] as const;

export const newWhatsAppTemplateSchema = z.strictObject({
  purpose: z.enum(messagePurposes),
  language: z.enum(messageLanguages),
});
export type NewWhatsAppTemplate = z.infer<typeof newWhatsAppTemplateSchema>;

export const whatsAppTemplateSchema = z
  .object({
    id: z.uuid(),
    purpose: z.enum(messagePurposes),
    language: z.string(),
    version: z.int(),
    body: z.string().describe('With {{1}}, {{2}} … where a message’s own words go.'),
    state: z.enum(templateStates),
    reason: z.string().nullable(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'WhatsAppTemplate', description: 'Words that WhatsApp has approved, or is asked to.' });
export type WhatsAppTemplate = z.infer<typeof whatsAppTemplateSchema>;

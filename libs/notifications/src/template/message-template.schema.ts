import { z } from 'zod';
import { pageOf, pageSchema } from '#platform';
import { messageChannels, messagePurposes } from '../message/message-purpose.js';
import { messageLanguages } from '../writing/languages.js';
import { placeholders } from './placeholders.js';

/** Beyond this nothing is looked at: the check has its own, lower limits. */
const beyondAll = 20_000;
const words = z.string().max(beyondAll);

const formsSchema = z.strictObject({
  zero: words.optional(),
  one: words.optional(),
  two: words.optional(),
  few: words.optional(),
  many: words.optional(),
  other: words.optional(),
});

const textSchema = z.union([words, formsSchema]).meta({
  id: 'TemplateText',
  description: 'A text, or one for each plural form of the language where it has {{count}}.',
});
export type TemplateText = z.infer<typeof textSchema>;

/** A client's own words. Mails have subject and paragraphs, the other channels a text. */
export const templatePartsSchema = z
  .strictObject({
    subject: words.optional(),
    /** Where the customer's name is known; else our own greeting stands. */
    greeting: words.optional(),
    paragraphs: z.array(textSchema).max(100).optional(),
    regards: words.optional(),
    signature: words.optional(),
    senderName: words.optional(),
    text: textSchema.optional(),
  })
  .meta({
    id: 'TemplateParts',
    description:
      'Plain text with {{placeholders}} of a closed list. In a mail, {{items}}, {{details}} and {{asked}} each fill a paragraph alone.',
  });
export type TemplateParts = z.infer<typeof templatePartsSchema>;

export const templateBodySchema = z.strictObject({ parts: templatePartsSchema });
export type TemplateBody = z.infer<typeof templateBodySchema>;

export const templatePreviewRequestSchema = z.strictObject({
  /** The words to try; without them those in force, else ours. */
  parts: templatePartsSchema.optional(),
  /** A case of the client; without it an invented one. */
  caseId: z.uuid().optional(),
});
export type TemplatePreviewRequest = z.infer<typeof templatePreviewRequestSchema>;

const key = {
  purpose: z.enum(messagePurposes),
  language: z.enum(messageLanguages),
  channel: z.enum(messageChannels),
};
export const templateKeySchema = z.object(key);
export type TemplateKey = z.infer<typeof templateKeySchema>;

export const templateQuerySchema = pageSchema.extend({
  purpose: key.purpose.optional(),
  language: key.language.optional(),
  channel: key.channel.optional(),
});
export type TemplateQuery = z.infer<typeof templateQuerySchema>;

const made = { version: z.int(), createdBy: z.string(), createdAt: z.iso.datetime() };

export const templateSummarySchema = z.object({ ...key, ...made }).meta({ id: 'MessageTemplateSummary' });
export type TemplateSummary = z.infer<typeof templateSummarySchema>;
export const templatePageSchema = pageOf(templateSummarySchema);

export const templateViewSchema = z
  .object({
    ...key,
    /** Null: our own words are in force. */
    inForce: z.int().nullable(),
    parts: templatePartsSchema.nullable(),
    /** What the words may leave open, and what they must say: of each row at least one. */
    placeholders: z.array(z.enum(placeholders)),
    required: z.array(z.array(z.enum(placeholders))),
    /** The newest 100, newest first. */
    versions: z.array(
      z.object({ ...made, retiredAt: z.iso.datetime().nullable(), parts: templatePartsSchema }),
    ),
  })
  .meta({ id: 'MessageTemplate' });
export type TemplateView = z.infer<typeof templateViewSchema>;

export const templateFindingSchema = z
  .object({
    path: z.string().describe('RFC 6901 JSON pointer into the parts.'),
    code: z.string(),
    message: z.string(),
  })
  .meta({ id: 'TemplateFinding' });

export const templateCheckSchema = z.object({ findings: z.array(templateFindingSchema) });
export type TemplateCheck = z.infer<typeof templateCheckSchema>;

export const templatePreviewSchema = z
  .object({
    subject: z.string().nullable(),
    senderName: z.string().nullable(),
    html: z.string().nullable(),
    /** The plain text of a mail, the body of an SMS or WhatsApp message, the sentences of a spoken one, a line each. */
    text: z.string(),
    sms: z.object({ encoding: z.enum(['GSM-7', 'UCS-2']), units: z.int(), segments: z.int() }).nullable(),
    /** What WhatsApp approves beforehand, and the values of this message. */
    whatsapp: z.object({ body: z.string(), values: z.array(z.string()) }).nullable(),
  })
  .meta({ id: 'MessagePreview' });
export type TemplatePreview = z.infer<typeof templatePreviewSchema>;

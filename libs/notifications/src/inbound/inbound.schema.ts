import { z } from 'zod';
import { messageChannels } from '../message/message-purpose.js';

/** Who says that an answer is the customer's. */
const vouchers = ['dkim', 'spf', 'relay', 'address', 'provider', 'staff'] as const;
export type Voucher = (typeof vouchers)[number];

const attachmentSchema = z
  .object({ id: z.uuid(), name: z.string(), mediaType: z.string(), byteCount: z.int() })
  .meta({ id: 'Attachment', description: 'A file that came with an answer; its type is by its content.' });

const replyViewSchema = z
  .object({
    id: z.uuid(),
    messageId: z
      .uuid()
      .nullable()
      .meta({ description: 'The message that is answered, where that is known.' }),
    channel: z.enum([...messageChannels, 'letter']),
    text: z.string().meta({ description: 'The customer’s own words, without what they quote.' }),
    vouchedBy: z.enum(vouchers),
    receivedAt: z.iso.datetime(),
    attachments: z.array(attachmentSchema),
  })
  .meta({ id: 'Reply', description: 'A customer’s answer.' });
export type ReplyView = z.infer<typeof replyViewSchema>;

export const repliesSchema = z.object({ data: z.array(replyViewSchema) }).meta({ id: 'Replies' });

export const unverifiedMailSchema = z
  .object({
    id: z.uuid(),
    caseId: z.uuid().nullable(),
    recipient: z.string(),
    from: z.string().nullable().meta({ description: 'As the mail says; nobody vouches for it.' }),
    subject: z.string().nullable(),
    reason: z.string(),
    byteCount: z.int(),
    receivedAt: z.iso.datetime(),
  })
  .meta({ id: 'UnverifiedMail' });
export type UnverifiedMail = z.infer<typeof unverifiedMailSchema>;

export const unverifiedMailDetailSchema = unverifiedMailSchema
  .extend({ text: z.string(), attachments: z.array(z.object({ name: z.string(), byteCount: z.int() })) })
  .meta({ id: 'UnverifiedMailDetail' });
export type UnverifiedMailDetail = z.infer<typeof unverifiedMailDetailSchema>;

export const assignmentSchema = z.object({ caseId: z.uuid() });

import { z } from 'zod';
import { messageChannels } from '../message/message-purpose.js';

const reason = z.string().regex(/^[a-z][a-z0-9_]{2,39}$/, 'a code such as asked_by_phone');

export const newSuppressionSchema = z.strictObject({
  channel: z.enum(messageChannels),
  address: z.string().min(3).max(254).describe('A mail address, or a phone number with its country code.'),
  reason,
});
export type NewSuppression = z.infer<typeof newSuppressionSchema>;

export const suppressionViewSchema = z
  .object({
    id: z.uuid(),
    channel: z.enum(messageChannels),
    address: z.string(),
    reason: z.string(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: 'Suppression', description: 'An address that a client’s messages no longer go to.' });
export type SuppressionView = z.infer<typeof suppressionViewSchema>;

import { z } from 'zod';
import { phoneChannels } from './telephony-provider.js';

const number = z.string().regex(/^\+[1-9]\d{6,14}$/, 'a number with its country code, as +4930123456');

export const newSenderSchema = z
  .strictObject({
    address: z
      .string()
      .max(34)
      .describe('A number, up to 11 letters and digits, or the id of a messaging service (MG…).'),
    costMicros: z
      .int()
      .min(0)
      .max(100_000_000)
      .default(0)
      .describe('Expected price of a segment, message or call, in millionths of the client’s currency.'),
    connectTo: number.nullable().default(null).describe('The line that customers are connected to.'),
  })
  .meta({ id: 'NewSender' });
export type NewSender = z.output<typeof newSenderSchema>;

export const senderPlaceSchema = z.object({
  channel: z.enum(phoneChannels),
  country: z.string().regex(/^([A-Z]{2}|\*)$/, 'an ISO country, or * for all others'),
});
export type SenderPlace = z.infer<typeof senderPlaceSchema>;

export const senderViewSchema = z
  .object({
    channel: z.enum(phoneChannels),
    country: z.string(),
    address: z.string(),
    costMicros: z.int(),
    connectTo: z.string().nullable(),
  })
  .meta({ id: 'Sender', description: 'Under which name or number a client writes or calls.' });
export type SenderView = z.infer<typeof senderViewSchema>;

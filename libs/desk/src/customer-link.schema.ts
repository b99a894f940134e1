import { z } from 'zod';

/** What a customer can be asked to type themselves. */
export const linkAsks = ['address', 'iban', 'choice'] as const;
export type LinkAsk = (typeof linkAsks)[number];

export const newLinkSchema = z.strictObject({
  token: z.uuid(),
  asks: z
    .array(z.enum(linkAsks))
    .min(1)
    .max(linkAsks.length)
    .refine((asks) => new Set(asks).size === asks.length, 'each once'),
  channel: z.enum(['email', 'sms']),
});
export type NewLinkRequest = z.infer<typeof newLinkSchema>;

export const sentLinkSchema = z
  .object({ sentTo: z.string().describe('Masked.'), expiresAt: z.iso.datetime() })
  .meta({ id: 'SentLink' });
export type SentLink = z.infer<typeof sentLinkSchema>;

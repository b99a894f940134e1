import { z } from 'zod';

const unitPrice = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,4})?$/, 'a decimal with at most four digits after the point')
  .meta({
    description: 'Price per contact in the rate’s currency, at most four decimals.',
    example: '0.5500',
  });
const word = z.string().regex(/^[a-z][a-z0-9_.:-]{0,59}$/);

/**
 * An exception to the rate's price or to what is charged by default. A rule without `outcome` and `disposition` speaks of
 * contacts that are charged by default only; one that names either speaks of every contact it matches, so that it
 * can charge what is free otherwise.
 */
export const rateRuleSchema = z
  .strictObject({
    channel: z.enum(['email', 'sms', 'whatsapp', 'voice', 'letter']).optional(),
    purpose: word.optional(),
    direction: z.enum(['outbound', 'inbound']).optional(),
    outcome: word.optional(),
    disposition: word.optional(),
    billable: z.boolean(),
    unitPrice: unitPrice.optional(),
  })
  .refine((rule) => rule.billable || rule.unitPrice === undefined, {
    path: ['unitPrice'],
    message: 'what is not charged has no price',
  });
export type RateRule = z.infer<typeof rateRuleSchema>;

export const newRateSchema = z.strictObject({
  effectiveFrom: z.iso
    .datetime()
    .optional()
    .meta({ description: 'Default: from now on; for a client’s first rate, from the beginning.' }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  unitPrice,
  rules: z.array(rateRuleSchema).max(200).default([]),
});
export type NewRate = z.input<typeof newRateSchema>;

export const rateViewSchema = z
  .object({
    version: z.int(),
    effectiveFrom: z.iso.datetime(),
    currency: z.string(),
    unitPrice: z.string(),
    rules: z.array(rateRuleSchema),
    createdBy: z.string(),
    createdAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Rate' });
export type RateView = z.infer<typeof rateViewSchema>;

/** A version of a client's rate in memory; prices in ten-thousandths. Rules in order, first match wins. */
export interface Rate {
  readonly version: number;
  readonly effectiveFrom: Date;
  readonly currency: string;
  readonly unitPriceE4: number;
  readonly rules: readonly RateRule[];
}

import { z } from 'zod';

/** Money in the API. */
export const moneySchema = z
  .object({ amountMinor: z.int(), currency: z.string().regex(/^[A-Z]{3}$/) })
  .meta({ id: 'Money', description: 'Whole minor units (cents) plus ISO 4217 currency.' });

/** A page of a list in the API. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), next: z.string().nullable() });
}

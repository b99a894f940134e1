import { z } from 'zod';

export const revealFields = ['iban', 'phone', 'email', 'address'] as const;
export type RevealField = (typeof revealFields)[number];

export const revealSchema = z.strictObject({
  token: z.uuid(),
  field: z.enum(revealFields),
  reason: z.string().trim().min(3).max(300).describe('Why it has to be seen; kept with who saw it.'),
});
export type RevealRequest = z.infer<typeof revealSchema>;

export const revealedSchema = z
  .object({ value: z.string() })
  .meta({ id: 'Revealed', description: 'A customer’s detail in clear.' });

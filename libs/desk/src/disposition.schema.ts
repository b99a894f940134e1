import { z } from 'zod';

/** Languages in which agents work; a disposition has its name in English and any of the others. */
export const agentLanguages = ['en', 'es', 'de', 'fr', 'pl', 'pt', 'it', 'nl', 'el', 'ro'] as const;
export type AgentLanguage = (typeof agentLanguages)[number];

/** When a customer who was not reached is rung up again. */
export const retryRulesSchema = z.strictObject({
  afterMinutes: z.int().min(5).max(20_160).describe('Not before so much time has gone by.'),
  maxTries: z.int().min(1).max(50).describe('Calls about the case altogether, this one included.'),
});
export type RetryRules = z.infer<typeof retryRulesSchema>;

export const dispositionFlagsSchema = z.strictObject({
  humanAnswered: z.boolean(),
  rightParty: z.boolean(),
  resolved: z.boolean(),
  retry: z.boolean(),
  numberBad: z.boolean(),
  doNotContact: z.boolean(),
  callback: z.boolean(),
  billable: z.boolean().describe('False: not charged, unless the client’s rate names this disposition.'),
});
export type DispositionFlags = z.infer<typeof dispositionFlagsSchema>;

const label = z.string().trim().min(1).max(60);

export const dispositionSchema = z
  .strictObject({
    code: z.string().regex(/^[a-z][a-z0-9_]{1,39}$/),
    hotkey: z.string().regex(/^[a-z0-9]$/, 'one key'),
    labels: z.partialRecord(z.enum(agentLanguages), label).refine((labels) => labels.en !== undefined, {
      path: ['en'],
      error: 'an English name',
    }),
    flags: dispositionFlagsSchema,
    retryRules: retryRulesSchema.nullable(),
  })
  .refine(({ flags, retryRules }) => !flags.retry || retryRules !== null, {
    path: ['retryRules'],
    error: 'say when to try again',
  })
  .meta({ id: 'Disposition', description: 'How an agent contact ended, on one key.' });
export type Disposition = z.infer<typeof dispositionSchema>;

/** A client's own set, in the order in which agents see it. */
export const dispositionSetSchema = z.strictObject({
  data: z
    .array(dispositionSchema)
    .min(1)
    .max(15)
    .refine(
      areDistinct((d) => d.code),
      'each code once',
    )
    .refine(
      areDistinct((d) => d.hotkey),
      'each key once',
    ),
});
export type DispositionSet = z.infer<typeof dispositionSetSchema>;

function areDistinct(key: (of: Disposition) => string): (all: readonly Disposition[]) => boolean {
  return (all) => new Set(all.map(key)).size === all.length;
}

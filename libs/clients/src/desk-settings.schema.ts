import { z } from 'zod';

/**
 * How a recording comes about in a country: `never`, after the customer was told (`announce`), or after the customer has
 * said yes (`ask`).
 */
export const recordingConsents = ['never', 'announce', 'ask'] as const;

/** What a client has agreed about the work of agents for it. */
export const deskSettingsSchema = z
  .object({
    wrapUp: z
      .object({
        mode: z
          .enum(['optional', 'required', 'timed'])
          .default('optional')
          .describe(
            '`required`: not without a note. `timed`: finished by itself after `seconds` of wrap-up, uncharged.',
          ),
        seconds: z.int().min(5).max(600).default(30),
      })
      .prefault({}),
    callCapPerNumber: z.int().min(1).max(50).default(5).describe('Calls to one customer in seven days.'),
    callCapPerCase: z.int().min(1).max(50).default(6).describe('Calls about one case, altogether.'),
    callerLine: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/)
      .nullable()
      .default(null)
      .describe('The number that customers see; in E.164.'),
    recording: z
      .object({
        isOn: z.boolean().default(false),
        consent: z
          .record(z.string().regex(/^[A-Z]{2}$/), z.enum(recordingConsents))
          .default({})
          .describe('By the customer’s country; `ask` where it is not named.'),
      })
      .prefault({}),
  })
  .meta({ id: 'DeskSettings' });
export type DeskSettings = z.infer<typeof deskSettingsSchema>;

import { z } from 'zod';

export const staffingQuerySchema = z.object({
  on: z.iso.date(),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional()
    .describe('All languages together unless said.'),
});
export type StaffingQuery = z.infer<typeof staffingQuerySchema>;

export const staffingSchema = z
  .object({
    on: z.iso.date(),
    zone: z.string(),
    language: z.string().nullable(),
    serviceLevel: z.number(),
    targetSeconds: z.int(),
    occupancyCap: z.number(),
    /** What the figures rest on: formula, weeks of history, items counted. */
    source: z.object({ formula: z.string(), weeks: z.int(), items: z.int(), waitingNow: z.int() }),
    halfHours: z.array(
      z.object({
        from: z.iso.datetime(),
        /** Items that are expected to come up for an agent. */
        arrivals: z.number(),
        ahtSeconds: z.number(),
        required: z.int(),
        /** Agents on shift who speak the language; part of the half hour counts as part of an agent. */
        rostered: z.number(),
      }),
    ),
  })
  .meta({
    id: 'Staffing',
    description: 'Agents that each half hour of a local day needs, beside those rostered.',
  });
export type Staffing = z.infer<typeof staffingSchema>;

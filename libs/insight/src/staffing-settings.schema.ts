import { z } from 'zod';
import { moneySchema } from '#platform';

export const staffingSettingsSchema = z
  .strictObject({
    agentCostPerHour: moneySchema
      .nullable()
      .default(null)
      .describe('What an hour of an agent costs the operator; margins are unknown without it.'),
    serviceLevel: z
      .strictObject({
        share: z.number().min(0.1).max(0.99).default(0.8),
        targetSeconds: z.int().min(5).max(86_400).default(300),
      })
      .prefault({})
      .describe('Which share of items is to be taken within how long of when they could be.'),
    occupancyCap: z
      .number()
      .min(0.5)
      .max(0.95)
      .default(0.85)
      .describe('The most that agents are to be busy.'),
    historyWeeks: z
      .int()
      .min(1)
      .max(26)
      .default(6)
      .describe('Of how many same weekdays arrivals are averaged.'),
  })
  .meta({ id: 'StaffingSettings', description: 'What the operator plans and judges its agents’ time by.' });
export type StaffingSettings = z.infer<typeof staffingSettingsSchema>;

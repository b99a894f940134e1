import { z } from 'zod';
import { moneySchema, pageSchema } from '#platform';

export const statisticsBy = ['agent', 'queue', 'client', 'language'] as const;
export type StatisticsBy = (typeof statisticsBy)[number];

const instant = z.iso.datetime({ offset: true });

export const statisticsQuerySchema = pageSchema.extend({
  by: z.enum(statisticsBy),
  from: instant,
  until: instant,
});
export type StatisticsQuery = z.infer<typeof statisticsQuerySchema>;

export const statisticsRowSchema = z
  .object({
    key: z.string(),
    label: z.string(),
    contacts: z.int(),
    meanSeconds: z.number(),
    medianSeconds: z.number(),
    p90Seconds: z.number(),
    withinBudget: z.number().min(0).max(1).describe('The share of contacts that took at most 90 s.'),
    revenue: moneySchema,
    revenuePerHour: moneySchema.describe('Of handling time.'),
    margin: moneySchema
      .nullable()
      .describe('Less the cost of the handling time; null where that is unknown.'),
  })
  .meta({
    id: 'StatisticsRow',
    description: 'Handling time and money of agents’ contacts; one row per key and currency.',
  });
export type StatisticsRow = z.infer<typeof statisticsRowSchema>;

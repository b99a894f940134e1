import { z } from 'zod';
import { pageSchema } from '#platform';

const instant = z.iso.datetime({ offset: true });
const dayMs = 86_400_000;

export const newShiftSchema = z
  .strictObject({ agentId: z.uuid(), from: instant, until: instant })
  .refine(({ from, until }) => Date.parse(until) > Date.parse(from), {
    path: ['until'],
    error: 'after its start',
  })
  .refine(({ from, until }) => Date.parse(until) - Date.parse(from) <= dayMs, {
    path: ['until'],
    error: 'within 24 hours of its start',
  });
export type NewShift = z.infer<typeof newShiftSchema>;

export const shiftQuerySchema = pageSchema.extend({
  from: instant,
  until: instant,
  agentId: z.uuid().optional(),
});
export type ShiftQuery = z.infer<typeof shiftQuerySchema>;

export const shiftSchema = z
  .object({
    id: z.uuid(),
    agentId: z.uuid(),
    agentName: z.string(),
    from: z.iso.datetime(),
    until: z.iso.datetime(),
  })
  .meta({ id: 'Shift', description: 'When an agent is rostered to work.' });
export type Shift = z.infer<typeof shiftSchema>;

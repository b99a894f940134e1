import { z } from 'zod';

export const agentDaySchema = z
  .object({
    contacts: z.int(),
    handlingSeconds: z.int(),
    ahtSeconds: z.number().nullable(),
    budgetSeconds: z.int(),
  })
  .meta({ id: 'AgentDay', description: 'Contacts of a local day, with their handling time.' });
export type AgentDay = z.infer<typeof agentDaySchema>;

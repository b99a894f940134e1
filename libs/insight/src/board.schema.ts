import { z } from 'zod';
import { moneySchema } from '#platform';
import { presenceStates, skills, workItemKinds } from '#desk';

const share = z.number().min(0).max(1);
const seconds = z.number();

export const boardQueueSchema = z.object({
  clientId: z.uuid(),
  clientCode: z.string(),
  language: z.string(),
  skill: z.enum(skills),
  kindCounts: z.partialRecord(z.enum(workItemKinds), z.int()),
  waiting: z.int(),
  /** Since the oldest of them could be taken. */
  oldestSeconds: seconds,
  /** Callbacks whose promised time has come. */
  overdue: z.int(),
  /** Statutory deadlines within three days, or past. */
  dueSoon: z.int(),
});
export type BoardQueue = z.infer<typeof boardQueueSchema>;

export const boardAgentSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  state: z.enum(presenceStates),
  since: z.iso.datetime().nullable(),
  claim: z
    .object({
      id: z.uuid(),
      workItemId: z.uuid(),
      clientCode: z.string(),
      kind: z.enum(workItemKinds),
      language: z.string(),
      seconds,
    })
    .nullable(),
  contactsToday: z.int(),
  ahtSeconds: seconds.nullable(),
  occupancy: share.nullable(),
  adherence: share.nullable(),
});
export type BoardAgent = z.infer<typeof boardAgentSchema>;

export const boardSchema = z
  .object({
    at: z.iso.datetime(),
    /** When waiting items were counted; a full queue is counted less often. */
    countedAt: z.iso.datetime(),
    waiting: z.int().describe('In all queues.'),
    queues: z
      .array(boardQueueSchema)
      .describe('Those with overdue callbacks first, then the oldest; 500 at most.'),
    agents: z.array(boardAgentSchema),
    serviceLevel: z.object({ targetSeconds: seconds, share: share.nullable(), answered: z.int() }),
    aht: z.object({ today: seconds.nullable(), budget: seconds, sameWeekday: seconds.nullable() }),
    contacts: z.object({ today: z.int(), sameWeekday: z.int() }),
    money: z.object({ revenuePerHour: moneySchema, marginPerContact: moneySchema.nullable() }),
  })
  .meta({ id: 'Board', description: 'What waits, who is there and how the day goes, until this moment.' });
export type BoardView = z.infer<typeof boardSchema>;

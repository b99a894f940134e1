import { z } from 'zod';

const weight = z
  .int()
  .min(-200)
  .max(200)
  .meta({ description: 'As much as a priority would move each item; 0 takes the weight away.' });

export const queueWeightSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('client'), key: z.uuid(), weight }),
    z.strictObject({ kind: z.literal('language'), key: z.string().regex(/^[a-z]{2}$/), weight }),
  ])
  .meta({ id: 'QueueWeight', description: 'How much a client or a language is favoured in the queue.' });

export const queueWeightsSchema = z.object({ data: z.array(queueWeightSchema) });

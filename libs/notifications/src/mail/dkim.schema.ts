import { z } from 'zod';

export const dkimKeySchema = z
  .object({
    id: z.uuid(),
    domain: z.string(),
    selector: z.string(),
    state: z.enum(['pending', 'verified', 'retired']),
    record: z
      .object({ name: z.string(), type: z.literal('TXT'), value: z.string() })
      .meta({ description: 'What to publish in the domain’s DNS.' }),
    problem: z.string().nullable().meta({
      description:
        'What the last check found: `not_published`, `different`, `dns_unavailable`; null when it was right.',
    }),
    createdAt: z.iso.datetime(),
    checkedAt: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'DkimKey',
    description: 'A key that signs a client’s mails. It signs once its record is published and checked.',
  });
export type DkimKey = z.infer<typeof dkimKeySchema>;

export const dkimKeysSchema = z.object({ data: z.array(dkimKeySchema) }).meta({ id: 'DkimKeys' });

import { z } from 'zod';
import { workItemKinds } from './work-item.schema.js';

/** An agent's hold on a work item, as its holder sees it. */
export const claimViewSchema = z
  .object({
    id: z.uuid(),
    /** Goes with every request about this claim: a late one, of a tab or laptop that slept, is refused. */
    token: z.uuid(),
    clientId: z.uuid(),
    workItemId: z.uuid(),
    kind: z.enum(workItemKinds),
    caseId: z.uuid().nullable(),
    subjectId: z.uuid(),
    reason: z.string(),
    language: z.string(),
    dueOn: z.string().nullable(),
    claimedAt: z.iso.datetime(),
    leaseUntil: z.iso.datetime(),
    /** Handling time so far, gaps left out, by the database's clock. */
    handlingSeconds: z.number(),
  })
  .meta({ id: 'Claim', description: 'An exclusive, leased hold on one work item.' });
export type ClaimView = z.infer<typeof claimViewSchema>;

export const claimTokenSchema = z.object({ token: z.uuid() });
export const claimEndSchema = z.object({ token: z.uuid(), reason: z.string().trim().min(1).max(500) });
export const breakSchema = z.object({ reason: z.string().trim().min(3).max(500) });
export const heartbeatSchema = z
  .object({ leaseUntil: z.iso.datetime(), handlingSeconds: z.number() })
  .meta({ id: 'Heartbeat' });
export type Heartbeat = z.infer<typeof heartbeatSchema>;

import { z } from 'zod';
import { pageSchema } from '#platform';

/** What kind of thing waits for a person. */
export const workItemKinds = [
  'review',
  'failed_message',
  'refund_problem',
  'out_of_stock',
  'changed_case',
  'call',
  'callback',
  'reply',
  'unverified_mail',
] as const;
export type WorkItemKind = (typeof workItemKinds)[number];

/** Something to look at, before it is queued. */
export interface NewWorkItem {
  /** Given where the caller wants to speak of it; otherwise made. */
  readonly id?: string;
  readonly kind: WorkItemKind;
  /** Null for what belongs to no case: a stranger's mail. */
  readonly caseId: string | null;
  /** The row it is about: a case item, the case, a message, a listing line. */
  readonly subjectId: string;
  /** A code, never personal data. */
  readonly reason: string;
  /** What a call is to tell the customer, as the contact that comes of it is charged once per case and purpose. */
  readonly purpose?: string | null;
  readonly language: string;
  /** Higher comes first; 0 unless said. */
  readonly priority?: number;
  /** The statutory deadline, a local ISO date. */
  readonly dueOn?: string | null;
  /** When a callback was promised for. */
  readonly dueAt?: Date | null;
  /**
   * From when on it may be taken, and until when before it must wait for its next hour. Calls and callbacks about a case get the
   * hours in which its customer may be rung up, unless said.
   */
  readonly availableAt?: Date | null;
  readonly availableUntil?: Date | null;
  /** Where the customer lives, for calling times. */
  readonly country?: string | null;
  /** The agent whom a callback was promised by. */
  readonly ownerId?: string | null;
}

export const assignmentSchema = z.strictObject({ agentId: z.uuid() });
export const prioritySchema = z.strictObject({ priority: z.int().min(-500).max(500) });

export const workItemQuerySchema = pageSchema.extend({
  kind: z.enum(workItemKinds).optional(),
  caseId: z.uuid().optional(),
});
export type WorkItemQuery = z.infer<typeof workItemQuerySchema>;

/** A work item as the API shows it. */
export const workItemSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(workItemKinds),
    caseId: z.uuid().nullable(),
    subjectId: z.uuid(),
    reason: z.string(),
    language: z.string(),
    priority: z.int(),
    dueOn: z.string().nullable(),
    createdAt: z.string(),
  })
  .meta({ id: 'WorkItem' });
export type WorkItem = z.infer<typeof workItemSchema>;

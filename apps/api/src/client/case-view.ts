import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database, type Ctx } from '#platform';
import { caseDetailSchema, caseItemViewSchema, Cases } from '#cases';
import { Contacts, contactViewSchema } from '#contacts';
import { messageViewSchema, Notifications } from '#notifications';
import { decisionViewSchema, Resolution } from '#resolution';

const itemSchema = caseItemViewSchema
  .extend({ decision: decisionViewSchema.nullable() })
  .meta({ id: 'DecidedCaseItem' });

/** A case with all that is known of it: items with their decisions, timeline, messages, contacts. */
export const fullCaseSchema = caseDetailSchema
  .extend({
    items: z.array(itemSchema),
    messages: z.array(messageViewSchema),
    contacts: z.array(contactViewSchema),
  })
  .meta({ id: 'Case' });
export type FullCase = z.infer<typeof fullCaseSchema>;

/** Puts together what the libraries know of a case. */
@Injectable()
export class CaseViews {
  constructor(
    private readonly db: Database,
    private readonly cases: Cases,
    private readonly resolution: Resolution,
    private readonly notifications: Notifications,
    private readonly contacts: Contacts,
  ) {}

  /** One case, read in one transaction; raises `case.unknown`. */
  async full(ctx: Ctx, caseId: string): Promise<FullCase> {
    return this.db.tx(ctx, async () => {
      const detail = await this.cases.get(ctx, caseId);
      const decisions = await this.resolution.decisionsOf(ctx, caseId);
      const messages = await this.notifications.ofCase(ctx, caseId);
      const contacts = await this.contacts.ofCase(ctx, caseId);
      const byItem = new Map(decisions.map((decision) => [decision.itemId, decision]));
      const items = detail.items.map((item) => ({ ...item, decision: byItem.get(item.id) ?? null }));
      return { ...detail, items, messages: [...messages], contacts: [...contacts] };
    });
  }
}

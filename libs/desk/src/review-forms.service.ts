import { Injectable } from '@nestjs/common';
import { actorName, Database, OPERATOR_ID, requireOperatorPermission, type Ctx } from '#platform';
import { reviewFail } from './review.errors.js';
import { standardForm } from './review-form.js';
import { insertForm, latestForm } from './review.queries.js';
import type { ReviewForm, ReviewFormDraft } from './review.schema.js';

/** The forms that contacts are scored by. A change is a new version; reviews keep the questions they answered. */
@Injectable()
export class ReviewForms {
  constructor(private readonly db: Database) {}

  /** The form in force for the scope's client: its own, else the operator's, else the standard one. */
  async current(ctx: Ctx): Promise<ReviewForm> {
    requireOperatorPermission(ctx, 'desk.work');
    if (ctx.clientId !== null) {
      const own = await this.latest(ctx, ctx.clientId);
      if (own) return { form: 'client', ...own };
    }
    const operators = await this.latest(ctx, OPERATOR_ID);
    return operators ? { form: 'operator', ...operators } : standardForm;
  }

  /** Writes the next version for the scope's client, or without one for the operator. Raises `review.form_changed`. */
  async change(ctx: Ctx, draft: ReviewFormDraft): Promise<ReviewForm> {
    requireOperatorPermission(ctx, 'desk.lead');
    const ownerId = ctx.clientId ?? OPERATOR_ID;
    try {
      await this.db.tx({ ...ctx, clientId: ownerId }, (tx) =>
        insertForm(tx, ownerId, { questions: draft.questions, by: actorName(ctx.actor), at: ctx.now }),
      );
    } catch (error) {
      if ((error as { code?: string }).code === '23505') throw reviewFail('review.form_changed');
      throw error;
    }
    return this.current(ctx);
  }

  private async latest(ctx: Ctx, ownerId: string): Promise<Omit<ReviewForm, 'form'> | undefined> {
    const row = await this.db.tx({ ...ctx, clientId: ownerId }, (tx) => latestForm(tx, ownerId));
    return row && { version: row.version, questions: row.questions, createdAt: row.created_at.toISOString() };
  }
}

import { Injectable } from '@nestjs/common';
import {
  Database,
  decodeCursor,
  isId,
  newId,
  requireOperatorPermission,
  requirePermission,
  toPage,
  type Ctx,
  type Page,
} from '#platform';
import { calibrate } from './calibration.js';
import { reviewFail } from './review.errors.js';
import { scoreOf } from './review-form.js';
import { ReviewForms } from './review-forms.service.js';
import {
  comparedReviews,
  concludedBy,
  drawContacts,
  insertReview,
  reviewPlaces,
  selectReviews,
  type ReviewPlace,
  type ReviewRow,
} from './review.queries.js';
import type {
  Calibration,
  CalibrationQuery,
  NewReview,
  Review,
  ReviewQuery,
  SampledContact,
  SampleQuery,
} from './review.schema.js';

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
const comparedContacts = 200;

/** Verdicts of team leads on agents' contacts. Nobody reviews their own; everyone sees the reviews of theirs. */
@Injectable()
export class Reviews {
  constructor(
    private readonly db: Database,
    private readonly forms: ReviewForms,
  ) {}

  /** Concluded contacts of other agents, drawn by lot; of the scope's client where there is one. */
  async sample(ctx: Ctx, query: SampleQuery): Promise<{ data: SampledContact[] }> {
    requireOperatorPermission(ctx, 'desk.lead');
    const { from, until } = spanOf(query, ctx.now, weekMs);
    const where = { ...query, from, until, clientId: ctx.clientId, exceptAgent: ctx.actor.id };
    return { data: await this.db.tx({ ...ctx, clientId: null }, (tx) => drawContacts(tx, where)) };
  }

  /**
   * Scores a concluded contact of the scope's client. Raises `review.claim_unknown`, `review.own`, `review.done`,
   * `review.form_changed` when another form is in force than the one answered, `review.scores_unfit`.
   */
  async create(ctx: Ctx, input: NewReview): Promise<Review> {
    requirePermission(ctx, 'desk.lead');
    const form = await this.forms.current(ctx);
    if (form.form !== input.form || form.version !== input.formVersion)
      throw reviewFail('review.form_changed');
    const permille = scoreOf(form.questions, input.scores);
    const id = newId();
    await this.db.tx(ctx, async (tx) => {
      const agentId = await concludedBy(tx, ctx.clientId, input.claimId);
      if (agentId === undefined) throw reviewFail('review.claim_unknown');
      if (agentId === ctx.actor.id) throw reviewFail('review.own');
      const review = { id, agentId, reviewerId: ctx.actor.id, form, permille, at: ctx.now };
      if (!(await insertReview(tx, ctx.clientId, review, input))) throw reviewFail('review.done');
    });
    const [review] = await this.read(ctx, await this.places(ctx, { id, limit: 1 }, null));
    return review as Review;
  }

  /** Newest first; an agent sees the reviews of their own contacts only. */
  async list(ctx: Ctx, query: ReviewQuery): Promise<Page<Review>> {
    requireOperatorPermission(ctx, 'desk.work');
    const after = query.after === undefined ? null : positionOf(query.after);
    const places = await this.places(ctx, { ...query, limit: query.limit + 1 }, after);
    const page = toPage(
      places,
      query.limit,
      (place) => [place.id],
      (place) => place,
    );
    return { data: await this.read(ctx, page.data), next: page.next };
  }

  /** How far reviewers of the same contacts are from each other, over the last 30 days unless said otherwise. */
  async calibration(ctx: Ctx, query: CalibrationQuery): Promise<Calibration> {
    requireOperatorPermission(ctx, 'desk.lead');
    const where = {
      ...spanOf(query, ctx.now, 30 * dayMs),
      clientId: ctx.clientId,
      contacts: comparedContacts,
    };
    const rows = await this.db.tx({ ...ctx, clientId: null }, (tx) => comparedReviews(tx, where));
    return calibrate(
      rows.map((row) => ({
        clientId: row.client_id,
        claimId: row.claim_id,
        agentId: row.agent_id,
        reviewerId: row.reviewer_id,
        reviewerName: row.reviewer_name,
        scores: row.scores,
        permille: row.score_permille,
      })),
    );
  }

  private async places(
    ctx: Ctx,
    query: { limit: number; id?: string; agentId?: string | undefined },
    after: string | null,
  ): Promise<ReviewPlace[]> {
    const isLead = ctx.actor.kind === 'system' || ctx.actor.permissions.has('desk.lead');
    const agentId = isLead ? (query.agentId ?? null) : ctx.actor.id;
    const where = { id: query.id ?? null, agentId, clientId: ctx.clientId, limit: query.limit };
    return this.db.tx({ ...ctx, clientId: null }, (tx) => reviewPlaces(tx, where, after));
  }

  /** The reviews in the order of `places`, each read in its client's scope: comments can name customers. */
  private async read(ctx: Ctx, places: readonly ReviewPlace[]): Promise<Review[]> {
    const rows = new Map<string, ReviewRow>();
    for (const clientId of new Set(places.map((place) => place.client_id))) {
      const ids = places.filter((place) => place.client_id === clientId).map((place) => place.id);
      for (const row of await this.db.tx({ ...ctx, clientId }, (tx) => selectReviews(tx, clientId, ids)))
        rows.set(row.id, row);
    }
    return places.flatMap((place) => {
      const row = rows.get(place.id);
      return row ? [toReview(row, place)] : [];
    });
  }
}

function spanOf(
  query: { from?: string | undefined; until?: string | undefined },
  now: Date,
  lengthMs: number,
): { from: Date; until: Date } {
  const until = query.until === undefined ? now : new Date(query.until);
  return {
    from: query.from === undefined ? new Date(until.getTime() - lengthMs) : new Date(query.from),
    until,
  };
}

/** A cursor that is no id comes after everything: newest first ends at the nil UUID. */
function positionOf(cursor: string): string {
  const [id] = decodeCursor(cursor, 1);
  return typeof id === 'string' && isId(id) ? id : '00000000-0000-0000-0000-000000000000';
}

function toReview(row: ReviewRow, place: ReviewPlace): Review {
  return {
    id: row.id,
    clientId: row.client_id,
    claimId: row.claim_id,
    agentId: row.agent_id,
    agentName: place.agent_name,
    reviewerId: row.reviewer_id,
    reviewerName: place.reviewer_name,
    form: row.form,
    formVersion: row.form_version,
    questions: row.questions,
    scores: row.scores,
    score: row.score_permille / 10,
    comment: row.comment,
    reviewedAt: row.reviewed_at.toISOString(),
  };
}

import { Body, Controller, Get, Post, Put, Query } from '@nestjs/common';
import { z } from 'zod';
import {
  calibrationQuerySchema,
  calibrationSchema,
  newReviewSchema,
  reviewFormDraftSchema,
  ReviewForms,
  reviewFormSchema,
  reviewQuerySchema,
  Reviews,
  reviewSchema,
  sampledContactSchema,
  sampleQuerySchema,
  type Calibration,
  type CalibrationQuery,
  type NewReview,
  type Review,
  type ReviewForm,
  type ReviewFormDraft,
  type ReviewQuery,
  type SampledContact,
  type SampleQuery,
} from '#desk';
import { pageOf, type Ctx, type Page } from '#platform';
import { Operation, RequestCtx } from '../http/operation.js';

const tag = 'Desk';

/** How well contacts were handled. */
@Controller('v1/desk/reviews')
export class ReviewsController {
  constructor(private readonly reviews: Reviews) {}

  @Get()
  @Operation({
    permission: 'desk.work',
    scope: 'any',
    tag,
    summary: 'Reviews, newest first; an agent sees those of their own contacts',
    answers: { 200: pageOf(reviewSchema) },
  })
  list(
    @RequestCtx() ctx: Ctx,
    @Query({ schema: reviewQuerySchema }) query: ReviewQuery,
  ): Promise<Page<Review>> {
    return this.reviews.list(ctx, query);
  }

  @Get('sample')
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'Concluded contacts to review, drawn by lot',
    description:
      'Spread over agents, and of each agent over languages and dispositions; never the caller’s own. The same seed and ' +
      'time draw the same contacts.',
    answers: { 200: z.object({ data: z.array(sampledContactSchema) }) },
  })
  sample(
    @RequestCtx() ctx: Ctx,
    @Query({ schema: sampleQuerySchema }) query: SampleQuery,
  ): Promise<{ data: SampledContact[] }> {
    return this.reviews.sample(ctx, query);
  }

  @Get('calibration')
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary:
      'Contacts that several reviewers have scored: mean, spread, outliers, and who is milder or stricter',
    answers: { 200: calibrationSchema },
  })
  calibration(
    @RequestCtx() ctx: Ctx,
    @Query({ schema: calibrationQuerySchema }) query: CalibrationQuery,
  ): Promise<Calibration> {
    return this.reviews.calibration(ctx, query);
  }

  @Post()
  @Operation({
    permission: 'desk.lead',
    scope: 'client',
    tag,
    summary: 'Review a concluded contact of the client',
    answers: { 201: reviewSchema },
    errors: [
      'review.claim_unknown',
      'review.own',
      'review.done',
      'review.form_changed',
      'review.scores_unfit',
    ],
  })
  create(@RequestCtx() ctx: Ctx, @Body({ schema: newReviewSchema }) body: NewReview): Promise<Review> {
    return this.reviews.create(ctx, body);
  }
}

/** The questions of a review. */
@Controller('v1/desk/review-form')
export class ReviewFormController {
  constructor(private readonly forms: ReviewForms) {}

  @Get()
  @Operation({
    permission: 'desk.work',
    scope: 'any',
    tag,
    summary: 'The form in force: the client’s with ?client=CODE, else the operator’s',
    answers: { 200: reviewFormSchema },
  })
  get(@RequestCtx() ctx: Ctx): Promise<ReviewForm> {
    return this.forms.current(ctx);
  }

  @Put()
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'Write the next version, for the client with ?client=CODE, else for all without their own',
    answers: { 200: reviewFormSchema },
    errors: ['review.form_changed'],
  })
  change(
    @RequestCtx() ctx: Ctx,
    @Body({ schema: reviewFormDraftSchema }) body: ReviewFormDraft,
  ): Promise<ReviewForm> {
    return this.forms.change(ctx, body);
  }
}

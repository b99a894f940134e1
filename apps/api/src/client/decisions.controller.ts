import { Body, Controller, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Ctx } from '#platform';
import {
  handDecisionAnswerSchema,
  handDecisionSchema,
  Resolution,
  type HandDecision,
  type HandDecisionAnswer,
} from '#resolution';
import { Operation, RequestCtx } from '../http/operation.js';

/** What a person decides where the policy asks for one. */
@Controller('v1/cases/:id/items/:itemId/decision')
export class DecisionsController {
  constructor(private readonly resolution: Resolution) {}

  @Post()
  @Operation({
    permission: 'case.decide',
    tag: 'Cases',
    summary: 'Decide an item in review by hand',
    description:
      'Bounded by the law as a policy is: name what allows an answer that the legal basis alone does not.',
    answers: { 200: handDecisionAnswerSchema },
    errors: [
      'decision.unknown_item',
      'decision.not_in_review',
      'decision.case_incomplete',
      'decision.unlawful',
    ],
  })
  decide(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: z.uuid() }) id: string,
    @Param('itemId', { schema: z.uuid() }) itemId: string,
    @Body({ schema: handDecisionSchema }) decision: HandDecision,
  ): Promise<HandDecisionAnswer> {
    return this.resolution.decideByHand(ctx, id, itemId, decision);
  }
}

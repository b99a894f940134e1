import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { pageSchema, type Ctx, type Page, type PageQuery } from '#platform';
import {
  Policies,
  policyDraftSchema,
  policyPageSchema,
  policyViewSchema,
  simulationRequestSchema,
  Simulations,
  simulationSchema,
  type PolicyDraft,
  type PolicySummary,
  type PolicyView,
  type Simulation,
  type SimulationRequest,
} from '#resolution';
import { Operation, RequestCtx } from '../http/operation.js';

const tag = 'Policies';

/** A client's decision tables. */
@Controller('v1/policies')
export class PoliciesController {
  constructor(
    private readonly policies: Policies,
    private readonly simulations: Simulations,
  ) {}

  @Get()
  @Operation({
    permission: 'policy.read',
    tag,
    summary: 'Policy versions, newest first',
    answers: { 200: policyPageSchema },
  })
  list(
    @RequestCtx() ctx: Ctx,
    @Query({ schema: pageSchema }) query: PageQuery,
  ): Promise<Page<PolicySummary>> {
    return this.policies.list(ctx, query);
  }

  @Get(':id')
  @Operation({
    permission: 'policy.read',
    tag,
    summary: 'One policy version with its rules and what the check says of them',
    answers: { 200: policyViewSchema },
    errors: ['policy.unknown'],
  })
  get(@RequestCtx() ctx: Ctx, @Param('id', { schema: z.uuid() }) id: string): Promise<PolicyView> {
    return this.policies.get(ctx, id);
  }

  @Post()
  @Operation({
    permission: 'policy.write',
    tag,
    summary: 'Write a new policy version as a draft',
    description:
      'The first rule whose conditions all hold decides an item; when none does, a person decides. The answer lists what the check finds: errors keep the draft from being published.',
    answers: { 201: policyViewSchema },
    atomic: true,
  })
  draft(
    @RequestCtx() ctx: Ctx,
    @Body({ schema: policyDraftSchema }) draft: PolicyDraft,
  ): Promise<PolicyView> {
    return this.policies.draft(ctx, draft);
  }

  @Post(':id/simulate')
  @Operation({
    permission: 'policy.write',
    tag,
    summary: 'Try a policy version on past cases, beside what was decided',
    answers: { 200: simulationSchema },
    errors: ['policy.unknown'],
  })
  simulate(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: simulationRequestSchema }) request: SimulationRequest,
  ): Promise<Simulation> {
    return this.simulations.simulate(ctx, id, request);
  }

  @Post(':id/publish')
  @Operation({
    permission: 'policy.publish',
    tag,
    summary: 'Put a draft in force, after the check against the law',
    description:
      'Cases decided before keep their decisions. A draft with errors is refused with each of them.',
    answers: { 200: policyViewSchema },
    errors: ['policy.unknown', 'policy.not_draft', 'policy.unlawful'],
    atomic: true,
  })
  publish(@RequestCtx() ctx: Ctx, @Param('id', { schema: z.uuid() }) id: string): Promise<PolicyView> {
    return this.policies.publish(ctx, id);
  }
}

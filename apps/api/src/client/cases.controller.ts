import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { z } from 'zod';
import type { Ctx, Page } from '#platform';
import { casePageSchema, caseQuerySchema, Cases, type CaseQuery, type CaseView } from '#cases';
import { CaseIntake, newCaseSchema, type NewCase } from '#intake';
import { Operation, RequestCtx } from '../http/operation.js';
import type { ApiReply } from '../http/request.js';
import { CaseViews, fullCaseSchema, type FullCase } from './case-view.js';

const tag = 'Cases';
const id = z.uuid();

/** Return cases of a client. */
@Controller('v1/cases')
export class CasesController {
  constructor(
    private readonly intake: CaseIntake,
    private readonly cases: Cases,
    private readonly views: CaseViews,
  ) {}

  @Post()
  @Operation({
    permission: 'case.write',
    tag,
    summary: 'Hand in one case',
    description:
      'By the rules of an upload: a case that is known is completed or changed (200), and nothing happens when nothing is new. What it lacks does not refuse it; it waits as `incomplete`.',
    answers: { 200: fullCaseSchema, 201: fullCaseSchema },
  })
  async create(
    @RequestCtx() ctx: Ctx,
    @Body({ schema: newCaseSchema }) body: NewCase,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<FullCase> {
    const { caseId, outcome } = await this.intake.take(ctx, body);
    void reply.status(outcome === 'created' ? 201 : 200).header('location', `/v1/cases/${caseId}`);
    return this.views.full(ctx, caseId);
  }

  @Get()
  @Operation({
    permission: 'case.read',
    tag,
    summary: 'Cases, newest first',
    answers: { 200: casePageSchema },
  })
  list(
    @RequestCtx() ctx: Ctx,
    @Query({ schema: caseQuerySchema }) query: CaseQuery,
  ): Promise<Page<CaseView>> {
    return this.cases.list(ctx, query);
  }

  @Get(':id')
  @Operation({
    permission: 'case.read',
    tag,
    summary: 'One case: items with what they get and why, timeline, messages, contacts',
    answers: { 200: fullCaseSchema },
    errors: ['case.unknown'],
  })
  get(@RequestCtx() ctx: Ctx, @Param('id', { schema: id }) caseId: string): Promise<FullCase> {
    return this.views.full(ctx, caseId);
  }
}

import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { pageOf, pageSchema, type Ctx, type Page, type PageQuery } from '#platform';
import {
  assignmentSchema,
  unverifiedMailDetailSchema,
  UnverifiedMails,
  unverifiedMailSchema,
  type UnverifiedMail,
  type UnverifiedMailDetail,
} from '#notifications';
import { Operation, RequestCtx } from '../http/operation.js';

const id = z.uuid();
const tag = 'Desk';

/** Mails that nobody vouches for. */
@Controller('v1/unverified-mails')
export class UnverifiedMailsController {
  constructor(private readonly mails: UnverifiedMails) {}

  @Get()
  @Operation({
    permission: 'desk.work',
    scope: 'any',
    tag,
    summary: 'Mails that nobody vouches for, newest first',
    description:
      'Of one client with `?client=CODE`; without it those of strangers, which name no client (needs `desk.lead`).',
    answers: { 200: pageOf(unverifiedMailSchema) },
    errors: ['inbound_mail.unknown'],
  })
  list(
    @RequestCtx() ctx: Ctx,
    @Query({ schema: pageSchema }) query: PageQuery,
  ): Promise<Page<UnverifiedMail>> {
    return this.mails.list(ctx, query);
  }

  @Get(':id')
  @Operation({
    permission: 'desk.work',
    scope: 'any',
    tag,
    summary: 'One such mail as text',
    answers: { 200: unverifiedMailDetailSchema },
    errors: ['inbound_mail.unknown'],
  })
  get(@RequestCtx() ctx: Ctx, @Param('id', { schema: id }) mailId: string): Promise<UnverifiedMailDetail> {
    return this.mails.get(ctx, mailId);
  }

  @Post(':id/assignment')
  @Operation({
    permission: 'desk.lead',
    scope: 'client',
    tag,
    summary: 'Put the mail on a case, as its customer’s answer',
    description: 'Whoever does it vouches for it. A stranger’s mail becomes that client’s.',
    answers: { 204: null },
    errors: ['inbound_mail.unknown', 'case.unknown'],
  })
  assign(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) mailId: string,
    @Body({ schema: assignmentSchema }) body: z.output<typeof assignmentSchema>,
  ): Promise<void> {
    return this.mails.assign(ctx, mailId, body.caseId);
  }

  @Delete(':id')
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'Take the mail out of the box',
    answers: { 204: null },
    errors: ['inbound_mail.unknown'],
  })
  discard(@RequestCtx() ctx: Ctx, @Param('id', { schema: id }) mailId: string): Promise<void> {
    return this.mails.discard(ctx, mailId);
  }
}

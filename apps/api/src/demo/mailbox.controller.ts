import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Ctx } from '#platform';
import { Mailbox } from '#notifications';
import { Operation, RequestCtx } from '../http/operation.js';
import { mailboxPage, mailPage } from './mailbox-page.js';

const querySchema = z.object({ q: z.string().max(200).default(''), after: z.string().max(200).optional() });

/** Styles are inline in mails as in this page; nothing else is allowed, in the sandbox either, which inherits this. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The built-in mailbox as a page, in demo mode without a mail server; otherwise 404. */
@Controller('mailbox')
export class MailboxController {
  constructor(private readonly mailbox: Mailbox) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', policy)
  @Header('cache-control', 'no-store')
  @Operation({
    permission: 'public',
    tag: 'Operation',
    summary: 'The mails of a demonstration, as a page',
    description: 'Only in demo mode and only while no mail server is set: then no mail has left the machine.',
    answers: { 200: { mediaTypes: ['text/html'] } },
    errors: ['mailbox.unknown'],
  })
  async list(
    @RequestCtx() ctx: Ctx,
    @Query({ schema: querySchema }) query: z.output<typeof querySchema>,
  ): Promise<string> {
    return mailboxPage(query.q, await this.mailbox.list(ctx, query.q, query.after));
  }

  @Get(':id')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', policy)
  @Header('cache-control', 'no-store')
  @Operation({
    permission: 'public',
    tag: 'Operation',
    summary: 'One mail of a demonstration, as a page',
    answers: { 200: { mediaTypes: ['text/html'] } },
    errors: ['mailbox.unknown'],
  })
  async get(@RequestCtx() ctx: Ctx, @Param('id', { schema: z.uuid() }) id: string): Promise<string> {
    return mailPage(await this.mailbox.get(ctx, id));
  }
}

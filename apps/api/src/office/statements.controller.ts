import { Controller, Get, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { pageOf, type Ctx, type Page } from '#platform';
import { InvoiceIssuing, invoiceViewSchema, type InvoiceView } from '#billing';
import {
  StatementClosing,
  statementQuerySchema,
  Statements,
  statementViewSchema,
  type StatementQuery,
  type StatementView,
} from '#metering';
import { Operation, RequestCtx } from '../http/operation.js';

const tag = 'Billing';
const id = z.uuid();
const locate = 'statement';

/** A client's billable contacts, one statement per period. */
@Controller('v1/statements')
export class StatementsController {
  constructor(
    private readonly statements: Statements,
    private readonly closing: StatementClosing,
    private readonly issuing: InvoiceIssuing,
  ) {}

  @Get()
  @Operation({
    permission: 'statement.read',
    tag,
    summary: 'Statements, newest first',
    answers: { 200: pageOf(statementViewSchema) },
  })
  list(
    @RequestCtx() ctx: Ctx,
    @Query({ schema: statementQuerySchema }) query: StatementQuery,
  ): Promise<Page<StatementView>> {
    return this.statements.list(ctx, query);
  }

  @Get(':id')
  @Operation({
    permission: 'statement.read',
    tag,
    summary: 'One statement; the open one shows what is in it so far',
    description: 'Contacts, amount, and the mean handling time of agent contacts against its budget.',
    answers: { 200: statementViewSchema },
    errors: ['statement.unknown'],
    locate,
  })
  get(@RequestCtx() ctx: Ctx, @Param('id', { schema: id }) statementId: string): Promise<StatementView> {
    return this.statements.get(ctx, statementId);
  }

  @Get(':id/contacts.csv')
  @Operation({
    permission: 'statement.read',
    tag,
    summary: 'Every billable contact of the statement with its evidence',
    answers: { 200: { mediaTypes: ['text/csv'] } },
    errors: ['statement.unknown'],
    locate,
  })
  async contacts(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) statementId: string,
  ): Promise<StreamableFile> {
    return new StreamableFile(await this.statements.contactsCsv(ctx, statementId), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="statement-${statementId}.csv"`,
    });
  }

  @Post(':id/close')
  @Operation({
    permission: 'statement.close',
    tag,
    summary: 'Close the open statement now, out of schedule; the next one opens',
    answers: { 200: statementViewSchema },
    errors: ['statement.unknown', 'statement.not_open'],
    locate,
  })
  close(@RequestCtx() ctx: Ctx, @Param('id', { schema: id }) statementId: string): Promise<StatementView> {
    return this.closing.close(ctx, statementId);
  }

  @Post(':id/invoice')
  @Operation({
    permission: 'invoice.issue',
    tag,
    summary: 'Issue the invoice of a closed statement',
    description: 'Its documents follow in seconds; asked for earlier, they are made at once.',
    answers: { 201: invoiceViewSchema },
    errors: [
      'statement.unknown',
      'statement.not_closed',
      'invoice.already_issued',
      'invoice.nothing_to_invoice',
      'invoice.credit_due',
      'invoice.seller_outside_eu',
      'operator.missing',
    ],
    locate,
    atomic: true,
  })
  issue(@RequestCtx() ctx: Ctx, @Param('id', { schema: id }) statementId: string): Promise<InvoiceView> {
    return this.issuing.issue(ctx, statementId);
  }
}

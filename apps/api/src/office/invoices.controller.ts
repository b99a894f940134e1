import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { pageOf, type Ctx, type Page } from '#platform';
import {
  documentQuerySchema,
  InvoiceDocuments,
  invoiceQuerySchema,
  Invoices,
  invoiceViewSchema,
  type DocumentFormat,
  type InvoiceQuery,
  type InvoiceView,
} from '#billing';
import { Operation, RequestCtx } from '../http/operation.js';

const tag = 'Billing';
const id = z.uuid();
const locate = 'invoice';

/** Invoices to a client. */
@Controller('v1/invoices')
export class InvoicesController {
  constructor(
    private readonly invoices: Invoices,
    private readonly documents: InvoiceDocuments,
  ) {}

  @Get()
  @Operation({
    permission: 'invoice.read',
    tag,
    summary: 'Invoices, newest first',
    answers: { 200: pageOf(invoiceViewSchema) },
  })
  list(
    @RequestCtx() ctx: Ctx,
    @Query({ schema: invoiceQuerySchema }) query: InvoiceQuery,
  ): Promise<Page<InvoiceView>> {
    return this.invoices.list(ctx, query);
  }

  @Get(':id')
  @Operation({
    permission: 'invoice.read',
    tag,
    summary: 'One invoice',
    answers: { 200: invoiceViewSchema },
    errors: ['invoice.unknown'],
    locate,
  })
  get(@RequestCtx() ctx: Ctx, @Param('id', { schema: id }) invoiceId: string): Promise<InvoiceView> {
    return this.invoices.get(ctx, invoiceId);
  }

  @Get(':id/document')
  @Operation({
    permission: 'invoice.read',
    tag,
    summary: 'A frozen document of the invoice',
    description:
      '`pdf` is the invoice, `evidence.csv` has one row per contact. The same bytes each time; their SHA-256 is in the invoice.',
    answers: { 200: { mediaTypes: ['application/pdf', 'text/csv'] } },
    errors: ['invoice.unknown', 'invoice.format_unavailable'],
    locate,
  })
  async document(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) invoiceId: string,
    @Query({ schema: documentQuerySchema }) query: { format: DocumentFormat },
  ): Promise<StreamableFile> {
    const document = await this.documents.open(ctx, invoiceId, query.format);
    return new StreamableFile(document.content, {
      type: document.mediaType,
      disposition: `attachment; filename="${document.filename}"`,
    });
  }
}

import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Database, Files, requirePermission, type ClientCtx, type Ctx } from '#platform';
import { Statements } from '#metering';
import { fail } from './billing.errors.js';
import { invoicePdf } from './invoice-pdf.js';
import {
  insertDocument,
  readDocument,
  readInvoice,
  type InvoiceDocumentRow,
  type InvoiceWithLines,
} from './invoice.queries.js';
import { madeFormats, type DocumentFormat, type MadeFormat } from './invoice.schema.js';

export interface OpenDocument {
  readonly filename: string;
  readonly mediaType: string;
  readonly sha256: string;
  readonly content: Readable;
}

const mediaTypes: Readonly<Record<MadeFormat, string>> = {
  pdf: 'application/pdf',
  'evidence.csv': 'text/csv; charset=utf-8',
};

/** An invoice's files: made once, kept, and given out as the same bytes ever after. */
@Injectable()
export class InvoiceDocuments {
  private readonly making = new Map<string, Promise<InvoiceDocumentRow>>();

  constructor(
    private readonly db: Database,
    private readonly files: Files,
    private readonly statements: Statements,
  ) {}

  /** The frozen bytes; made now when nobody has yet. Raises `invoice.unknown`, `invoice.format_unavailable`. */
  async open(ctx: Ctx, invoiceId: string, format: DocumentFormat): Promise<OpenDocument> {
    requirePermission(ctx, 'invoice.read');
    const invoice = await this.invoice(ctx, invoiceId);
    const made = madeFormats.find((f) => f === format);
    if (!made) throw fail('invoice.format_unavailable', { format });
    const document = await this.ensure(ctx, invoiceId, made);
    return {
      filename: `${invoice.code}.${made}`,
      mediaType: mediaTypes[made],
      sha256: document.sha256,
      content: this.files.read(ctx, document.fileId),
    };
  }

  /**
   * Makes and stores a document unless it is there. Streams in short transactions; memory does not grow with the
   * invoice. Two that make the same at once in one process share the work; in two processes the first to finish
   * counts and the other's bytes stay unused.
   */
  async ensure(ctx: Ctx, invoiceId: string, format: MadeFormat): Promise<InvoiceDocumentRow> {
    requirePermission(ctx, 'invoice.read');
    const scope = ctx;
    const stored = await this.db.tx(scope, (tx) => readDocument(tx, scope.clientId, invoiceId, format));
    if (stored) return stored;
    const key = `${scope.clientId}/${invoiceId}/${format}`;
    const running = this.making.get(key);
    if (running) return running;
    const making = this.make(scope, invoiceId, format).finally(() => this.making.delete(key));
    this.making.set(key, making);
    return making;
  }

  private async make(ctx: ClientCtx, invoiceId: string, format: MadeFormat): Promise<InvoiceDocumentRow> {
    const invoice = await this.invoice(ctx, invoiceId);
    const content =
      format === 'pdf' ? invoicePdf(invoice) : await this.statements.contactsCsv(ctx, invoice.statementId);
    const file = await this.files.store(ctx, `${invoice.code}.${format}`, mediaTypes[format], content);
    return this.db.tx(ctx, async (tx) => {
      await insertDocument(tx, ctx.clientId, invoiceId, { format, fileId: file.id, sha256: file.sha256 });
      const document = await readDocument(tx, ctx.clientId, invoiceId, format);
      if (!document) throw new Error('the document is gone');
      return document;
    });
  }

  private async invoice(ctx: ClientCtx, id: string): Promise<InvoiceWithLines> {
    const invoice = await this.db.tx(ctx, (tx) => readInvoice(tx, ctx.clientId, id));
    if (!invoice) throw fail('invoice.unknown');
    return invoice;
  }
}

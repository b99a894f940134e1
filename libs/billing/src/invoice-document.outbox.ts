import { Injectable } from '@nestjs/common';
import {
  backoff,
  Clock,
  log,
  systemCtx,
  type OutboxHandler,
  type OutboxItem,
  type OutboxOutcome,
} from '#platform';
import { InvoiceDocuments } from './invoice-documents.service.js';
import { madeFormats } from './invoice.schema.js';

/** Outbox kind of an issued invoice whose documents are to be made. */
export const invoiceDocumentKind = 'invoice_document';

/** Makes the documents of issued invoices. */
@Injectable()
export class InvoiceDocumentMaking implements OutboxHandler {
  readonly kind = invoiceDocumentKind;
  readonly batch = 4;
  /** Four evidence files of a million rows, with room. */
  readonly leaseSeconds = 900;

  constructor(
    private readonly documents: InvoiceDocuments,
    private readonly clock: Clock,
  ) {}

  async perform(items: readonly OutboxItem[]): Promise<readonly OutboxOutcome[]> {
    const outcomes: OutboxOutcome[] = [];
    for (const item of items) {
      const now = this.clock.now();
      try {
        const ctx = systemCtx('invoice-documents', item.clientId, now);
        for (const format of madeFormats) await this.documents.ensure(ctx, item.refId, format);
        outcomes.push({ item, result: 'done' });
      } catch (err) {
        log.error({ err, invoiceId: item.refId }, 'invoice documents could not be made; tried again later');
        outcomes.push({
          item,
          result: 'retry',
          nextAt: backoff(now, item.attempt),
          reason: (err as Error).name,
        });
      }
    }
    return outcomes;
  }

  /** Nothing to tell: an invoice without documents makes them when they are asked for. */
  async setAside(): Promise<void> {}
}

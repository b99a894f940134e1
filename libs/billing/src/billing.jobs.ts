import { Injectable } from '@nestjs/common';
import { OutboxDispatcher } from '#platform';
import { InvoiceDocumentMaking } from './invoice-document.outbox.js';

/** What billing does on its own. */
@Injectable()
export class BillingJobs {
  constructor(
    private readonly outbox: OutboxDispatcher,
    private readonly making: InvoiceDocumentMaking,
  ) {}

  /** Called by the worker before it starts. */
  register(): void {
    this.outbox.register(this.making);
  }
}

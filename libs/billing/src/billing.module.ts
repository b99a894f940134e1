import { Module } from '@nestjs/common';
import { ClientsModule } from '#clients';
import { MeteringModule } from '#metering';
import { BillingJobs } from './billing.jobs.js';
import { InvoiceDocumentMaking } from './invoice-document.outbox.js';
import { InvoiceDocuments } from './invoice-documents.service.js';
import { InvoiceIssuing } from './invoice-issuing.service.js';
import { Invoices } from './invoices.service.js';

@Module({
  imports: [ClientsModule, MeteringModule],
  providers: [BillingJobs, InvoiceDocumentMaking, InvoiceDocuments, InvoiceIssuing, Invoices],
  exports: [BillingJobs, InvoiceDocuments, InvoiceIssuing, Invoices],
})
export class BillingModule {}

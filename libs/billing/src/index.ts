export { BillingJobs } from './billing.jobs.js';
export { BillingModule } from './billing.module.js';
export { InvoiceDocuments } from './invoice-documents.service.js';
export type { OpenDocument } from './invoice-documents.service.js';
export { InvoiceIssuing } from './invoice-issuing.service.js';
export {
  documentFormats,
  documentQuerySchema,
  invoiceQuerySchema,
  invoiceViewSchema,
} from './invoice.schema.js';
export type { DocumentFormat, InvoiceQuery, InvoiceView } from './invoice.schema.js';
export { Invoices } from './invoices.service.js';

import { z } from 'zod';
import { moneySchema, pageOf, pageSchema } from '#platform';
import {
  caseStates,
  conditions,
  fulfilments,
  legalBases,
  missingFacts,
  outcomes,
  reasons,
} from './case-record.js';

const isoDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .nullable();

/** Filters of the case list. */
export const caseQuerySchema = pageSchema.extend({
  state: z.enum(caseStates).optional(),
  caseRef: z.string().max(200).optional(),
  orderRef: z.string().max(200).optional(),
  uploadId: z.uuid().optional(),
});
export type CaseQuery = z.infer<typeof caseQuerySchema>;

export const caseItemViewSchema = z
  .object({
    id: z.uuid(),
    line: z.int(),
    sku: z.string().nullable(),
    product: z.string().nullable(),
    category: z.string().nullable(),
    quantity: z.int(),
    unitPrice: moneySchema.nullable(),
    reason: z.enum(reasons).nullable(),
    legalBasis: z.enum(legalBases).nullable(),
    condition: z.enum(conditions).nullable(),
    photoUrl: z.string().nullable(),
    resolution: z.enum(outcomes).nullable(),
    fulfilment: z.enum(fulfilments),
  })
  .meta({ id: 'CaseItem' });

export const timelineEventViewSchema = z
  .object({
    at: z.iso.datetime(),
    kind: z.string(),
    actor: z.string(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineEvent' });

export const caseViewSchema = z
  .object({
    id: z.uuid(),
    caseRef: z.string(),
    orderRef: z.string(),
    state: z.enum(caseStates),
    waitsFor: z.array(z.enum(missingFacts)),
    customer: z.object({
      id: z.uuid(),
      name: z.string().nullable(),
      email: z.string().nullable(),
      phone: z.string().nullable(),
    }),
    language: z.string(),
    country: z.string().nullable(),
    orderedOn: isoDate,
    deliveredOn: isoDate,
    requestedOn: isoDate,
    receivedOn: isoDate,
    deadlineOn: isoDate,
    paymentRef: z.string().nullable(),
    iban: z.string().nullable(),
    accountHolder: z.string().nullable(),
    postalCode: z.string().nullable(),
    city: z.string().nullable(),
    street: z.string().nullable(),
    note: z.string().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    items: z.array(caseItemViewSchema),
  })
  .meta({ id: 'CaseSummary' });
export type CaseView = z.infer<typeof caseViewSchema>;
export type CaseItemView = z.infer<typeof caseItemViewSchema>;

export const casePageSchema = pageOf(caseViewSchema);

/** One case with its history, oldest event first. */
export const caseDetailSchema = caseViewSchema
  .extend({ timeline: z.array(timelineEventViewSchema) })
  .meta({ id: 'CaseDetail' });
export type CaseDetail = z.infer<typeof caseDetailSchema>;

/** One stock level as the client reports it: pieces that can be sent now. */
export const stockLevelSchema = z.object({
  sku: z.string().min(1).max(200),
  available: z.int().min(0).max(1_000_000_000),
});
export const stockReportSchema = z.object({ levels: z.array(stockLevelSchema).min(1).max(10_000) });
export type StockLevel = z.infer<typeof stockLevelSchema>;

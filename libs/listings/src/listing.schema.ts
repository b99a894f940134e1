import { z } from 'zod';
import { moneySchema, pageOf, pageSchema } from '#platform';
import { lineResults, listingKinds, listingStatuses, resultsOf } from './listing.states.js';

const instant = z.iso.datetime();

/** A listing as the API shows it. `count` and `totals` of an open one are those so far. */
export const listingViewSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(listingKinds),
    number: z.int(),
    status: z.enum(listingStatuses),
    scheduledOn: z.iso.date().nullable().describe('local date of the scheduled cut-off that sealed it'),
    cutoffAt: instant.nullable(),
    openedAt: instant,
    sealedAt: instant.nullable(),
    sealedBy: z.string().nullable(),
    releasedAt: instant.nullable(),
    acknowledgedAt: instant.nullable(),
    count: z.int().describe('lines, withdrawals included'),
    finalCount: z.int().describe('lines with a result, or withdrawn'),
    totals: z.array(moneySchema).describe('sum of the lines per currency, withdrawals subtracted'),
    sha256: z.string().nullable().describe('of the frozen file, in hex'),
    previousSha256: z.string().nullable().describe('of the file of the listing numbered one less'),
  })
  .meta({ id: 'Listing' });
export type ListingView = z.infer<typeof listingViewSchema>;
export const listingPageSchema = pageOf(listingViewSchema);

export const listingQuerySchema = pageSchema.extend({ status: z.enum(listingStatuses).optional() });
export type ListingQuery = z.infer<typeof listingQuerySchema>;

/** A line as the API shows it. */
export const lineViewSchema = z
  .object({
    id: z.uuid(),
    reference: z.string(),
    entry: z.enum(['add', 'withdraw']),
    attempt: z.int(),
    caseId: z.uuid(),
    itemId: z.uuid(),
    caseRef: z.string(),
    orderRef: z.string(),
    sku: z.string().nullable(),
    product: z.string().nullable(),
    quantity: z.int(),
    amount: moneySchema.describe('negative for a withdrawal'),
    payeeName: z.string().nullable(),
    iban: z.string().nullable().describe('masked for the staff of the operator'),
    paymentRef: z.string().nullable(),
    replaces: z
      .string()
      .nullable()
      .describe('reference of the earlier line that this one lists again or withdraws'),
    result: z.enum(lineResults).nullable(),
    resultAt: instant.nullable(),
    resultDetail: z.record(z.string(), z.string()),
  })
  .meta({ id: 'ListingLine' });
export type LineView = z.infer<typeof lineViewSchema>;
export const linePageSchema = pageOf(lineViewSchema);

export const fileFormats = ['csv', 'xlsx', 'pdf', 'pain.001'] as const;
export const fileQuerySchema = z.object({ format: z.enum(fileFormats).default('csv') });
export type FileFormat = (typeof fileFormats)[number];

const reference = z.string().min(1).max(64);
const note = z.string().max(500).optional();

/** One line's result as the client reports it. */
const refundResultSchema = z.object({
  reference,
  result: z.enum(resultsOf.refund),
  reason: note,
  paidOn: z.iso.date().optional(),
});
const replacementResultSchema = z.object({
  reference,
  result: z.enum(resultsOf.replacement),
  reason: note,
  carrier: z.string().max(100).optional(),
  tracking: z.string().max(100).optional(),
  shippedOn: z.iso.date().optional(),
});

/** At most this many results in one JSON report. */
export const maxResults = 10_000;
export const refundResultsSchema = z.object({
  results: z.array(refundResultSchema).min(1).max(maxResults),
});
export const replacementResultsSchema = z.object({
  results: z.array(replacementResultSchema).min(1).max(maxResults),
});

/** A reported result of either kind, from JSON or from a row of a file. */
export interface ReportedResult {
  readonly reference: string;
  readonly result: string;
  readonly reason?: string | undefined;
  readonly paidOn?: string | undefined;
  readonly carrier?: string | undefined;
  readonly tracking?: string | undefined;
  readonly shippedOn?: string | undefined;
}

/** What a report did: nothing is said twice, and a row in error does not stop the others. */
export const reportAnswerSchema = z
  .object({
    applied: z.int(),
    unchanged: z.int().describe('rows that say what is known already'),
    rejected: z.int(),
    status: z.enum(listingStatuses),
    errors: z
      .array(
        z.object({
          row: z.int().describe('position in the report, from 1'),
          reference: z.string(),
          code: z.string(),
          was: z.enum(lineResults).nullable().describe('the result known before'),
        }),
      )
      .describe('the first 1,000'),
  })
  .meta({ id: 'ListingReport' });
export type ReportAnswer = z.infer<typeof reportAnswerSchema>;

export const withdrawalSchema = z.object({ reason: z.string().min(1).max(200) });

/** The new line of a refund or replacement that was listed again. */
export const relistedSchema = z.object({
  listingId: z.uuid(),
  listingNumber: z.int(),
  lineId: z.uuid(),
  reference: z.string(),
});
export type Relisted = z.infer<typeof relistedSchema>;

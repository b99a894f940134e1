import { z } from 'zod';
import { pageOf, pageSchema } from '#platform';
import { knownColumns, type KnownColumn } from './columns/canonical-columns.js';
import { conditions, legalBases, reasons } from '#cases';

const header = z.string().min(1).max(500);

/** What a client says about its file; each part overrides the guess about it. */
export const mappingSchema = z
  .strictObject({
    columns: z
      .partialRecord(z.enum(knownColumns), header)
      .optional()
      .meta({ description: 'Our column: the header it has in the file. Columns not named are guessed.' }),
    delimiter: z.enum([',', ';', '\t', '|']).optional(),
    encoding: z
      .string()
      .max(40)
      .regex(/^[A-Za-z0-9_-]+$/)
      .optional(),
    decimal: z.enum(['.', ',']).optional(),
    dateFormat: z
      .enum(['yyyy-MM-dd', 'dd.MM.yyyy', 'dd/MM/yyyy', 'dd-MM-yyyy', 'MM/dd/yyyy', 'MM-dd-yyyy'])
      .optional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional()
      .meta({ description: 'Of rows that name none.' }),
    words: z
      .strictObject({
        reason: z.record(z.string().max(200), z.enum(reasons)).optional(),
        legal_basis: z.record(z.string().max(200), z.enum(legalBases)).optional(),
        condition: z.record(z.string().max(200), z.enum(conditions)).optional(),
      })
      .optional()
      .meta({ description: 'What the shop’s own words mean.' }),
  })
  .meta({ id: 'UploadMapping' });
export type Mapping = z.infer<typeof mappingSchema>;

export const uploadStatuses = ['received', 'processing', 'completed', 'failed'] as const;
export type UploadStatus = (typeof uploadStatuses)[number];

const count = z.int().min(0);

/** An upload and how far it has come. `accepted`, `unchanged`, `updated` and `rejected` add up to `total`. */
export const uploadViewSchema = z
  .object({
    id: z.uuid(),
    status: z.enum(uploadStatuses),
    filename: z.string(),
    dryRun: z.boolean(),
    rows: z.object({
      total: count,
      accepted: count.meta({ description: 'Rows of cases that are new.' }),
      unchanged: count.meta({ description: 'Rows of cases that say nothing new.' }),
      updated: count.meta({ description: 'Rows of cases that were known and have changed.' }),
      rejected: count,
    }),
    cases: count,
    detected: z
      .object({
        format: z.enum(['csv', 'json']),
        encoding: z.string(),
        delimiter: z.string().nullable(),
        profile: z.string().nullable(),
        columns: z.record(z.string(), z.string()),
      })
      .nullable()
      .meta({ description: 'How the file is read: which of its headers is which of our columns.' }),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    completedAt: z.iso.datetime().nullable(),
    error: z
      .object({ code: z.string(), params: z.record(z.string(), z.unknown()), detail: z.string().optional() })
      .optional(),
  })
  .meta({ id: 'Upload' });
export type UploadView = z.infer<typeof uploadViewSchema>;

export const uploadPageSchema = pageOf(uploadViewSchema);
export const uploadQuerySchema = pageSchema.extend({ status: z.enum(uploadStatuses).optional() });
export type UploadQuery = z.infer<typeof uploadQuerySchema>;

/** How a file is read, as found in its first rows and kept with the upload. */
export interface Detected {
  readonly format: 'csv' | 'json';
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly newline: '\n' | '\r\n' | '\r' | null;
  /** Records before the first row of values: the header and what stands above it. */
  readonly skip: number;
  readonly header: readonly string[];
  /** Our column: where it stands; a row takes the first of these cells that it fills. */
  readonly columns: Readonly<Partial<Record<KnownColumn, readonly number[]>>>;
  readonly profile: string | null;
  readonly headerCurrency: string | null;
}

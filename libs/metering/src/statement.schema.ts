import { moneySchema, pageSchema } from '#platform';
import { z } from 'zod';
import { handlingTimeSchema } from './statement-totals.js';

export const statementStatuses = ['open', 'closed', 'invoiced'] as const;
export type StatementStatus = (typeof statementStatuses)[number];

export const statementQuerySchema = pageSchema.extend({ status: z.enum(statementStatuses).optional() });
export type StatementQuery = z.infer<typeof statementQuerySchema>;

export const statementViewSchema = z
  .object({
    id: z.uuid(),
    number: z.int(),
    period: z.string().meta({ description: 'Month in the client’s zone.', example: '2026-03' }),
    status: z.enum(statementStatuses),
    openedAt: z.iso.datetime(),
    closedAt: z.iso.datetime().nullable(),
    invoicedAt: z.iso.datetime().nullable(),
    contacts: z.int().meta({ description: 'Billable contacts, less those reversed.' }),
    amount: moneySchema,
    aht: handlingTimeSchema,
    lines: z.array(
      z.object({
        channel: z.string(),
        rateVersion: z.int(),
        unitPrice: z.string(),
        quantity: z.int(),
        amount: moneySchema,
      }),
    ),
    ledger: z.object({ seq: z.int(), hash: z.string() }).nullable(),
  })
  .meta({ id: 'Statement' });
export type StatementView = z.infer<typeof statementViewSchema>;

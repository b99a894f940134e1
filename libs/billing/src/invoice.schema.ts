import { moneySchema, pageSchema } from '#platform';
import { addressSchema, type Address } from '#clients';
import { handlingTimeSchema } from '#metering';
import { z } from 'zod';

/** Every format that an invoice will have; `ubl` and `cii` are refused with `invoice.format_unavailable`. */
export const documentFormats = ['pdf', 'ubl', 'cii', 'evidence.csv'] as const;
export type DocumentFormat = (typeof documentFormats)[number];
export const madeFormats = ['pdf', 'evidence.csv'] as const satisfies readonly DocumentFormat[];
export type MadeFormat = (typeof madeFormats)[number];

export const documentQuerySchema = z.object({ format: z.enum(documentFormats).default('pdf') });

/** The operator as it was when the invoice was issued. */
export interface Seller {
  readonly legalName: string;
  readonly country: string;
  readonly address: Address;
  readonly vatId: string;
  readonly iban: string;
  readonly bic: string | null;
  readonly email: string;
  readonly phone: string | null;
  readonly register: string | null;
}

/** The client as it was when the invoice was issued; `language` is that of the document. */
export interface Buyer {
  readonly code: string;
  readonly legalName: string;
  readonly country: string;
  readonly address: Address;
  readonly vatId: string | null;
  readonly email: string;
  readonly language: string;
}

export const invoiceQuerySchema = pageSchema.extend({ statementId: z.uuid().optional() });
export type InvoiceQuery = z.infer<typeof invoiceQuerySchema>;

const party = z.object({
  legalName: z.string(),
  country: z.string(),
  address: addressSchema,
  vatId: z.string().nullable(),
  email: z.string(),
});

export const invoiceViewSchema = z
  .object({
    id: z.uuid(),
    code: z.string().meta({ example: 'SHOP-2026-0001' }),
    statementId: z.uuid(),
    issuedOn: z.iso.date(),
    dueOn: z.iso.date(),
    period: z.object({ from: z.iso.date(), to: z.iso.date() }),
    net: moneySchema,
    vat: moneySchema,
    gross: moneySchema,
    vatCategory: z.enum(['S', 'AE', 'O']).meta({
      description: 'EN 16931: S standard rate, AE reverse charge, O outside the scope of VAT.',
    }),
    vatRate: z.string().meta({ description: 'Per cent.', example: '19.00' }),
    seller: party,
    buyer: party,
    lines: z.array(
      z.object({
        line: z.int(),
        channel: z.string(),
        rateVersion: z.int(),
        unitPrice: z.string(),
        quantity: z.int(),
        net: moneySchema,
      }),
    ),
    contacts: z.int(),
    aht: handlingTimeSchema,
    ledger: z.object({ seq: z.int(), hash: z.string() }),
    documents: z.array(z.object({ format: z.enum(documentFormats), sha256: z.string() })),
    issuedAt: z.iso.datetime(),
  })
  .meta({ id: 'Invoice' });
export type InvoiceView = z.infer<typeof invoiceViewSchema>;

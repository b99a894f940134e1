import type { Tx } from '#platform';
import type { Buyer, DocumentFormat, Seller } from './invoice.schema.js';
import type { VatCategory } from './vat.js';

export interface InvoiceRow {
  readonly id: string;
  readonly series: string;
  readonly number: number;
  readonly code: string;
  readonly statementId: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly periodFrom: string;
  readonly periodTo: string;
  readonly currency: string;
  readonly netMinor: number;
  readonly vatMinor: number;
  readonly grossMinor: number;
  readonly vatCategory: VatCategory;
  readonly vatRateE2: number;
  readonly seller: Seller;
  readonly buyer: Buyer;
  readonly contactCount: number;
  readonly agentContactCount: number;
  readonly handlingSeconds: number;
  readonly ledgerSeq: number;
  readonly ledgerHash: Buffer;
  readonly issuedBy: string;
  readonly issuedAt: Date;
}

export interface InvoiceLineRow {
  readonly lineNo: number;
  readonly channel: string;
  readonly rateVersion: number;
  readonly unitPriceE4: number;
  readonly quantity: number;
  readonly amountE4: number;
  readonly netMinor: number;
}

export interface InvoiceDocumentRow {
  readonly format: DocumentFormat;
  readonly fileId: string;
  readonly sha256: string;
}

export type InvoiceWithLines = InvoiceRow & {
  readonly lines: readonly InvoiceLineRow[];
  readonly documents: readonly InvoiceDocumentRow[];
};

const columns = [
  ['id', 'id'],
  ['series', 'series'],
  ['number', 'number'],
  ['code', 'code'],
  ['statement_id', 'statementId'],
  ['issued_on', 'issuedOn'],
  ['due_on', 'dueOn'],
  ['period_from', 'periodFrom'],
  ['period_to', 'periodTo'],
  ['currency', 'currency'],
  ['net_minor', 'netMinor'],
  ['vat_minor', 'vatMinor'],
  ['gross_minor', 'grossMinor'],
  ['vat_category', 'vatCategory'],
  ['vat_rate_e2', 'vatRateE2'],
  ['seller', 'seller'],
  ['buyer', 'buyer'],
  ['contact_count', 'contactCount'],
  ['agent_contact_count', 'agentContactCount'],
  ['handling_seconds', 'handlingSeconds'],
  ['ledger_seq', 'ledgerSeq'],
  ['ledger_hash', 'ledgerHash'],
  ['issued_by', 'issuedBy'],
  ['issued_at', 'issuedAt'],
] as const satisfies readonly (readonly [string, keyof InvoiceRow])[];
const invoiceFields = columns.map(([column, key]) => `${column} AS "${key}"`).join(', ');

/** The next number of a series. Locks the series until commit: numbers follow the order of issue, without gaps. */
export async function takeNumber(tx: Tx, clientId: string, series: string): Promise<number> {
  const [row] = await tx.query<{ number: number }>(
    `INSERT INTO invoice_series (client_id, series, last_number) VALUES ($1, $2, 1)
     ON CONFLICT (client_id, series) DO UPDATE SET last_number = invoice_series.last_number + 1
     RETURNING last_number AS number`,
    [clientId, series],
  );
  if (!row) throw new Error('no invoice number');
  return row.number;
}

export async function insertInvoice(
  tx: Tx,
  clientId: string,
  invoice: InvoiceRow,
  lines: readonly InvoiceLineRow[],
): Promise<void> {
  await tx.execute(
    `INSERT INTO invoice (client_id, ${columns.map(([column]) => column).join(', ')})
     VALUES ($1, ${columns.map((_, i) => `$${i + 2}`).join(', ')})`,
    [clientId, ...columns.map(([, key]) => invoice[key])],
  );
  await tx.execute(
    `INSERT INTO invoice_line (client_id, invoice_id, line_no, channel, rate_version, unit_price_e4, quantity,
       amount_e4, net_minor)
     SELECT $1::uuid, $2::uuid, * FROM unnest($3::int[], $4::text[], $5::int[], $6::bigint[], $7::bigint[],
       $8::bigint[], $9::bigint[])`,
    [
      clientId,
      invoice.id,
      lines.map((l) => l.lineNo),
      lines.map((l) => l.channel),
      lines.map((l) => l.rateVersion),
      lines.map((l) => l.unitPriceE4),
      lines.map((l) => l.quantity),
      lines.map((l) => l.amountE4),
      lines.map((l) => l.netMinor),
    ],
  );
}

/** Newest first: by id, which grows with time. */
export async function listInvoices(
  tx: Tx,
  clientId: string,
  query: { statementId: string | null; before: string | null; limit: number },
): Promise<InvoiceWithLines[]> {
  const rows = await tx.query<InvoiceRow & Record<string, unknown>>(
    `SELECT ${invoiceFields} FROM invoice
     WHERE client_id = $1 AND ($2::uuid IS NULL OR statement_id = $2) AND ($3::uuid IS NULL OR id < $3)
     ORDER BY id DESC LIMIT $4`,
    [clientId, query.statementId, query.before, query.limit],
  );
  return withParts(tx, clientId, rows);
}

export async function readInvoice(
  tx: Tx,
  clientId: string,
  id: string,
): Promise<InvoiceWithLines | undefined> {
  const rows = await tx.query<InvoiceRow & Record<string, unknown>>(
    `SELECT ${invoiceFields} FROM invoice WHERE client_id = $1 AND id = $2`,
    [clientId, id],
  );
  return (await withParts(tx, clientId, rows))[0];
}

async function withParts(tx: Tx, clientId: string, rows: readonly InvoiceRow[]): Promise<InvoiceWithLines[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const lines = await tx.query<InvoiceLineRow & { invoiceId: string }>(
    `SELECT invoice_id AS "invoiceId", line_no AS "lineNo", channel, rate_version AS "rateVersion",
       unit_price_e4 AS "unitPriceE4", quantity, amount_e4 AS "amountE4", net_minor AS "netMinor"
     FROM invoice_line WHERE client_id = $1 AND invoice_id = ANY ($2::uuid[]) ORDER BY invoice_id, line_no`,
    [clientId, ids],
  );
  const documents = await tx.query<InvoiceDocumentRow & { invoiceId: string }>(
    `SELECT invoice_id AS "invoiceId", format, file_id AS "fileId", sha256
     FROM invoice_document WHERE client_id = $1 AND invoice_id = ANY ($2::uuid[]) ORDER BY invoice_id, format DESC`,
    [clientId, ids],
  );
  return rows.map((row) => ({
    ...row,
    lines: lines.filter((line) => line.invoiceId === row.id),
    documents: documents.filter((document) => document.invoiceId === row.id),
  }));
}

/** Keeps the first document of a format; a later one of the same changes nothing. */
export async function insertDocument(
  tx: Tx,
  clientId: string,
  invoiceId: string,
  document: InvoiceDocumentRow,
): Promise<void> {
  await tx.execute(
    `INSERT INTO invoice_document (client_id, invoice_id, format, file_id, sha256) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (client_id, invoice_id, format) DO NOTHING`,
    [clientId, invoiceId, document.format, document.fileId, document.sha256],
  );
}

export async function readDocument(
  tx: Tx,
  clientId: string,
  invoiceId: string,
  format: DocumentFormat,
): Promise<InvoiceDocumentRow | undefined> {
  const [row] = await tx.query<InvoiceDocumentRow & Record<string, unknown>>(
    `SELECT format, file_id AS "fileId", sha256 FROM invoice_document
     WHERE client_id = $1 AND invoice_id = $2 AND format = $3`,
    [clientId, invoiceId, format],
  );
  return row;
}

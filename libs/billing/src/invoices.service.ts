import { Injectable } from '@nestjs/common';
import {
  Database,
  decodeCursor,
  formatUnitPrice,
  isId,
  requirePermission,
  toPage,
  type Ctx,
  type Page,
} from '#platform';
import { handlingTime } from '#metering';
import { fail } from './billing.errors.js';
import { listInvoices, readInvoice, type InvoiceWithLines } from './invoice.queries.js';
import type { Buyer, InvoiceQuery, InvoiceView, Seller } from './invoice.schema.js';

/** Issued invoices, as they are read. */
@Injectable()
export class Invoices {
  constructor(private readonly db: Database) {}

  /** Newest first, optionally of one statement. */
  async list(ctx: Ctx, query: InvoiceQuery): Promise<Page<InvoiceView>> {
    requirePermission(ctx, 'invoice.read');
    const { clientId } = ctx;
    const before = query.after === undefined ? null : String(decodeCursor(query.after, 1)[0]);
    if (before !== null && !isId(before)) throw fail('invoice.unknown');
    const rows = await this.db.tx(ctx, (tx) =>
      listInvoices(tx, clientId, { statementId: query.statementId ?? null, before, limit: query.limit + 1 }),
    );
    return toPage(rows, query.limit, (row) => [row.id], toView);
  }

  /** One invoice; raises `invoice.unknown`. */
  async get(ctx: Ctx, id: string): Promise<InvoiceView> {
    requirePermission(ctx, 'invoice.read');
    const { clientId } = ctx;
    if (!isId(id)) throw fail('invoice.unknown');
    const row = await this.db.tx(ctx, (tx) => readInvoice(tx, clientId, id));
    if (!row) throw fail('invoice.unknown');
    return toView(row);
  }
}

function toView(row: InvoiceWithLines): InvoiceView {
  const money = (amountMinor: number) => ({ amountMinor, currency: row.currency });
  return {
    id: row.id,
    code: row.code,
    statementId: row.statementId,
    issuedOn: row.issuedOn,
    dueOn: row.dueOn,
    period: { from: row.periodFrom, to: row.periodTo },
    net: money(row.netMinor),
    vat: money(row.vatMinor),
    gross: money(row.grossMinor),
    vatCategory: row.vatCategory,
    vatRate: (row.vatRateE2 / 100).toFixed(2),
    seller: viewParty(row.seller),
    buyer: viewParty(row.buyer),
    lines: row.lines.map((line) => ({
      line: line.lineNo,
      channel: line.channel,
      rateVersion: line.rateVersion,
      unitPrice: formatUnitPrice(line.unitPriceE4),
      quantity: line.quantity,
      net: money(line.netMinor),
    })),
    contacts: row.contactCount,
    aht: handlingTime(row.agentContactCount, row.handlingSeconds),
    ledger: { seq: row.ledgerSeq, hash: row.ledgerHash.toString('hex') },
    documents: row.documents.map(({ format, sha256 }) => ({ format, sha256 })),
    issuedAt: row.issuedAt.toISOString(),
  };
}

function viewParty(party: Seller | Buyer): InvoiceView['seller'] {
  const { legalName, country, address, vatId, email } = party;
  return { legalName, country, address, vatId, email };
}

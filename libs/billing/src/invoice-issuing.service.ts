import { Injectable } from '@nestjs/common';
import {
  actorName,
  addDays,
  addToOutbox,
  Database,
  Jobs,
  localDate,
  newId,
  requirePermission,
  wakeOutbox,
  type ClientCtx,
  type Ctx,
} from '#platform';
import { Clients, type Client, type Operator } from '#clients';
import { StatementClosing, Statements, type StatementRow } from '#metering';
import { fail } from './billing.errors.js';
import { documentLanguage } from './document-texts.js';
import { invoiceDocumentKind } from './invoice-document.outbox.js';
import { invoiceAmounts, servicePeriod, type InvoiceAmounts } from './invoice-draft.js';
import type { InvoiceView } from './invoice.schema.js';
import { Invoices } from './invoices.service.js';
import { insertInvoice, takeNumber, type InvoiceRow } from './invoice.queries.js';

/** Turns a closed statement into an invoice. */
@Injectable()
export class InvoiceIssuing {
  constructor(
    private readonly db: Database,
    private readonly jobs: Jobs,
    private readonly clients: Clients,
    private readonly closing: StatementClosing,
    private readonly statements: Statements,
    private readonly invoices: Invoices,
  ) {}

  /**
   * Issues the invoice of a closed statement; its documents follow through the outbox. One short
   * transaction: statement to `invoiced`, number, invoice, lines. Locks: statement row, then series row. Raises
   * `statement.unknown`, `statement.not_closed`, `invoice.already_issued` (all but one of many at once),
   * `invoice.nothing_to_invoice`, `invoice.credit_due`, `invoice.seller_outside_eu`, `operator.missing`.
   */
  async issue(ctx: Ctx, statementId: string): Promise<InvoiceView> {
    requirePermission(ctx, 'invoice.issue');
    const scope = ctx;
    const statement = await this.closing.freeze(scope, statementId);
    if (statement.status === 'invoiced') throw fail('invoice.already_issued');
    const client = await this.clients.current(scope);
    const operator = await this.clients.operator(scope);
    const amounts = invoiceAmounts(statement.totals, {
      sellerCountry: operator.country,
      buyerCountry: client.country,
      buyerVatId: client.vatId,
    });
    if (amounts.netMinor === 0) throw fail('invoice.nothing_to_invoice');
    if (amounts.netMinor < 0) throw fail('invoice.credit_due');
    const id = await this.db.tx(scope, async (tx) => {
      if (!(await this.statements.markInvoiced(scope, tx, statementId))) throw fail('invoice.already_issued');
      const issuedOn = localDate(scope.now, operator.zone);
      const series = `${client.code}-${issuedOn.slice(0, 4)}`;
      const number = await takeNumber(tx, scope.clientId, series);
      const invoice = draft(scope, { statement, client, operator, amounts, issuedOn, series, number });
      await insertInvoice(tx, scope.clientId, invoice, amounts.lines);
      await addToOutbox(tx, invoiceDocumentKind, [{ clientId: scope.clientId, refId: invoice.id }]);
      wakeOutbox(tx, this.jobs, invoiceDocumentKind);
      return invoice.id;
    });
    return this.invoices.get(scope, id);
  }
}

interface Basis {
  readonly statement: StatementRow;
  readonly client: Client;
  readonly operator: Operator;
  readonly amounts: InvoiceAmounts;
  readonly issuedOn: string;
  readonly series: string;
  readonly number: number;
}

/** The invoice with copies of both parties as they are now: later changes of theirs do not reach it. */
function draft(ctx: ClientCtx, basis: Basis): InvoiceRow {
  const { statement, client, operator, amounts, issuedOn, series, number } = basis;
  if (statement.ledgerSeq === null || statement.ledgerHash === null) {
    throw new Error('a closed statement without the end of its ledger');
  }
  const { zone: _, ...seller } = operator;
  const period = servicePeriod(statement, client.zone);
  return {
    id: newId(),
    series,
    number,
    code: `${series}-${String(number).padStart(4, '0')}`,
    statementId: statement.id,
    issuedOn,
    dueOn: addDays(issuedOn, client.settings.paymentDays),
    periodFrom: period.from,
    periodTo: period.to,
    currency: statement.totals.currency,
    netMinor: amounts.netMinor,
    vatMinor: amounts.vatMinor,
    grossMinor: amounts.grossMinor,
    vatCategory: amounts.vat.category,
    vatRateE2: amounts.vat.rateE2,
    seller,
    buyer: {
      code: client.code,
      legalName: client.legalName,
      country: client.country,
      address: client.address,
      vatId: client.vatId,
      email: client.email,
      language: documentLanguage(client.defaultLanguage),
    },
    contactCount: amounts.contactCount,
    agentContactCount: statement.totals.agentContacts,
    handlingSeconds: statement.totals.handlingSeconds,
    ledgerSeq: statement.ledgerSeq,
    ledgerHash: statement.ledgerHash,
    issuedBy: actorName(ctx.actor),
    issuedAt: ctx.now,
  };
}

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, OutboxDispatcher, type ClientCtx } from '#platform';
import { Clients, type Client, type NewClient } from '#clients';
import { ContactsModule } from '#contacts';
import { Metering, MeteringModule, Rates, StatementClosing, Statements } from '#metering';
import { conclude, newBareCases, newCall, newDraft } from '../../../test/support/contact-factory.js';
import { createWorld, type World } from '../../../test/support/world.js';
import { BillingJobs } from './billing.jobs.js';
import { BillingModule } from './billing.module.js';
import { InvoiceDocuments } from './invoice-documents.service.js';
import { InvoiceIssuing } from './invoice-issuing.service.js';
import type { DocumentFormat } from './invoice.schema.js';
import { Invoices } from './invoices.service.js';

let world: World;
beforeAll(async () => {
  world = await createWorld([MeteringModule, ContactsModule, BillingModule]);
  await world.get(Clients).setOperator(world.across, {
    legalName: 'Kontaktcenter GmbH',
    country: 'DE',
    address: { street: 'Hafenstraße 12', postalCode: '20457', city: 'Hamburg', country: 'DE' },
    vatId: 'DE136695976',
    iban: 'DE89370400440532013000',
    bic: null,
    email: 'billing@operator.example',
    phone: null,
    register: null,
    zone: 'Europe/Berlin',
  });
  world.get(BillingJobs).register();
});
beforeEach(() => world.clock.set('2026-03-02T10:00:00Z'));
afterAll(() => world.close());

/** A client with a closed statement of so many e-mails, and calls of so many seconds. */
async function closedStatement(
  emails: number,
  calls: readonly number[] = [],
  changes: Partial<NewClient> = {},
): Promise<{ client: Client; ctx: ClientCtx; statementId: string }> {
  const client = await world.newClient(changes);
  const ctx = world.as(client);
  const cases = await newBareCases(world.db, ctx, emails + calls.length);
  await conclude(
    world,
    ctx,
    cases.map((caseId, i) =>
      i < emails
        ? newDraft({ caseId, concludedAt: ctx.now })
        : newCall({ caseId, concludedAt: ctx.now, handlingSeconds: calls[i - emails] ?? 0 }),
    ),
  );
  return { client, ctx, statementId: await closeOpen(ctx) };
}
async function closeOpen(ctx: ClientCtx): Promise<string> {
  const [open] = (await world.get(Statements).list(ctx, { limit: 1, status: 'open' })).data;
  await world.get(StatementClosing).close(ctx, open?.id ?? '');
  return open?.id ?? '';
}
function issue(ctx: ClientCtx, statementId: string) {
  return world.get(InvoiceIssuing).issue(ctx, statementId);
}
async function bytes(ctx: ClientCtx, id: string, format: DocumentFormat) {
  const document = await world.get(InvoiceDocuments).open(ctx, id, format);
  const content = Buffer.concat(await document.content.toArray());
  return { ...document, content };
}

describe('issuing an invoice', () => {
  it('charges each rate and channel on a line of its own, with VAT once', async () => {
    const { client, ctx, statementId } = await closedStatement(7, [80, 100]);
    const invoice = await issue(ctx, statementId);
    expect(invoice).toMatchObject({
      code: `${client.code}-2026-0001`,
      statementId,
      issuedOn: '2026-03-02',
      dueOn: '2026-03-16',
      net: { amountMinor: 495, currency: 'EUR' },
      vat: { amountMinor: 94 },
      gross: { amountMinor: 589 },
      vatCategory: 'S',
      vatRate: '19.00',
      contacts: 9,
      aht: { contacts: 2, handlingSeconds: 180, meanSeconds: 90, withinBudget: true },
      lines: [
        { line: 1, channel: 'email', quantity: 7, unitPrice: '0.5500', net: { amountMinor: 385 } },
        { line: 2, channel: 'voice', quantity: 2, unitPrice: '0.5500', net: { amountMinor: 110 } },
      ],
      ledger: { seq: 9 },
    });
    expect(await world.get(Statements).get(ctx, statementId)).toMatchObject({
      status: 'invoiced',
      invoicedAt: '2026-03-02T10:00:00.000Z',
      ledger: invoice.ledger,
    });
  });

  it('has one effect of 100 at the same moment', async () => {
    const { ctx, statementId } = await closedStatement(1);
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, () => world.get(InvoiceIssuing).issue(ctx, statementId)),
    );
    const refused = results.filter((r) => r.status === 'rejected').map((r) => r.reason as object);
    expect(refused).toHaveLength(99);
    for (const r of refused) expect(r).toMatchObject({ code: 'invoice.already_issued', status: 409 });
    expect((await world.get(Invoices).list(ctx, { limit: 10 })).data).toHaveLength(1);
  });

  it('numbers a client’s invoices without gaps, whatever is issued at once, and anew each year', async () => {
    const { client, ctx, statementId } = await closedStatement(1);
    const ids = [statementId];
    for (let i = 0; i < 5; i++) {
      const [caseId = ''] = await newBareCases(world.db, ctx, 1);
      await conclude(world, ctx, [newDraft({ caseId, concludedAt: ctx.now })]);
      ids.push(await closeOpen(ctx));
    }
    const empty = await closeOpen(ctx);
    const tries = [...ids.slice(0, 5), empty, newId()].map((id) => world.get(InvoiceIssuing).issue(ctx, id));
    await Promise.allSettled(tries);
    world.clock.set('2027-01-01T00:00:00Z');
    await world.get(InvoiceIssuing).issue(world.as(client), ids[5] ?? '');
    const codes = (await world.get(Invoices).list(ctx, { limit: 10 })).data.map((i) => i.code);
    expect(codes.sort()).toEqual([
      ...[1, 2, 3, 4, 5].map((n) => `${client.code}-2026-000${n}`),
      `${client.code}-2027-0001`,
    ]);
  });

  it('is refused for an open, an empty and an unknown statement, and for a credit', async () => {
    const { client, ctx, statementId } = await closedStatement(1);
    const issuing = world.get(InvoiceIssuing);
    const [open] = (await world.get(Statements).list(ctx, { limit: 1, status: 'open' })).data;
    await expect(issuing.issue(ctx, open?.id ?? '')).rejects.toMatchObject({ code: 'statement.not_closed' });
    const empty = await closeOpen(ctx);
    await expect(issuing.issue(ctx, empty)).rejects.toMatchObject({ code: 'invoice.nothing_to_invoice' });
    await world.get(Metering).reverse(ctx, 1, 'our_error');
    const credit = await closeOpen(ctx);
    await expect(issuing.issue(ctx, credit)).rejects.toMatchObject({ code: 'invoice.credit_due' });
    await expect(issuing.issue(ctx, newId())).rejects.toMatchObject({ code: 'statement.unknown' });
    await expect(issuing.issue(world.asRole('finance', client), statementId)).rejects.toMatchObject({
      code: 'request.forbidden',
    });
    const other = await world.newClient();
    await expect(issuing.issue(world.as(other), statementId)).rejects.toMatchObject({
      code: 'statement.unknown',
    });
  });

  it('lets the recipient in another member state account for VAT', async () => {
    const { ctx, statementId } = await closedStatement(3, [], {
      country: 'AT',
      vatId: 'ATU13585627',
      address: { street: 'Ring 1', postalCode: '1010', city: 'Wien', country: 'AT' },
    });
    expect(await issue(ctx, statementId)).toMatchObject({
      vatCategory: 'AE',
      vatRate: '0.00',
      net: { amountMinor: 165 },
      vat: { amountMinor: 0 },
      gross: { amountMinor: 165 },
    });
  });

  it('keeps both parties as they were', async () => {
    const { ctx, statementId } = await closedStatement(1);
    const before = await issue(ctx, statementId);
    const owner = await world.database.owner();
    await owner.query(`UPDATE client SET legal_name = 'Other' WHERE id = $1`, [ctx.clientId]);
    expect((await world.get(Invoices).get(ctx, before.id)).buyer).toEqual(before.buyer);
  });

  it('agrees with the ledger to the last ten-thousandth', async () => {
    const client = await world.newClient();
    const ctx = world.as(client);
    await world.get(Rates).add(ctx, {
      unitPrice: '0.0333',
      rules: [
        { channel: 'voice', billable: true, unitPrice: '1.2345' },
        { channel: 'sms', billable: true, unitPrice: '0.0007' },
      ],
    });
    const cases = await newBareCases(world.db, ctx, 300);
    await conclude(
      world,
      ctx,
      cases.map((caseId, i) =>
        i % 3 === 0
          ? newCall({ caseId, concludedAt: ctx.now, handlingSeconds: i })
          : newDraft({ caseId, concludedAt: ctx.now, channel: i % 3 === 1 ? 'sms' : 'email' }),
      ),
    );
    for (const seq of [1, 5, 9]) await world.get(Metering).reverse(ctx, seq, 'our_error');
    const invoice = await issue(ctx, await closeOpen(ctx));
    const owner = await world.database.owner();
    const { rows } = await owner.query(
      `SELECT l.channel, l.amount_e4 = x.amount AS amount, l.quantity = x.quantity AS quantity
       FROM invoice_line l JOIN (
         SELECT channel, rate_version, abs(amount_e4) AS price, sum(amount_e4) AS amount,
           sum(CASE entry WHEN 'charge' THEN 1 ELSE -1 END) AS quantity
         FROM billable_contact WHERE client_id = $1 GROUP BY 1, 2, 3) x
         ON x.channel = l.channel AND x.rate_version = l.rate_version AND x.price = l.unit_price_e4
       WHERE l.client_id = $1 AND l.invoice_id = $2 ORDER BY l.line_no`,
      [client.id, invoice.id],
    );
    expect(rows).toEqual(
      ['email', 'sms', 'voice'].map((channel) => ({ channel, amount: true, quantity: true })),
    );
    // Half up, per line: 99 × 0.0333 = 3.2967, 99 × 0.0007 = 0.0693, 99 × 1.2345 = 122.2155
    expect(invoice.lines.map((l) => l.net.amountMinor)).toEqual([330, 7, 12_222]);
    expect(invoice).toMatchObject({ net: { amountMinor: 12_559 }, vat: { amountMinor: 2_386 } });
  });
});

describe('the documents of an invoice', () => {
  it('are made by the outbox, and are the same bytes each time', async () => {
    const { ctx, statementId } = await closedStatement(3, [70]);
    const { id, code } = await issue(ctx, statementId);
    // The outbox compares with the server's clock, and the row is due at once.
    await world.get(OutboxDispatcher).drain('invoice_document');
    const { documents } = await world.get(Invoices).get(ctx, id);
    expect(documents.map((d) => d.format)).toEqual(['pdf', 'evidence.csv']);
    for (const { format, sha256 } of documents) {
      const first = await bytes(ctx, id, format);
      expect(createHash('sha256').update(first.content).digest('hex')).toBe(sha256);
      expect((await bytes(ctx, id, format)).content.equals(first.content)).toBe(true);
      expect(first.filename).toBe(`${code}.${format}`);
    }
  });

  it('are made when they are asked for before that, once for all who ask', async () => {
    const { client, ctx, statementId } = await closedStatement(2);
    const { id } = await issue(ctx, statementId);
    const all = await Promise.all(Array.from({ length: 5 }, () => bytes(ctx, id, 'pdf')));
    expect(new Set(all.map((d) => d.sha256)).size).toBe(1);
    const owner = await world.database.owner();
    const { rows } = await owner.query('SELECT name FROM file WHERE client_id = $1', [client.id]);
    expect(rows).toHaveLength(1);
  });

  it('show each contact as one row of evidence', async () => {
    const { ctx, statementId } = await closedStatement(4, [60, 61]);
    const { id } = await issue(ctx, statementId);
    const { content, mediaType } = await bytes(ctx, id, 'evidence.csv');
    expect(mediaType).toBe('text/csv; charset=utf-8');
    const lines = content.toString('utf8').trim().split('\r\n');
    expect(lines).toHaveLength(7);
    expect(lines.slice(1).every((line) => line.includes(';0.5500;EUR;1;'))).toBe(true);
  });

  it('are refused in formats that are not made, and to other clients', async () => {
    const { ctx, statementId } = await closedStatement(1);
    const { id } = await issue(ctx, statementId);
    const documents = world.get(InvoiceDocuments);
    await expect(documents.open(ctx, id, 'ubl')).rejects.toMatchObject({
      code: 'invoice.format_unavailable',
    });
    const other = world.as(await world.newClient());
    await expect(documents.open(other, id, 'pdf')).rejects.toMatchObject({ code: 'invoice.unknown' });
    await expect(world.get(Invoices).get(other, id)).rejects.toMatchObject({ code: 'invoice.unknown' });
  });
});

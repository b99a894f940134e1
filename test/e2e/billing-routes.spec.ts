import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, systemCtx, type Role } from '#platform';
import { Clients } from '#clients';
import type { InvoiceView } from '#billing';
import type { StatementView } from '#metering';
import { createApiWorld, type ApiWorld } from '../support/api.js';
import { conclude, newBareCases, newCall, newDraft } from '../support/contact-factory.js';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
  await api.get(Clients).setOperator(systemCtx('test', null, api.clock.now()), {
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
});
afterAll(() => api.close());

/** A shop with an open statement of three e-mails and a call, and ways to ask as its system and as staff. */
async function shopWithContacts() {
  const { client, key } = await api.newShop();
  const ctx = systemCtx('test', client.id, api.clock.now());
  const world: Parameters<typeof conclude>[0] = { db: api.get(Database), get: (type) => api.get(type) };
  const cases = await newBareCases(world.db, ctx, 4);
  await conclude(
    world,
    ctx,
    cases.map((caseId, i) =>
      i < 3 ? newDraft({ caseId, concludedAt: ctx.now }) : newCall({ caseId, concludedAt: ctx.now }),
    ),
  );
  const asShop = (method: 'get' | 'post', path: string) =>
    api.request()[method](path).set('authorization', `Bearer ${key}`);
  return { client, asShop };
}
async function staff(role: Role) {
  const cookie = await api.signIn(await api.newUser(role));
  return (method: 'get' | 'post', path: string) =>
    api.request()[method](path).set('cookie', cookie).set('sec-fetch-site', 'same-origin');
}

describe('billing over HTTP', () => {
  it('goes from the open statement to the invoice’s documents', async () => {
    const { client, asShop } = await shopWithContacts();
    const clerk = await staff('billing_clerk');
    const list = await asShop('get', '/v1/statements');
    const [open] = (list.body as { data: StatementView[] }).data;
    expect(open).toMatchObject({ number: 1, status: 'open', contacts: 4, amount: { amountMinor: 220 } });
    const base = `/v1/statements/${open?.id}`;

    expect((await asShop('post', `${base}/close`)).status).toBe(403);
    const early = await clerk('post', `${base}/invoice`);
    expect([early.status, early.body]).toMatchObject([409, { code: 'statement.not_closed' }]);
    const closed = await clerk('post', `${base}/close`);
    expect([closed.status, closed.body]).toMatchObject([200, { status: 'closed', contacts: 4 }]);
    const again = await clerk('post', `${base}/close`);
    expect([again.status, again.body]).toMatchObject([
      409,
      { code: 'statement.not_open', detail: 'The statement is closed; only the open one can be closed.' },
    ]);

    const evidence = await asShop('get', `${base}/contacts.csv`);
    expect(evidence.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(evidence.headers['content-disposition']).toMatch(/^attachment; filename="statement-/);
    expect(evidence.text.trim().split('\r\n')).toHaveLength(5);

    const issued = await clerk('post', `${base}/invoice`);
    const invoice = issued.body as InvoiceView;
    expect([issued.status, invoice]).toMatchObject([
      201,
      { code: `${client.code}-2026-0001`, net: { amountMinor: 220 }, gross: { amountMinor: 262 } },
    ]);
    const twice = await clerk('post', `${base}/invoice`);
    expect([twice.status, twice.body]).toMatchObject([409, { code: 'invoice.already_issued' }]);

    const document = `/v1/invoices/${invoice.id}/document`;
    const pdf = await asShop('get', `${document}?format=pdf`).buffer(true);
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect(pdf.headers['content-disposition']).toBe(`attachment; filename="${invoice.code}.pdf"`);
    const frozen = await asShop('get', `${document}?format=evidence.csv`);
    expect(frozen.text).toBe(evidence.text);
    const ubl = await asShop('get', `${document}?format=ubl`);
    expect([ubl.status, ubl.body]).toMatchObject([422, { code: 'invoice.format_unavailable' }]);
    const seen = (await asShop('get', `/v1/invoices/${invoice.id}`)).body as InvoiceView;
    expect(seen.documents).toMatchObject([
      {
        format: 'pdf',
        sha256: createHash('sha256')
          .update(pdf.body as Buffer)
          .digest('hex'),
      },
      { format: 'evidence.csv' },
    ]);
    const invoices = await asShop('get', `/v1/invoices?statementId=${open?.id}`);
    expect((invoices.body as { data: InvoiceView[] }).data.map((i) => i.id)).toEqual([invoice.id]);
  });

  it('shows rates to the client, and lets the administrator set them for one', async () => {
    const { client, asShop } = await shopWithContacts();
    const administrator = await staff('administrator');
    const rate = { unitPrice: '0.4875', effectiveFrom: '2026-04-01T00:00:00Z' };
    expect((await asShop('post', '/v1/rates').send(rate)).status).toBe(403);
    const added = await administrator('post', `/v1/rates?client=${client.code}`).send(rate);
    expect([added.status, added.body]).toMatchObject([201, { version: 2, unitPrice: '0.4875' }]);
    const early = await administrator('post', `/v1/rates?client=${client.code}`).send({
      unitPrice: '1',
      effectiveFrom: '2026-03-01T00:00:00Z',
    });
    expect([early.status, early.body]).toMatchObject([409, { code: 'rate.not_after_last' }]);
    const wrong = await administrator('post', `/v1/rates?client=${client.code}`).send({
      unitPrice: '0.55555',
    });
    expect([wrong.status, wrong.body]).toMatchObject([400, { errors: [{ pointer: '/unitPrice' }] }]);
    expect((await asShop('get', '/v1/rates')).body).toMatchObject([{ version: 2 }, { version: 1 }]);
  });

  it('keeps a client’s statements and invoices from another', async () => {
    const { asShop } = await shopWithContacts();
    const other = await shopWithContacts();
    const [open] = ((await asShop('get', '/v1/statements')).body as { data: StatementView[] }).data;
    for (const path of ['', '/contacts.csv']) {
      const foreign = await other.asShop('get', `/v1/statements/${open?.id}${path}`);
      expect([foreign.status, foreign.body]).toMatchObject([404, { code: 'statement.unknown' }]);
    }
  });
});

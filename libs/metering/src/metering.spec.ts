import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type ClientCtx } from '#platform';
import type { Client } from '#clients';
import { Contacts, ContactsModule } from '#contacts';
import { conclude, newBareCases, newCall, newDraft } from '../../../test/support/contact-factory.js';
import { createWorld, type World } from '../../../test/support/world.js';
import { LedgerVerification } from './ledger-verification.service.js';
import { MeteringModule } from './metering.module.js';
import { Metering } from './metering.service.js';
import { Rates } from './rates.service.js';
import { Statements } from './statements.service.js';

let world: World;
beforeAll(async () => {
  world = await createWorld([MeteringModule, ContactsModule]);
});
afterAll(() => world.close());

async function newShop(): Promise<{ client: Client; ctx: ClientCtx }> {
  const client = await world.newClient();
  return { client, ctx: world.as(client) };
}
const openStatement = async (ctx: ClientCtx) => {
  const page = await world.get(Statements).list(ctx, { limit: 1, status: 'open' });
  const [open] = page.data;
  if (!open) throw new Error('no open statement');
  return open;
};
const reasons = async (ctx: ClientCtx) =>
  (
    await world.db.tx(ctx, (tx) =>
      tx.query<{ reason: string }>(
        'SELECT billing_reason AS reason FROM contact WHERE client_id = $1 ORDER BY concluded_at, billing_reason',
        [ctx.clientId],
      ),
    )
  ).map((row) => row.reason);

describe('metering of contacts', () => {
  it('charges a contact at EUR 0.5500 from the first on, into a statement of this month', async () => {
    const { ctx } = await newShop();
    const [caseId = ''] = await newBareCases(world.db, ctx, 1);
    await conclude(world, ctx, [newDraft({ caseId, concludedAt: ctx.now })]);
    expect(await openStatement(ctx)).toMatchObject({
      number: 1,
      period: '2026-03',
      status: 'open',
      contacts: 1,
      amount: { amountMinor: 55, currency: 'EUR' },
      lines: [{ channel: 'email', rateVersion: 1, unitPrice: '0.5500', quantity: 1 }],
      ledger: null,
    });
    expect(await world.get(Rates).list(ctx)).toMatchObject([{ version: 1, unitPrice: '0.5500' }]);
  });

  it('charges one contact per case and purpose, within a batch and over time', async () => {
    const { ctx } = await newShop();
    const [a = '', b = ''] = await newBareCases(world.db, ctx, 2);
    const at = (minute: number) => new Date(ctx.now.getTime() + minute * 60_000);
    await conclude(world, ctx, [
      newDraft({ caseId: a, concludedAt: at(0), outcome: 'bounced' }),
      newDraft({ caseId: a, concludedAt: at(1), channel: 'sms' }),
      newDraft({ caseId: b, concludedAt: at(2) }),
      newDraft({ caseId: b, concludedAt: at(3), channel: 'sms' }),
    ]);
    await conclude(world, ctx, [
      newCall({ caseId: a, concludedAt: at(4), purpose: 'decision' }),
      newCall({ caseId: a, concludedAt: at(5), purpose: 'callback' }),
    ]);
    expect(await reasons(ctx)).toEqual([
      'bounced',
      'outbound_accepted',
      'outbound_accepted',
      'merged_into_first',
      'merged_into_first',
      'customer_reached',
    ]);
    expect(await openStatement(ctx)).toMatchObject({ contacts: 3, amount: { amountMinor: 165 } });
  });

  it('charges a case and purpose once when many conclude it at the same moment', async () => {
    const { ctx } = await newShop();
    const [caseId = ''] = await newBareCases(world.db, ctx, 1);
    await Promise.all(
      Array.from({ length: 12 }, () => conclude(world, ctx, [newDraft({ caseId, concludedAt: ctx.now })])),
    );
    expect((await reasons(ctx)).filter((r) => r === 'outbound_accepted')).toHaveLength(1);
    expect(await openStatement(ctx)).toMatchObject({ contacts: 1 });
  });

  it('keeps the chain whole and without gaps under parallel charges', async () => {
    const { ctx } = await newShop();
    const cases = await newBareCases(world.db, ctx, 300);
    await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        conclude(
          world,
          ctx,
          cases.slice(i * 10, i * 10 + 10).map((caseId) => newDraft({ caseId, concludedAt: ctx.now })),
        ),
      ),
    );
    expect(await world.get(LedgerVerification).verify(ctx)).toEqual({
      entries: 300,
      isWhole: true,
      brokenAt: null,
      brokenStatements: [],
    });
    expect(await openStatement(ctx)).toMatchObject({ contacts: 300, amount: { amountMinor: 16_500 } });
  });

  it('takes charges back in bulk, once, and charges the next channel of the same case and purpose', async () => {
    const { ctx } = await newShop();
    const cases = await newBareCases(world.db, ctx, 3);
    const mails = cases.map((caseId) => newDraft({ caseId, concludedAt: ctx.now }));
    await conclude(world, ctx, mails);
    const retract = (some: typeof mails) =>
      world.db.tx(ctx, (tx) => world.get(Contacts).retract(ctx, tx, some, 'bounced'));
    await Promise.all([retract(mails.slice(0, 2)), retract(mails.slice(0, 2))]);
    expect(await openStatement(ctx)).toMatchObject({ amount: { amountMinor: 55 } });
    await conclude(
      world,
      ctx,
      cases.map((caseId) => newDraft({ caseId, concludedAt: ctx.now, channel: 'sms' })),
    );
    expect((await reasons(ctx)).filter((reason) => reason === 'merged_into_first')).toHaveLength(1);
    expect(await openStatement(ctx)).toMatchObject({ amount: { amountMinor: 165 } });
    await retract([newDraft({ caseId: cases[0] ?? '', concludedAt: ctx.now })]);
    expect(await world.get(LedgerVerification).verify(ctx)).toMatchObject({ entries: 7, isWhole: true });
  });

  it('leaves no trace when the transaction that concluded the contacts fails', async () => {
    const { ctx } = await newShop();
    const [a = '', b = ''] = await newBareCases(world.db, ctx, 2);
    await conclude(world, ctx, [newDraft({ caseId: a, concludedAt: ctx.now })]);
    await expect(
      world.db.tx(ctx, async () => {
        await conclude(world, ctx, [newDraft({ caseId: b, concludedAt: ctx.now })]);
        throw new Error('later');
      }),
    ).rejects.toThrow('later');
    expect(await openStatement(ctx)).toMatchObject({ contacts: 1 });
    expect(await world.get(LedgerVerification).verify(ctx)).toMatchObject({ entries: 1, isWhole: true });
  });
});

describe('the chain', () => {
  it('shows a changed, a removed and a forged row', async () => {
    const { ctx } = await newShop();
    const cases = await newBareCases(world.db, ctx, 5);
    await conclude(
      world,
      ctx,
      cases.map((caseId) => newDraft({ caseId, concludedAt: ctx.now })),
    );
    const owner = await world.database.owner();
    const verify = () => world.get(LedgerVerification).verify(ctx);
    const change = (sql: string) => owner.query(sql, [ctx.clientId]);
    await change('UPDATE billable_contact SET amount_e4 = 5000 WHERE client_id = $1 AND seq = 3');
    expect(await verify()).toMatchObject({ isWhole: false, brokenAt: 3 });
    await change('UPDATE billable_contact SET amount_e4 = 5500 WHERE client_id = $1 AND seq = 3');
    expect(await verify()).toMatchObject({ isWhole: true, entries: 5 });
    await change('DELETE FROM billable_contact WHERE client_id = $1 AND seq = 2');
    expect(await verify()).toMatchObject({ isWhole: false, brokenAt: 2 });
  });

  it('cannot be rewritten by the application', async () => {
    const { ctx } = await newShop();
    for (const sql of ['UPDATE billable_contact SET amount_e4 = 0', 'DELETE FROM billable_contact']) {
      await expect(world.db.tx(ctx, (tx) => tx.query(sql))).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe('a counter-entry', () => {
  it('takes a charge back once, and lets the next contact of that purpose be charged', async () => {
    const { client, ctx } = await newShop();
    const clerk = world.asRole('billing_clerk', client);
    const metering = world.get(Metering);
    const [caseId = ''] = await newBareCases(world.db, ctx, 1);
    await conclude(world, ctx, [newCall({ caseId, concludedAt: ctx.now })]);
    await metering.reverse(clerk, 1, 'our_error');
    expect(await openStatement(ctx)).toMatchObject({ contacts: 0, amount: { amountMinor: 0 }, lines: [] });
    await expect(metering.reverse(clerk, 1, 'our_error')).rejects.toMatchObject({
      code: 'ledger.already_reversed',
    });
    await expect(metering.reverse(clerk, 2, 'our_error')).rejects.toMatchObject({
      code: 'ledger.not_a_charge',
    });
    await expect(metering.reverse(clerk, 99, 'our_error')).rejects.toMatchObject({
      code: 'ledger.unknown_entry',
    });
    await conclude(world, ctx, [newCall({ caseId, concludedAt: ctx.now })]);
    expect(await openStatement(ctx)).toMatchObject({ contacts: 1, aht: { contacts: 1, meanSeconds: 80 } });
    expect(await world.get(LedgerVerification).verify(ctx)).toMatchObject({ entries: 3, isWhole: true });
  });

  it('is made once of many at the same moment, and by the billing clerk only', async () => {
    const { client, ctx } = await newShop();
    const [caseId = ''] = await newBareCases(world.db, ctx, 1);
    await conclude(world, ctx, [newDraft({ caseId, concludedAt: ctx.now })]);
    const all = await Promise.allSettled(
      Array.from({ length: 10 }, () => world.get(Metering).reverse(ctx, 1, 'our_error')),
    );
    expect(all.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
    await expect(
      world.get(Metering).reverse(world.asRole('finance', client), 1, 'our_error'),
    ).rejects.toMatchObject({ code: 'request.forbidden' });
  });
});

describe('rates', () => {
  it('price each contact at the moment it ended', async () => {
    const { ctx } = await newShop();
    const rates = world.get(Rates);
    const change = new Date(ctx.now.getTime() + 3_600_000);
    await rates.add(ctx, { unitPrice: '0.4', effectiveFrom: change.toISOString() });
    const cases = await newBareCases(world.db, ctx, 3);
    const at = [new Date(change.getTime() - 1), change, new Date(change.getTime() + 1)];
    await conclude(
      world,
      ctx,
      cases.map((caseId, i) => newDraft({ caseId, concludedAt: at[i] ?? change })),
    );
    expect((await openStatement(ctx)).lines).toMatchObject([
      { rateVersion: 1, unitPrice: '0.5500', quantity: 1 },
      { rateVersion: 2, unitPrice: '0.4000', quantity: 2 },
    ]);
  });

  it('refuse a version before the last, before a charged contact, or in another currency', async () => {
    const { ctx } = await newShop();
    const rates = world.get(Rates);
    await rates.add(ctx, { unitPrice: '2.3500', currency: 'PLN' });
    expect(await rates.list(ctx)).toMatchObject([{ version: 1, currency: 'PLN', unitPrice: '2.3500' }]);
    await expect(rates.add(ctx, { unitPrice: '1', currency: 'EUR' })).rejects.toMatchObject({
      code: 'rate.currency_fixed',
    });
    const [caseId = ''] = await newBareCases(world.db, ctx, 1);
    await conclude(world, ctx, [newDraft({ caseId, concludedAt: ctx.now })]);
    await expect(rates.add(ctx, { unitPrice: '1' })).rejects.toMatchObject({ code: 'rate.charged_already' });
    const later = new Date(ctx.now.getTime() + 1).toISOString();
    await rates.add(ctx, { unitPrice: '1', effectiveFrom: later });
    await expect(rates.add(ctx, { unitPrice: '1', effectiveFrom: later })).rejects.toMatchObject({
      code: 'rate.not_after_last',
    });
  });

  it('of one client are unknown to another, and only who may sets them', async () => {
    const { client, ctx } = await newShop();
    const other = await newShop();
    await world.get(Rates).add(ctx, { unitPrice: '9' });
    expect(await world.get(Rates).list(other.ctx)).toMatchObject([{ unitPrice: '0.5500' }]);
    await expect(
      world.get(Rates).add(world.asRole('finance', client), { unitPrice: '1' }),
    ).rejects.toMatchObject({ code: 'request.forbidden' });
    expect(await world.get(Rates).list(world.asRole('finance', client))).toHaveLength(1);
  });
});

it('gives the evidence of every charge, safe in a spreadsheet', async () => {
  const { ctx } = await newShop();
  const [a = '', b = ''] = await newBareCases(world.db, ctx, 2);
  const owner = await world.database.owner();
  await owner.query(`UPDATE return_case SET case_ref = '=1+1;"x"', order_ref = 'größe' WHERE id = $1`, [a]);
  await conclude(world, ctx, [
    newDraft({ caseId: a, concludedAt: ctx.now }),
    newDraft({ caseId: b, concludedAt: ctx.now, outcome: 'failed' }),
  ]);
  await world.get(Metering).reverse(ctx, 1, 'our_error');
  const { id } = await openStatement(ctx);
  const csv = (await (await world.get(Statements).contactsCsv(ctx, id)).toArray()).join('');
  const lines = csv.split('\r\n');
  expect(lines[0]?.startsWith('\uFEFFseq;entry;concluded_at;case_ref')).toBe(true);
  expect(lines[1]).toMatch(
    /^1;charge;2026-03-02T10:00:00.000Z;"'=1\+1;""x""";größe;email;outbound;decision;de/,
  );
  expect(lines[2]).toMatch(/^2;reversal;.*;-0.5500;EUR;1;our_error;1;message;/);
  expect(lines).toHaveLength(4);
  await expect(world.get(Statements).contactsCsv(ctx, newId())).rejects.toMatchObject({
    code: 'statement.unknown',
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ClientCtx } from '#platform';
import type { NewClient } from '#clients';
import { ContactsModule } from '#contacts';
import { conclude, newBareCases, newDraft } from '../../../test/support/contact-factory.js';
import { createWorld, type World } from '../../../test/support/world.js';
import { LedgerVerification } from './ledger-verification.service.js';
import { MeteringModule } from './metering.module.js';
import { StatementClosing } from './statement-closing.service.js';
import { monthAfter } from './statement-book.service.js';
import { Statements } from './statements.service.js';

let world: World;
beforeAll(async () => {
  world = await createWorld([MeteringModule, ContactsModule]);
});
beforeEach(() => world.clock.set('2026-03-02T10:00:00Z'));
afterAll(() => world.close());

const newShop = async (changes: Partial<NewClient> = {}) => world.newClient(changes);
const all = async (ctx: ClientCtx) => (await world.get(Statements).list(ctx, { limit: 200 })).data;
async function charge(client: { id: string }, contacts = 1, concludedAt?: string): Promise<void> {
  const ctx = world.as(client);
  const cases = await newBareCases(world.db, ctx, contacts);
  const at = concludedAt ? new Date(concludedAt) : ctx.now;
  await conclude(
    world,
    ctx,
    cases.map((caseId) => newDraft({ caseId, concludedAt: at })),
  );
}

describe('closing a statement', () => {
  it('freezes it, opens the next number, and lets late contacts join that', async () => {
    const client = await newShop();
    await charge(client, 2);
    const ctx = world.as(client);
    const [open] = await all(ctx);
    await world.get(StatementClosing).close(ctx, open?.id ?? '');
    await charge(client, 1, '2026-02-27T08:00:00Z');
    expect(await all(ctx)).toMatchObject([
      { number: 2, period: '2026-03', status: 'open', contacts: 1 },
      { number: 1, period: '2026-03', status: 'closed', contacts: 2, ledger: { seq: 2 } },
    ]);
    expect(await world.get(LedgerVerification).verify(ctx)).toMatchObject({ entries: 3, isWhole: true });
  });

  it('has one effect of 100 at the same moment', async () => {
    const client = await newShop();
    await charge(client);
    const ctx = world.as(client);
    const [open] = await all(ctx);
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, () => world.get(StatementClosing).close(ctx, open?.id ?? '')),
    );
    const refused = results.filter((r) => r.status === 'rejected').map((r) => r.reason as object);
    expect(refused).toHaveLength(99);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'statement.not_open', status: 409 });
    expect((await all(ctx)).map((s) => [s.number, s.status])).toEqual([
      [2, 'open'],
      [1, 'closed'],
    ]);
  });

  it('puts every contact into exactly one statement while others charge', async () => {
    const client = await newShop();
    await charge(client);
    const ctx = world.as(client);
    const cases = await newBareCases(world.db, ctx, 200);
    const charging = new AbortController();
    const closer = (async () => {
      while (!charging.signal.aborted) {
        const [open] = await all(ctx);
        await world.get(StatementClosing).close(ctx, open?.id ?? '');
      }
    })();
    await Promise.all(
      Array.from({ length: 8 }, async (_, w) => {
        for (let i = w; i < cases.length; i += 8) {
          await conclude(world, ctx, [newDraft({ caseId: cases[i] ?? '', concludedAt: ctx.now })]);
        }
      }),
    );
    charging.abort();
    await closer;
    const statements = await all(ctx);
    expect(statements.reduce((sum, s) => sum + s.contacts, 0)).toBe(201);
    expect(statements.map((s) => s.number)).toEqual(statements.map((_, i) => statements.length - i));
    expect(await world.get(LedgerVerification).verify(ctx)).toMatchObject({ entries: 201, isWhole: true });
    const owner = await world.database.owner();
    const { rows } = await owner.query(
      `SELECT s.number FROM statement s WHERE s.client_id = $1 AND (s.frozen_at IS NOT NULL) <> (s.status = 'closed')`,
      [client.id],
    );
    expect(rows).toEqual([]);
  });

  it('is refused to the client’s own people and for unknown statements', async () => {
    const client = await newShop();
    const other = await newShop();
    await charge(client);
    const [open] = await all(world.as(client));
    const closing = world.get(StatementClosing);
    await expect(closing.close(world.asRole('finance', client), open?.id ?? '')).rejects.toMatchObject({
      code: 'request.forbidden',
    });
    await expect(closing.close(world.as(other), open?.id ?? '')).rejects.toMatchObject({
      code: 'statement.unknown',
    });
  });

  it('is finished by the schedule when the totals were not frozen', async () => {
    const client = await newShop();
    await charge(client, 3);
    const ctx = world.as(client);
    const [open] = await all(ctx);
    await world.get(StatementClosing).close(ctx, open?.id ?? '');
    const owner = await world.database.owner();
    await owner.query(
      `UPDATE statement SET frozen_at = NULL, totals = jsonb_set(totals, '{agentContacts}', '7') WHERE id = $1`,
      [open?.id],
    );
    await world.get(StatementClosing).closeDue(world.across);
    expect(await world.get(Statements).row(ctx, open?.id ?? '')).toMatchObject({
      frozenAt: world.clock.now(),
      totals: { agentContacts: 0, lines: [{ quantity: 3 }] },
    });
  });
});

describe('month end', () => {
  it.each([
    ['Europe/Berlin', '2026-03-31T21:59:59Z', '2026-03-31T22:00:00Z'],
    ['Europe/Lisbon', '2026-03-31T22:59:59Z', '2026-03-31T23:00:00Z'],
    ['Europe/Athens', '2026-10-31T21:59:59Z', '2026-10-31T22:00:00Z'],
    ['Atlantic/Azores', '2026-11-01T00:59:59Z', '2026-11-01T01:00:00Z'],
    ['Pacific/Auckland', '2026-04-30T11:59:59Z', '2026-04-30T12:00:00Z'],
  ])('comes at local midnight in %s', async (zone, before, after) => {
    world.clock.set(before);
    const client = await newShop({ zone });
    await charge(client);
    const [first] = await all(world.as(client));
    await world.get(StatementClosing).closeDue(world.across);
    expect(await all(world.as(client))).toMatchObject([{ number: 1, status: 'open' }]);
    world.clock.set(after);
    await world.get(StatementClosing).closeDue(world.across);
    await world.get(StatementClosing).closeDue(world.across);
    expect(await all(world.as(client))).toMatchObject([
      { number: 2, status: 'open', period: monthAfter(first?.period ?? ''), contacts: 0 },
      { number: 1, status: 'closed', contacts: 1 },
    ]);
  });

  it('gives each month of a long silence its statement, empty ones too', async () => {
    world.clock.set('2026-11-10T10:00:00Z');
    const client = await newShop();
    await charge(client);
    world.clock.set('2027-02-03T10:00:00Z');
    await world.get(StatementClosing).closeDue(world.across);
    expect((await all(world.as(client))).map((s) => [s.period, s.status, s.contacts])).toEqual([
      ['2027-02', 'open', 0],
      ['2027-01', 'closed', 0],
      ['2026-12', 'closed', 0],
      ['2026-11', 'closed', 1],
    ]);
  });

  it('keeps this month’s contacts out of last month’s statement when the schedule is late', async () => {
    world.clock.set('2026-03-31T21:00:00Z');
    const client = await newShop();
    await charge(client);
    world.clock.set('2026-03-31T22:00:10Z');
    await Promise.all([charge(client), charge(client)]);
    expect((await all(world.as(client))).map((s) => [s.period, s.status, s.contacts])).toEqual([
      ['2026-04', 'open', 2],
      ['2026-03', 'closed', 1],
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type ClientCtx, type Tx } from '#platform';
import { newCaseRecord, newItem } from '../../../test/support/case-factory.js';
import { createWorld, type World } from '../../../test/support/world.js';
import { CasesModule } from './cases.module.js';
import { Cases } from './cases.service.js';
import { Stock } from './stock.service.js';
import type { CaseRecord } from './case-record.js';

let world: World;
let cases: Cases;

beforeAll(async () => {
  world = await createWorld([CasesModule]);
  cases = world.get(Cases);
});
afterAll(() => world.close());

const write = (ctx: ClientCtx, records: CaseRecord[]): Promise<void> =>
  world.db.tx(ctx, (tx) => cases.write(ctx, tx, records));

describe('writing and reading cases', () => {
  it('gives back what was written, with its timeline', async () => {
    const ctx = world.as(await world.newClient());
    const record = newCaseRecord({
      waitsFor: ['price', 'contact'],
      state: 'incomplete',
      events: [{ kind: 'case.received', detail: { row: 1 } }],
      items: [newItem({ lineNo: 1 }), newItem({ lineNo: 2, sku: 'tab\t"quote"', unitPriceMinor: null })],
    });
    await write(ctx, [record]);
    expect(record.events).toEqual([]);
    const [loaded] = await world.db.tx(ctx, (tx) => cases.load(ctx, tx, [record.id]));
    expect(loaded).toEqual({ ...record, isNew: false });
    const view = await cases.get(ctx, record.id);
    expect(view.timeline).toMatchObject([{ kind: 'case.received', detail: { row: 1 } }]);
    expect(view.items.map((i) => i.unitPrice)).toEqual([{ amountMinor: 1999, currency: 'EUR' }, null]);
  });

  it('recognises a customer by the match key, keeps known facts and counts the cases before', async () => {
    const ctx = world.as(await world.newClient());
    const first = newCaseRecord();
    const again = newCaseRecord({
      customer: { ...first.customer, id: newId(), name: null, phone: '+4930123456' },
    });
    await write(ctx, [first]);
    await write(ctx, [again]);
    const loaded = await world.db.tx(ctx, (tx) => cases.load(ctx, tx, [first.id, again.id]));
    expect(loaded.map((r) => r.priorReturns)).toEqual([0, 1]);
    expect(loaded[1]?.customer).toEqual({ ...first.customer, phone: '+4930123456' });
    const [known, counts] = await world.db.tx(ctx, async (tx) => [
      await cases.matchCustomers(ctx, tx, [first.customer.matchKey, 'none']),
      await cases.countCases(ctx, tx, [first.customer.id], again.id),
    ]);
    expect([...known.values()]).toMatchObject([{ id: first.customer.id, phone: '+4930123456' }]);
    expect(counts).toEqual(new Map([[first.customer.id, 1]]));
  });

  it('updates a known case and adds its new items', async () => {
    const ctx = world.as(await world.newClient());
    const record = newCaseRecord();
    await write(ctx, [record]);
    const [known] = await world.db.tx(ctx, (tx) => cases.load(ctx, tx, [record.id]));
    const item = known?.items[0];
    if (!known || !item) throw new Error('not stored');
    await write(ctx, [
      {
        ...known,
        city: 'Köln',
        items: [{ ...item, quantity: 3 }, newItem({ lineNo: 2, sku: 'NEW' })],
      },
    ]);
    const view = await cases.get(ctx, record.id);
    expect(view.city).toBe('Köln');
    expect(view.items.map((i) => [i.sku, i.quantity])).toEqual([
      ['SKU-1', 3],
      ['NEW', 1],
    ]);
  });

  it('lists newest first, page by page, only those of the client', async () => {
    const ctx = world.as(await world.newClient());
    const other = world.as(await world.newClient());
    const records = [newCaseRecord(), newCaseRecord(), newCaseRecord({ state: 'decided' })];
    await write(ctx, records);
    await write(other, [newCaseRecord()]);
    const page = await cases.list(ctx, { limit: 2 });
    const rest = await cases.list(ctx, { limit: 2, after: page.next ?? '' });
    expect([...page.data, ...rest.data].map((c) => c.id)).toEqual(records.map((r) => r.id).reverse());
    expect(rest.next).toBeNull();
    expect((await cases.list(ctx, { limit: 9, state: 'decided' })).data).toHaveLength(1);
    await expect(cases.get(other, records[0]?.id ?? '')).rejects.toMatchObject({ code: 'case.unknown' });
  });
});

describe('lookups by key', () => {
  it('read what they are asked for, also of a client that came after the tables were analysed', async () => {
    const known = world.as(await world.newClient());
    const added = world.as(await world.newClient());
    const many = (): CaseRecord[] => Array.from({ length: 1_000 }, () => newCaseRecord());
    const owner = await world.database.owner();
    await write(known, many());
    await owner.query('ANALYZE');
    const records = many();
    await write(added, records);
    const read = async (): Promise<number> => {
      const { rows } = await owner.query<{ read: number }>(
        `SELECT sum(idx_tup_read)::int AS read FROM pg_stat_user_indexes
         WHERE relname IN ('return_case', 'case_item', 'customer')`,
      );
      return rows[0]?.read ?? 0;
    };
    const asked = records.slice(0, 100);
    const looks: ((tx: Tx) => Promise<unknown>)[] = [
      (tx) =>
        cases.matchRefs(
          added,
          tx,
          asked.map((r) => r.caseRef),
        ),
      (tx) =>
        cases.matchCustomers(
          added,
          tx,
          asked.map((r) => r.customer.matchKey),
        ),
      (tx) =>
        cases.countCases(
          added,
          tx,
          asked.map((r) => r.customer.id),
          newId(),
        ),
      (tx) =>
        cases.load(
          added,
          tx,
          asked.map((r) => r.id),
        ),
    ];
    await world.db.tx(added, (tx) => tx.query('SELECT pg_stat_force_next_flush()'));
    for (const look of looks) {
      const before = await read();
      await world.db.tx(added, async (tx) => {
        await look(tx);
        await tx.query('SELECT pg_stat_force_next_flush()');
      });
      expect((await read()) - before).toBeLessThanOrEqual(1_000);
    }
  });
});

describe('fulfilment', () => {
  it('settles a case when its last item is final and reopens it when a payment comes back', async () => {
    const ctx = world.as(await world.newClient());
    const refund = newItem({ lineNo: 1, outcome: 'refund', fulfilment: 'listed' });
    const goods = newItem({ lineNo: 2, outcome: 'replacement', fulfilment: 'listed' });
    const refused = newItem({ lineNo: 3, outcome: 'rejection' });
    const record = newCaseRecord({ state: 'decided', items: [refund, goods, refused] });
    await write(ctx, [record]);
    const set = (itemId: string, to: 'paid' | 'shipped' | 'returned'): Promise<void> =>
      world.db.tx(ctx, (tx) => cases.setFulfilment(ctx, tx, [{ caseId: record.id, itemId, to }]));

    await set(refund.id, 'paid');
    expect((await cases.get(ctx, record.id)).state).toBe('decided');
    await set(goods.id, 'shipped');
    expect((await cases.get(ctx, record.id)).state).toBe('settled');
    await set(refund.id, 'returned');
    const view = await cases.get(ctx, record.id);
    expect(view.state).toBe('decided');
    expect(view.timeline.map((e) => e.kind)).toEqual(['case.settled', 'case.reopened']);
  });
});

describe('stock', () => {
  it('keeps the last report and knows nothing of other SKUs', async () => {
    const ctx = world.as(await world.newClient());
    const stock = world.get(Stock);
    await stock.set(ctx, [
      { sku: 'A', available: 5 },
      { sku: 'B', available: 0 },
    ]);
    await stock.set(ctx, [{ sku: 'A', available: 2 }]);
    const levels = await world.db.tx(ctx, (tx) => stock.available(tx, ['A', 'B', 'C']));
    expect([...levels].sort()).toEqual([
      ['A', 2],
      ['B', 0],
    ]);
  });
});

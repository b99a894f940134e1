import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createWorld, type World } from '../../../../test/support/world.js';
import { newId } from '../db/ids.js';
import { OutboxDispatcher } from './dispatcher.js';
import { OutboxReceipts } from './receipts.js';
import type { OutboxHandler, OutboxItem } from './outbox.js';
import { backoff } from './outbox.js';
import { addToOutbox, nextDueInOutbox, recordInOutbox, takeFromOutbox } from './outbox.queries.js';

describe('outbox', () => {
  let world: World;
  let one: { id: string };
  let two: { id: string };

  beforeAll(async () => {
    world = await createWorld([]);
    one = await world.newClient();
    two = await world.newClient();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.db.tx(world.across, (tx) => tx.query('DELETE FROM outbox'));
  });

  const add = (client: { id: string }, count: number, kind = 'k'): Promise<void> =>
    world.db.tx(world.as(client), (tx) =>
      addToOutbox(
        tx,
        kind,
        Array.from({ length: count }, () => ({ clientId: client.id, refId: newId() })),
      ),
    );
  const take = (limit: number, lease = 60) =>
    world.db.tx(world.across, (tx) => takeFromOutbox(tx, 'k', limit, lease));
  const expire = () =>
    world.db.tx(world.across, (tx) => tx.query(`UPDATE outbox SET next_at = now() - interval '1 s'`));

  it('gives each client with due rows an equal share, however long another queue is', async () => {
    await add(one, 500);
    await add(two, 10);
    const { taken } = await take(20);
    expect(taken.filter((i) => i.clientId === one.id)).toHaveLength(10);
    expect(taken.filter((i) => i.clientId === two.id)).toHaveLength(10);
    expect((await take(20)).taken).toHaveLength(20);
  });

  it('never gives one row to two takers at once', async () => {
    await add(one, 200);
    const batches = await Promise.all(Array.from({ length: 8 }, () => take(40)));
    const refs = batches.flatMap((b) => b.taken.map((i) => i.refId));
    expect(new Set(refs).size).toBe(refs.length);
  });

  it('adding the same effect again changes nothing', async () => {
    const refId = newId();
    const ref = { clientId: one.id, refId };
    await world.db.tx(world.as(one), (tx) => addToOutbox(tx, 'k', [ref]));
    await world.db.tx(world.as(one), (tx) => addToOutbox(tx, 'k', [ref]));
    expect((await take(10)).taken).toHaveLength(1);
  });

  it('does not let a worker whose lease was lost record its outcome', async () => {
    await add(one, 1);
    const [late] = (await take(1)).taken as [OutboxItem];
    await expire();
    const [current] = (await take(1)).taken as [OutboxItem];
    expect(current.refId).toBe(late.refId);
    expect(current.attempt).toBe(2);
    const record = (item: OutboxItem) =>
      world.db.tx(world.across, (tx) => recordInOutbox(tx, 'k', [{ item, result: 'done' }]));
    expect(await record(late)).toBe(0);
    expect(await record(current)).toBe(1);
  });

  it('offers a row again with what the outside answered before its worker died', async () => {
    await add(one, 2);
    const [first, second] = (await take(2)).taken as [OutboxItem, OutboxItem];
    await Promise.all([
      world.get(OutboxReceipts).note('k', first, '250 ok'),
      world.get(OutboxReceipts).note('k', second, '250 2'),
    ]);
    await expire();
    const again = (await take(2)).taken;
    expect(again.map((i) => i.receipt).sort()).toEqual(['250 2', '250 ok']);
    await world.get(OutboxReceipts).note('k', first, 'too late');
    await expire();
    expect((await take(2)).taken.map((i) => i.receipt).sort()).toEqual(['250 2', '250 ok']);
  });

  it('sets a row aside after it killed its worker five times, and leaves the others alone', async () => {
    await add(one, 1);
    for (let death = 0; death < 5; death++) {
      expect((await take(1)).taken).toHaveLength(1);
      await expire();
    }
    const last = await take(1);
    expect(last.taken).toHaveLength(0);
    expect(last.setAside).toHaveLength(1);
    await expire();
    expect(await take(1)).toEqual({ taken: [], setAside: [] });
  });

  it('counts a planned retry as no death and offers the row again when it is due', async () => {
    await add(one, 1);
    for (let attempt = 1; attempt <= 8; attempt++) {
      const [item] = (await take(1)).taken as [OutboxItem];
      expect(item.attempt).toBe(attempt);
      const nextAt = new Date(Date.now() - 1);
      await world.db.tx(world.across, (tx) =>
        recordInOutbox(tx, 'k', [{ item, result: 'retry', nextAt, reason: 'busy' }]),
      );
    }
    expect(await world.db.tx(world.across, (tx) => nextDueInOutbox(tx, 'k'))).toBeInstanceOf(Date);
  });

  it('drains everything once, through one handler per kind', async () => {
    await add(one, 30, 'drained');
    await add(two, 5, 'drained');
    const seen: string[] = [];
    const handler: OutboxHandler = {
      kind: 'drained',
      batch: 7,
      leaseSeconds: 60,
      perform: (items) => {
        seen.push(...items.map((i) => i.refId));
        return Promise.resolve(items.map((item) => ({ item, result: 'done' as const })));
      },
      setAside: () => Promise.resolve(),
    };
    const dispatcher = world.get(OutboxDispatcher);
    dispatcher.register(handler);
    expect(() => dispatcher.register(handler)).toThrow('two handlers');
    await dispatcher.drain('drained');
    expect(new Set(seen).size).toBe(35);
    expect(seen).toHaveLength(35);
    expect(await world.db.tx(world.across, (tx) => nextDueInOutbox(tx, 'drained'))).toBeNull();
  });

  it('waits longer after each attempt, up to four hours', () => {
    const now = new Date('2026-03-02T10:00:00Z');
    const minutes = [1, 2, 3, 9, 20].map(
      (n) => (backoff(now, n, () => 0.5).getTime() - now.getTime()) / 60_000,
    );
    expect(minutes).toEqual([1, 2, 4, 240, 240]);
  });
});

import { DataSource } from 'typeorm';
import { Queue, Worker, createPostgresBackend } from 'bullmq';
import pg from 'pg';
import {
  addToOutbox,
  appDataSourceOptions,
  Clock,
  Database,
  newId,
  OutboxDispatcher,
  systemCtx,
  type OutboxHandler,
} from '#platform';
import { median, peakMemoryMb, seconds, type Bench, type BenchKit, type BenchRow } from './bench.js';

const clientRow = (id: string, code: string): [string, unknown[]] => [
  `INSERT INTO client (id, code, name, legal_name, country, address, email, zone, currency, default_language, brand, sender)
   VALUES ($1, $2, $2, $2, 'DE', '{}', 'a@example.org', 'Europe/Berlin', 'EUR', 'de', '{}', '{}')`,
  [id, code],
];

async function open(kit: BenchKit, clients: number) {
  const database = await kit.database();
  const source = await new DataSource(appDataSourceOptions(database.url)).initialize();
  const db = new Database(source);
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  const ids = Array.from({ length: clients }, () => newId());
  for (const [i, id] of ids.entries()) await owner.query(...clientRow(id, `B${100 + i}`));
  return {
    db,
    ids,
    owner,
    url: database.url,
    close: async () => {
      await owner.end();
      await source.destroy();
      await database.drop();
    },
  };
}

const noOp = (kind: string, batch: number, seen?: (refId: string) => void): OutboxHandler => ({
  kind,
  batch,
  leaseSeconds: 120,
  perform: (items) => {
    if (seen) for (const item of items) seen(item.refId);
    return Promise.resolve(items.map((item) => ({ item, result: 'done' as const })));
  },
  setAside: () => Promise.resolve(),
});

async function fill(place: Awaited<ReturnType<typeof open>>, kind: string, rows: number): Promise<void> {
  const client = place.ids[0] as string;
  for (let done = 0; done < rows; done += 10_000) {
    const refs = Array.from({ length: Math.min(10_000, rows - done) }, () => ({
      clientId: client,
      refId: newId(),
    }));
    await place.db.tx(systemCtx('bench', client, new Date()), (tx) => addToOutbox(tx, kind, refs));
  }
  await place.owner.query('VACUUM ANALYZE outbox');
}

/** Take, no-op effect, record: ours against the two statements alone, and against BullMQ's own jobs. */
export const outboxBench: Bench = {
  name: 'outbox',
  run: async (kit): Promise<BenchRow[]> => {
    const rows = Math.round(50_000 * kit.scale);
    const place = await open(kit, 3);
    const ours: number[] = [];
    const limits: number[] = [];
    let peakMb = 0;
    for (let repeat = 0; repeat < kit.repeats; repeat++) {
      await fill(place, `limit${repeat}`, rows);
      limits.push(rows / (await seconds(() => sqlAlone(place.owner, `limit${repeat}`))));
      await fill(place, `ours${repeat}`, rows);
      const dispatcher = new OutboxDispatcher(place.db, new Clock());
      dispatcher.register(noOp(`ours${repeat}`, 500));
      const run = await peakMemoryMb(() => seconds(() => dispatcher.drain(`ours${repeat}`)));
      ours.push(rows / run.result);
      peakMb = Math.max(peakMb, run.peakMb);
    }
    const peer = await bullmq(place.url, Math.min(rows, 5_000));
    await place.close();
    const ratio = median(ours) / median(limits);
    return [
      {
        path: 'outbox: take, no-op, record',
        ours: median(ours),
        unit: 'rows/s',
        limit: { name: 'the SQL alone, one session', value: median(limits) },
        peer: { name: 'BullMQ on PostgreSQL', value: peer },
        memoryMb: peakMb,
        promise: { text: 'at least 0.5 of the limit', kept: ratio >= 0.5 },
      },
    ];
  },
};

/** Batches by SQL only: no scope, no fairness, no fencing, on one session. */
async function sqlAlone(client: pg.Client, kind: string): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ ref_id: string }>(
      `UPDATE outbox SET attempt = attempt + 1, next_at = now() + interval '2 min' WHERE (client_id, kind, ref_id) IN (
         SELECT client_id, kind, ref_id FROM outbox WHERE kind = $1 AND state = 'pending' AND next_at <= now()
         ORDER BY next_at LIMIT 500 FOR UPDATE SKIP LOCKED) RETURNING ref_id`,
      [kind],
    );
    if (rows.length === 0) return;
    await client.query('DELETE FROM outbox WHERE kind = $1 AND ref_id = ANY($2)', [
      kind,
      rows.map((r) => r.ref_id),
    ]);
  }
}

async function bullmq(url: string, count: number): Promise<number> {
  const connection = { connectionString: url, max: 6, schema: 'bullmq' };
  const queue = new Queue<object, unknown>('bench', { connection }, createPostgresBackend as never);
  await queue.addBulk(
    Array.from({ length: count }, () => ({ name: 'n', data: {}, opts: { removeOnComplete: true } })),
  );
  let done = 0;
  let finished: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (finished = resolve));
  const elapsed = await seconds(async () => {
    const worker = new Worker<object, unknown>(
      'bench',
      () => {
        if (++done === count) finished();
        return Promise.resolve();
      },
      { connection, concurrency: 50 },
      createPostgresBackend as never,
    );
    await all;
    await worker.close();
  });
  await queue.close();
  return count / elapsed;
}

/** One client's ten messages alone, and while another client has a long queue. */
export const fairnessBench: Bench = {
  name: 'fairness',
  run: async (kit): Promise<BenchRow[]> => {
    const backlog = Math.round(1_000_000 * kit.scale);
    const place = await open(kit, 3);
    const small = place.ids[1] as string;
    const tenOf = async (kind: string): Promise<number> => {
      const wanted = new Set(Array.from({ length: 10 }, () => newId()));
      await place.db.tx(systemCtx('bench', small, new Date()), (tx) =>
        addToOutbox(
          tx,
          kind,
          [...wanted].map((refId) => ({ clientId: small, refId })),
        ),
      );
      const dispatcher = new OutboxDispatcher(place.db, new Clock());
      const told = new Promise<void>((resolve) => {
        dispatcher.register(
          noOp(kind, 100, (refId) => {
            wanted.delete(refId);
            if (wanted.size === 0) resolve();
          }),
        );
      });
      const drained = { run: Promise.resolve(0) };
      const elapsed = await seconds(() => {
        drained.run = dispatcher.drain(kind);
        return told;
      });
      await dispatcher.stop();
      await drained.run;
      return elapsed;
    };
    const alone: number[] = [];
    for (let repeat = 0; repeat < kit.repeats; repeat++) alone.push(await tenOf(`alone${repeat}`));
    await fill(place, 'shared', backlog);
    const beside: number[] = [];
    for (let repeat = 0; repeat < kit.repeats; repeat++) beside.push(await tenOf('shared'));
    await place.close();
    const ratio = median(beside) / median(alone);
    return [
      {
        path: `fairness: ten messages beside ${backlog.toLocaleString('en-GB')} of another client`,
        ours: median(beside) * 1000,
        unit: 'ms',
        limit: { name: 'alone, ms', value: median(alone) * 1000 },
        lowerIsBetter: true,
        promise: { text: 'at most 2 times slower', kept: ratio <= 2 },
      },
    ];
  },
};

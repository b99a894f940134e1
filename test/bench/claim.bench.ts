import { DataSource } from 'typeorm';
import pg from 'pg';
import { appDataSourceOptions, Database, newId, systemCtx, type Tx } from '#platform';
import { claimBest } from '../../libs/desk/src/claim.queries.js';
import { median, type Bench, type BenchKit, type BenchRow } from './bench.js';

const languages = 'de en fr es it nl pl pt sv da fi el cs hu ro bg hr sk sl et lv lt uk tr'.split(' ');
const skills = ['voice', 'mail', 'cases'];
const atOnce = 50;

interface Place {
  readonly db: Database;
  readonly owner: pg.Client;
  close(): Promise<void>;
}

/** A queue of 200 clients, 24 languages and 3 skills. The items' cases are ids only. */
async function open(kit: BenchKit, items: number): Promise<Place> {
  const database = await kit.database();
  const source = await new DataSource(appDataSourceOptions(database.url)).initialize();
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  owner.on('error', () => undefined);
  await owner.query('SET session_replication_role = replica');
  await owner.query(
    `INSERT INTO client (id, code, name, legal_name, country, address, email, zone, currency, default_language, brand, sender)
     SELECT gen_random_uuid(), 'B' || n, 'B', 'B', 'DE', '{}', 'a@example.org', 'Europe/Berlin', 'EUR', 'de', '{}', '{}'
     FROM generate_series(100, 299) n`,
  );
  await owner.query(
    `INSERT INTO work_item (client_id, id, kind, case_id, subject_id, reason, language, skill, rank, created_at)
     SELECT k.ids[1 + n % 200], gen_random_uuid(), 'review', gen_random_uuid(), gen_random_uuid(), 'no_rule',
       ($2::text[])[1 + n / 7 % 24], ($3::text[])[1 + n / 3 % 3], 3000000000000000 + 500 * 100000000000::bigint + n, now()
     FROM generate_series(1, $1::int) n, (SELECT array_agg(id) AS ids FROM client) k`,
    [items, languages, skills],
  );
  await owner.query('VACUUM ANALYZE work_item');
  return {
    db: new Database(source),
    owner,
    close: async () => {
      await owner.end();
      await source.destroy();
      await database.drop();
    },
  };
}

/** An agent of two languages and all skills who asks for the next item. */
function claimer(place: Place): () => Promise<boolean> {
  const across = systemCtx('bench', null, new Date());
  let nth = 0;
  return async () => {
    const first = nth++ % languages.length;
    const known = [languages[first], languages[(first + 5) % languages.length]] as string[];
    const streams = known.flatMap((language) => skills.map((skill) => ({ language, skill })));
    const who = { agentId: newId(), streams, clientIds: null };
    const claim = { id: newId(), token: newId(), leaseSeconds: 45 };
    return (await place.db.tx(across, (tx) => claimBest(tx, who, claim, []))) !== undefined;
  };
}

/** Runs `step` from `atOnce` sides for some seconds; its times in milliseconds and how many ended in each second. */
async function saturate(
  forMs: number,
  step: () => Promise<unknown>,
): Promise<{ times: number[]; perSecond: number[] }> {
  const times: number[] = [];
  const perSecond: number[] = [];
  const began = performance.now();
  const side = async (): Promise<void> => {
    for (;;) {
      const from = performance.now();
      if (from - began >= forMs) return;
      await step();
      const now = performance.now();
      times.push(now - from);
      const second = Math.floor((now - began) / 1000);
      perSecond[second] = (perSecond[second] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, side));
  return { times, perSecond: perSecond.slice(0, Math.floor(forMs / 1000)) };
}

function p99(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
}

/** The next item for an agent with two languages, from a full queue, fifty at once; the limit is an update by key. */
export const claimBench: Bench = {
  name: 'claim',
  run: async (kit): Promise<BenchRow[]> => {
    const place = await open(kit, Math.round(1_000_000 * kit.scale));
    const limits: number[] = [];
    const ours: number[] = [];
    const { rows } = await place.owner.query<{ client_id: string; id: string }>(
      `SELECT client_id, id FROM work_item ORDER BY rank DESC LIMIT 200000`,
    );
    let at = 0;
    const across = systemCtx('bench', null, new Date());
    const byKey = (): Promise<number> => {
      const row = rows[at++ % rows.length];
      return place.db.tx(across, (tx: Tx) =>
        tx.execute(`UPDATE work_item SET lease_until = now() WHERE client_id = $1 AND id = $2`, [
          row?.client_id,
          row?.id,
        ]),
      );
    };
    const next = claimer(place);
    await saturate(2_000, byKey);
    await saturate(2_000, next);
    let busiest: number[] = [];
    for (let repeat = 0; repeat < kit.repeats; repeat++) {
      limits.push((await saturate(4_000, byKey)).times.length / 4);
      const run = await saturate(4_000, next);
      ours.push(run.times.length / 4);
      busiest = [...busiest, ...run.times];
    }
    const long = await saturate(60_000 * Math.min(1, kit.scale * 10), next);
    const tenth = Math.max(1, Math.floor(long.perSecond.length / 6));
    const sum = (some: readonly number[]): number => some.reduce((total, n) => total + n, 0);
    const [first, last] = [sum(long.perSecond.slice(0, tenth)), sum(long.perSecond.slice(-tenth))];
    const calm: number[] = [];
    for (let n = 0; n < 1_000; n++) {
      const from = performance.now();
      await next();
      calm.push(performance.now() - from);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, 5 - (performance.now() - from))));
    }
    await place.close();
    const ratio = median(ours) / median(limits);
    return [
      {
        path: `claim: next item of ${(1_000_000 * kit.scale).toLocaleString('en-GB')}, ${atOnce} at once`,
        ours: median(ours),
        unit: 'claims/s',
        limit: { name: 'update by primary key, same concurrency', value: median(limits) },
        promise: { text: 'at least 0.4 of the limit', kept: ratio >= 0.4 },
      },
      {
        path: 'claim: p99 at saturation',
        ours: p99(busiest),
        unit: 'ms',
        promise: { text: 'at most 35 ms', kept: p99(busiest) <= 35 },
      },
      {
        path: 'claim: p99 at 200 a second',
        ours: p99(calm),
        unit: 'ms',
        promise: { text: 'at most 5 ms', kept: p99(calm) <= 5 },
      },
      {
        path: `claim: last sixth of ${long.perSecond.length} s against the first`,
        ours: last / tenth,
        unit: 'claims/s',
        limit: { name: 'the first', value: first / tenth },
        promise: { text: 'at least 0.9', kept: last >= 0.9 * first },
      },
    ];
  },
};

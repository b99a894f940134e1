import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { newId, OPERATOR_ID, readEnv, rolePermissions, systemCtx, type Ctx } from '#platform';
import { Board } from '#insight';
import { createApi } from '../../apps/api/src/api.js';
import { median, seconds, type Bench, type BenchKit, type BenchRow } from './bench.js';

const languages = 'de en fr es it nl pl pt sv da fi el cs hu ro bg hr sk sl et lv lt uk tr'.split(' ');
const skills = ['voice', 'mail', 'cases'];
const kinds = ['call', 'reply', 'review'];
const agents = 500;
/** Of them, so many watch the whole board. */
const leads = 10;
const contactsPerAgent = 100;
const watchedMs = 20_000;

/** A queue of 200 clients, 24 languages and 3 skills; 500 agents who are there, a fifth on contact, each with a day behind. */
async function fill(url: string, items: number): Promise<string[]> {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query('SET session_replication_role = replica');
  await owner.query(
    `INSERT INTO client (id, code, name, legal_name, country, address, email, zone, currency, default_language, brand, sender)
     SELECT gen_random_uuid(), 'B' || n, 'B', 'B', 'DE', '{}', 'a@example.org', 'Europe/Berlin', 'EUR', 'de', '{}', '{}'
     FROM generate_series(100, 299) n`,
  );
  await owner.query(
    `INSERT INTO work_item (client_id, id, kind, case_id, subject_id, reason, language, skill, rank, created_at)
     SELECT k.ids[1 + n % 200], gen_random_uuid(), ($4::text[])[1 + n / 3 % 3], gen_random_uuid(), gen_random_uuid(), 'no_rule',
       ($2::text[])[1 + n / 7 % 24], ($3::text[])[1 + n / 3 % 3], 3000000000000000 + 500 * 100000000000::bigint + n,
       now() - make_interval(secs => $1 - n)
     FROM generate_series(1, $1::int) n, (SELECT array_agg(id) AS ids FROM client) k`,
    [items, languages, skills, kinds],
  );
  const tokens = Array.from({ length: agents }, () => randomBytes(32).toString('base64url'));
  await owner.query(
    `INSERT INTO user_account (client_id, id, email, name, role, password_hash)
     SELECT $1, gen_random_uuid(), 'a' || n || '@example.org', 'Agent ' || n, CASE WHEN n <= $3 THEN 'team_lead' ELSE 'agent' END, ''
     FROM generate_series(1, $2::int) n`,
    [OPERATOR_ID, agents, leads],
  );
  await owner.query(
    `INSERT INTO user_session (client_id, id, user_id, token_sha256, state, expires_at)
     SELECT $1, gen_random_uuid(), u.id, s.digest, 'active', now() + interval '1 day'
     FROM (SELECT id, row_number() OVER (ORDER BY role DESC, id) AS n FROM user_account) u
       JOIN unnest($2::bytea[]) WITH ORDINALITY AS s (digest, n) ON s.n = u.n`,
    [OPERATOR_ID, tokens.map((token) => createHash('sha256').update(token).digest())],
  );
  await owner.query(
    `INSERT INTO agent_profile (agent_id, languages, client_ids) SELECT id, '{"de": "native", "en": "C1"}', NULL FROM user_account`,
  );
  await owner.query(
    `INSERT INTO presence_interval (agent_id, from_at, until_at, state, seen_at)
     SELECT u.id, now() - make_interval(mins => 5 * n), CASE WHEN n > 1 THEN now() - make_interval(mins => 5 * n - 5) END,
       (ARRAY['available', 'on_contact', 'wrap_up'])[1 + n % 3], now()
     FROM user_account u, generate_series(1, $1::int) n`,
    [contactsPerAgent],
  );
  await owner.query(
    `INSERT INTO work_item (client_id, id, kind, subject_id, reason, language, skill, rank, state, created_at)
     SELECT k.ids[1 + n % 200], gen_random_uuid(), 'call', gen_random_uuid(), 'past', 'de', 'voice', n, 'done', now() - interval '4 hours'
     FROM generate_series(1, $1::int) n, (SELECT array_agg(id) AS ids FROM client) k`,
    [agents * contactsPerAgent],
  );
  await owner.query(
    `INSERT INTO claim (client_id, id, work_item_id, agent_id, token, state, claimed_at, seen_at, ended_at, handling_seconds, contact_id)
     SELECT w.client_id, gen_random_uuid(), w.id, u.ids[1 + w.rank % $1], gen_random_uuid(), 'wrapped_up', now() - interval '2 minutes',
       now(), now() - interval '30 seconds', 60 + w.rank % 60, gen_random_uuid()
     FROM work_item w, (SELECT array_agg(id) AS ids FROM user_account) u WHERE w.state = 'done'`,
    [agents],
  );
  await owner.query(
    `INSERT INTO billable_contact (client_id, seq, entry, statement_id, contact_id, case_id, channel, purpose, occurred_at, amount_e4,
       currency, rate_version, reason, hash)
     SELECT client_id, row_number() OVER (PARTITION BY client_id), 'charge', gen_random_uuid(), contact_id, gen_random_uuid(), 'voice',
       'callback', ended_at, 5500, 'EUR', 1, 'customer_reached', '' FROM claim`,
  );
  await owner.query(
    `UPDATE work_item w SET state = 'claimed', agent_id = u.id, claim_id = gen_random_uuid(), lease_until = now() + interval '1 hour'
     FROM (SELECT id, row_number() OVER () AS n FROM user_account LIMIT $1) u,
       (SELECT client_id, id, row_number() OVER () AS n FROM work_item WHERE state = 'queued' LIMIT $1) q
     WHERE q.n = u.n AND w.client_id = q.client_id AND w.id = q.id`,
    [agents / 5],
  );
  await owner.query('VACUUM ANALYZE');
  await owner.end();
  return tokens;
}

/** A process of its own that holds one stream per token and says how much it read. */
function audience(port: number, tokens: readonly string[]): ChildProcess {
  const script = `
    const http = require('node:http');
    let events = 0, bytes = 0, ready = 0;
    const agent = new http.Agent({ maxSockets: Infinity });
    process.on('message', (tokens) => {
      for (const token of tokens) http.get({ agent, port: ${port}, host: '127.0.0.1', path: '/v1/desk/events',
        headers: { cookie: 'session=' + token, 'sec-fetch-site': 'same-origin' } }, (answer) => {
          answer.setEncoding('latin1');
          let isNew = true;
          answer.on('data', (text) => {
            bytes += text.length;
            events += text.split('event: ').length - 1;
            if (isNew && text.includes('event: queue')) { isNew = false; if (++ready === tokens.length) process.send('ready'); }
          });
        });
    });
    setInterval(() => process.send({ events, bytes }), 1000);`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.send(tokens);
  return child;
}

/** What the API's process and the database spend on 500 open streams. */
async function watch(url: string, tokens: readonly string[]): Promise<BenchRow[]> {
  const env = readEnv({ LOG_LEVEL: 'silent' });
  const app = await createApi({ env, databaseUrl: url });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const child = audience(port, tokens);
  let heard = { events: 0, bytes: 0 };
  child.on('message', (said) => {
    if (typeof said === 'object') heard = said as typeof heard;
  });
  const connected = await seconds(
    () => new Promise<void>((resolve) => child.on('message', (said) => said === 'ready' && resolve())),
  );
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const cpu = process.cpuUsage();
  const from = performance.now();
  const heardBefore = heard.events;
  await new Promise((resolve) => setTimeout(resolve, watchedMs));
  const used = process.cpuUsage(cpu);
  const share = (used.user + used.system) / 1000 / (performance.now() - from);
  const grown = (process.memoryUsage().rss - before) / 1024 / 1024;
  const events = heard.events - heardBefore;
  child.kill();
  await app.close();
  return [
    {
      path: `board: ${tokens.length} streams of events, ${leads} with the whole board: processor`,
      ours: share * 100,
      unit: '% of a core',
      memoryMb: grown,
      promise: { text: 'at most 15 % of a core and 100 MB', kept: share <= 0.15 && grown <= 100 },
    },
    {
      path: `board: events that ${leads} team leads heard in ${watchedMs / 1000} s`,
      ours: events,
      unit: 'events',
      promise: { text: `at least ${(leads * watchedMs) / 4000}`, kept: events >= (leads * watchedMs) / 4000 },
    },
    {
      path: `board: ${tokens.length} streams told how things stand after a restart`,
      ours: connected,
      unit: 's',
      promise: { text: 'within 10 s', kept: connected <= 10 },
    },
  ];
}

/** The team leads' board over a full queue, and everybody's events. */
export const boardBench: Bench = {
  name: 'board',
  run: async (kit: BenchKit): Promise<BenchRow[]> => {
    const database = await kit.database();
    const items = Math.round(1_000_000 * kit.scale);
    const tokens = await fill(database.url, items);
    const app = await createApi({ env: readEnv({ LOG_LEVEL: 'silent' }), databaseUrl: database.url });
    await app.init();
    const owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
    const lead: Ctx = {
      ...systemCtx('bench', null, new Date()),
      actor: { kind: 'user', id: newId(), role: 'team_lead', permissions: rolePermissions.team_lead },
    };
    const board = app.get(Board, { strict: false });
    const first = await seconds(() => board.snapshot(lead));
    const limits: number[] = [];
    const times: number[] = [];
    for (let repeat = 0; repeat < kit.repeats; repeat++) {
      limits.push(await seconds(() => owner.query(`SELECT count(*) FROM work_item WHERE state = 'queued'`)));
      for (let n = 0; n < 100; n++) {
        times.push(await seconds(() => board.snapshot({ ...lead, now: new Date() })));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    const p95 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
    await owner.end();
    await app.close();
    const rows = await watch(database.url, tokens);
    await database.drop();
    const count = items.toLocaleString('en-GB');
    return [
      {
        path: `board: snapshot over ${count} queued items, 95th percentile`,
        ours: p95 * 1000,
        unit: 'ms',
        limit: { name: 'counting the queue once', value: median(limits) * 1000 },
        lowerIsBetter: true,
        promise: { text: 'at most 250 ms', kept: p95 <= 0.25 },
      },
      {
        path: 'board: the first snapshot of a process, which counts',
        ours: first * 1000,
        unit: 'ms',
        limit: { name: 'counting the queue once', value: median(limits) * 1000 },
        lowerIsBetter: true,
        promise: { text: 'at most 3,000 ms', kept: first <= 3 },
      },
      ...rows,
    ];
  },
};

import { Agent, request } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { newId, OPERATOR_ID, readEnv, systemCtx } from '#platform';
import { Clients } from '#clients';
import { AgentProfiles, Claims } from '#desk';
import { Sessions, Users } from '#identity';
import { createApi } from '../../apps/api/src/api.js';
import { acrossClients } from '../../libs/insight/src/invariants.queries.js';
import type { Bench, BenchKit, BenchRow } from './bench.js';
import { benchClient } from './bench-client.js';

const agentCount = 160;
const minutes = 10;
const clientCount = 5;
/** Agents come one after another, into a process that has just started; what is measured begins when all are there. */
const rampMs = 10_000;
const password = 'correct horse battery';
/** Enough that the queue never runs dry: a contact here takes twenty seconds, a quarter of what it may. */
const itemsPerAgentMinute = 6;

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** What the agents saw. */
interface Watch {
  /** Milliseconds of each call from `from` on, when everybody has come. */
  readonly times: number[];
  readonly from: number;
  /** Work items in somebody's hands, as the holders know it. */
  readonly held: Set<unknown>;
  /** The last text of each claim that the server said it had kept. */
  readonly notes: Map<string, string>;
  doubles: number;
  wrapped: number;
  failures: number;
}

interface DeskPlace {
  readonly app: NestFastifyApplication;
  readonly owner: pg.Client;
  readonly cookies: readonly string[];
  readonly port: number;
  close(): Promise<void>;
}

/** Five clients' replies to read, and agents who can take all of them, signed in. */
async function open(kit: BenchKit): Promise<DeskPlace> {
  const database = await kit.database();
  const app = await createApi({ env: readEnv({ LOG_LEVEL: 'error' }), databaseUrl: database.url });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  const across = systemCtx('bench', null, new Date());
  const { id: _id, status: _status, ...settings } = benchClient();
  const clients = app.get(Clients, { strict: false });
  for (let n = 0; n < clientCount; n++) await clients.create(across, { ...settings, code: `DESK${n}` });
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await fillQueue(owner, Math.ceil(agentCount * minutes * kit.scale * itemsPerAgentMinute));
  const cookies: string[] = [];
  for (let n = 0; n < agentCount; n++) cookies.push(await signedIn(app, owner, n));
  return {
    app,
    owner,
    cookies,
    port,
    close: async () => {
      await owner.end();
      await app.close();
      await database.drop();
    },
  };
}

async function fillQueue(owner: pg.Client, items: number): Promise<void> {
  await owner.query(
    `CREATE TEMP TABLE planned AS
     SELECT k.ids[1 + n % ${clientCount}] AS client_id, gen_random_uuid() AS id, n
     FROM generate_series(1, $1::int) n, (SELECT array_agg(id) AS ids FROM client) k`,
    [items],
  );
  await owner.query(
    `INSERT INTO customer (client_id, id, match_key) SELECT client_id, id, id::text FROM planned`,
  );
  await owner.query(
    `INSERT INTO return_case (client_id, id, case_ref, order_ref, customer_id, state, language, content_hash)
     SELECT client_id, id, id::text, 'O', id, 'decided', 'de', '' FROM planned`,
  );
  await owner.query(
    `INSERT INTO work_item (client_id, id, kind, case_id, subject_id, reason, language, skill, rank, created_at)
     SELECT client_id, gen_random_uuid(), 'reply', id, gen_random_uuid(), 'email', 'de', 'mail',
       3000000000000000 + 500 * 100000000000::bigint + n, now() FROM planned`,
  );
  await owner.query('ANALYZE');
}

/** A session's cookie of a new agent. The first one's password is everybody's, hashed once. */
async function signedIn(app: NestFastifyApplication, owner: pg.Client, n: number): Promise<string> {
  const across = systemCtx('bench', null, new Date());
  const email = `agent${n}@desk.example`;
  if (n === 0) {
    await app.get(Users, { strict: false }).create(across, { email, name: 'Agent', role: 'agent', password });
  } else {
    await owner.query(
      `INSERT INTO user_account (client_id, id, email, name, role, locale, zone, password_hash, created_at)
       SELECT client_id, $2, $3, name, role, locale, zone, password_hash, created_at FROM user_account
       WHERE client_id = $1 AND email = 'agent0@desk.example'`,
      [OPERATOR_ID, newId(), email],
    );
  }
  const { rows } = await owner.query<{ id: string }>('SELECT id FROM user_account WHERE email = $1', [email]);
  await app.get(AgentProfiles, { strict: false }).save(across, rows[0]?.id ?? '', {
    languages: { de: 'native', en: 'C1' },
    skills: ['voice', 'mail', 'cases'],
    clientIds: null,
    phone: null,
  });
  const { token } = await app.get(Sessions, { strict: false }).signIn(across, { email, password });
  return `session=${token}`;
}

/** One agent's browser: takes items, types, beats, and wraps up, sometimes with two clicks or in two tabs at once. */
async function work(place: DeskPlace, cookie: string, watch: Watch, until: number): Promise<void> {
  const http = new Agent({ keepAlive: true, maxSockets: 4 });
  const call = (method: 'POST' | 'PUT', path: string, body: object): Promise<Answer> =>
    send(http, place.port, cookie, method, path, body, watch);
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  await pause(Math.random() * rampMs);
  while (performance.now() < until) {
    const tabs = await Promise.all(
      Array.from({ length: Math.random() < 0.1 ? 2 : 1 }, () => call('POST', '/v1/desk/claims', {})),
    );
    const claim = tabs.find(({ status }) => status === 201 || status === 200)?.body;
    if (!claim) {
      await pause(500);
      continue;
    }
    if (watch.held.has(claim['workItemId']) || tabs.filter(({ status }) => status === 201).length > 1)
      watch.doubles++;
    watch.held.add(claim['workItemId']);
    const { id, token } = claim as { id: string; token: string };
    const at = `/v1/desk/claims/${id}`;
    let text = '';
    let version = 0;
    for (let words = 3 + Math.floor(Math.random() * 4); words > 0; words--) {
      await pause(3_000 + Math.random() * 3_000);
      text += `word ${Math.random().toString(36).slice(2)} `;
      const saved = await call('PUT', `${at}/note`, { token, text, version });
      if (saved.status === 200) {
        version = Number(saved.body['version']);
        watch.notes.set(id, text.trim());
      }
      if (words % 2 === 0) await call('POST', `${at}/heartbeat`, { token });
    }
    watch.held.delete(claim['workItemId']);
    if (Math.random() < 0.05) {
      await call('POST', `${at}/release`, { token, reason: 'another time' });
      continue;
    }
    const wrapUp = { token, disposition: Math.random() < 0.8 ? 'answered' : 'not_needed', note: text };
    const done = await Promise.all(
      Array.from({ length: Math.random() < 0.2 ? 2 : 1 }, () => call('POST', `${at}/wrap-up`, wrapUp)),
    );
    const finished = done.filter(({ status }) => status === 200).length;
    if (finished !== 1) watch.failures++;
    watch.wrapped += finished;
  }
  http.destroy();
}

function send(
  agent: Agent,
  port: number,
  cookie: string,
  method: string,
  path: string,
  body: object,
  watch: Watch,
): Promise<Answer> {
  const from = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { cookie, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
    const sent = request({ agent, port, host: '127.0.0.1', path, method, headers }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      response.on('end', () => {
        if (from >= watch.from) watch.times.push(performance.now() - from);
        const status = response.statusCode ?? 500;
        if (status >= 500) watch.failures++;
        resolve({ status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) });
      });
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}

/** What the tables say afterwards that they must not. */
async function broken(place: DeskPlace, watch: Watch): Promise<{ doubles: number; lost: number }> {
  let doubles = watch.doubles;
  for (const { sql } of acrossClients) doubles += (await place.owner.query(sql)).rowCount ?? 0;
  const twice = await place.owner.query(
    `SELECT FROM claim a JOIN claim b ON b.client_id = a.client_id AND b.work_item_id = a.work_item_id AND b.id > a.id
       AND tstzrange(a.claimed_at, a.ended_at) && tstzrange(b.claimed_at, b.ended_at)
     UNION ALL SELECT FROM contact GROUP BY source_kind, source_id HAVING count(*) > 1`,
  );
  doubles += twice.rowCount ?? 0;
  const { rows } = await place.owner.query<{ claim_id: string; text: string }>(
    'SELECT claim_id, text FROM claim_note',
  );
  const stored = new Map(rows.map((row) => [row.claim_id, row.text]));
  let lost = 0;
  for (const [id, text] of watch.notes) if (!stored.get(id)?.includes(text)) lost++;
  return { doubles, lost };
}

/** A call centre's day on one queue: every call over HTTP, signed in, with double clicks and second tabs. */
export const deskLoadBench: Bench = {
  name: 'desk-load',
  run: async (kit): Promise<BenchRow[]> => {
    const place = await open(kit);
    const began = performance.now();
    const watch: Watch = {
      times: [],
      from: began + rampMs,
      held: new Set(),
      notes: new Map(),
      doubles: 0,
      wrapped: 0,
      failures: 0,
    };
    const seconds = 60 * minutes * kit.scale;
    const until = watch.from + seconds * 1_000;
    const claims = place.app.get(Claims, { strict: false });
    const sweep = setInterval(() => void claims.sweep(new Date()), 5_000);
    await Promise.all(place.cookies.map((cookie) => work(place, cookie, watch, until)));
    clearInterval(sweep);
    const { doubles, lost } = await broken(place, watch);
    await place.close();
    const sorted = watch.times.toSorted((a, b) => a - b);
    const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
    const load = `desk: ${agentCount} agents on one queue for ${Math.round(seconds)} s, ${(sorted.length / seconds).toFixed(0)} calls/s`;
    return [
      {
        path: `${load}: p99 of desk calls`,
        ours: p99,
        unit: 'ms',
        lowerIsBetter: true,
        promise: { text: 'at most 100 ms', kept: p99 <= 100 },
      },
      {
        path: `desk: items held twice, of ${watch.wrapped} finished`,
        ours: doubles,
        unit: 'items',
        lowerIsBetter: true,
        promise: { text: '0', kept: doubles === 0 && watch.failures === 0 },
      },
      {
        path: `desk: notes lost, of ${watch.notes.size} claims`,
        ours: lost,
        unit: 'notes',
        lowerIsBetter: true,
        promise: { text: '0', kept: lost === 0 },
      },
    ];
  },
};

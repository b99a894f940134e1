import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { newId, OutboxDispatcher, readEnv, systemCtx } from '#platform';
import { Clients } from '#clients';
import { ApiKeys } from '#identity';
import { UploadProcessing, Uploads, type UploadView } from '#intake';
import { Policies, policyDraftSchema } from '#resolution';
import { createApi } from '../../apps/api/src/api.js';
import { median, peakMemoryMb, seconds, type Bench, type BenchKit, type BenchRow } from './bench.js';
import { benchClient } from './bench-client.js';
import { writeReturns } from './intake-data.js';
import { limitSeconds } from './intake-limit.js';

const policy = policyDraftSchema.parse({
  name: 'Bench',
  rules: [
    {
      id: 'withdrawal',
      name: 'Withdrawal',
      when: [{ fact: 'legalBasis', op: 'in', values: ['withdrawal'] }],
      then: 'refund',
    },
    {
      id: 'replace',
      name: 'Replace',
      when: [{ fact: 'legalBasis', op: 'in', values: ['non_conformity', 'wrong_item'] }],
      then: 'replacement',
    },
  ],
});

interface Shop {
  readonly clientId: string;
  readonly key: string;
}

async function newShop(app: NestFastifyApplication): Promise<Shop> {
  const across = systemCtx('bench', null, new Date());
  const { id: _id, status: _status, ...settings } = benchClient();
  const client = await app
    .get(Clients, { strict: false })
    .create(across, { ...settings, code: `B${newId().slice(-8).toUpperCase()}` });
  const ctx = systemCtx('bench', client.id, new Date());
  const policies = app.get(Policies, { strict: false });
  await policies.publish(ctx, (await policies.draft(ctx, policy)).id);
  const { secret } = await app.get(ApiKeys, { strict: false }).create(ctx, { name: 'bench' });
  return { clientId: client.id, key: secret };
}

/** POSTs the file as a client system would, streamed from disk. */
async function post(port: number, key: string, file: string): Promise<UploadView> {
  const boundary = 'reintegro-bench';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="returns.csv"\r\nContent-Type: text/csv\r\n\r\n`;
  const tail = `\r\n--${boundary}--\r\n`;
  const { size } = await stat(file);
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': `multipart/form-data; boundary=${boundary}`,
    'content-length': Buffer.byteLength(head) + size + Buffer.byteLength(tail),
  };
  const call = request({ port, path: '/v1/uploads', method: 'POST', headers });
  const answer = new Promise<UploadView>((resolve, reject) => {
    call.on('error', reject);
    call.on('response', (response) => {
      let body = '';
      response.on('data', (part: Buffer) => (body += part.toString()));
      response.on('end', () =>
        (response.statusCode ?? 500) < 300
          ? resolve(JSON.parse(body) as UploadView)
          : reject(new Error(`${response.statusCode}: ${body}`)),
      );
    });
  });
  call.write(head);
  await pipeline(createReadStream(file), call, { end: false });
  call.end(tail);
  return answer;
}

/**
 * One file through HTTP and worker; returns rows per second and the peak of memory. Another client's file goes first: a
 * worker that has just started is not what is measured.
 */
export async function measureOurs(
  kit: BenchKit,
  file: string,
  warmUp: string,
  rows: number,
): Promise<{ rate: number; again: number; peakMb: number }> {
  const database = await kit.database();
  const app = await createApi({ env: readEnv({ LOG_LEVEL: 'error' }), databaseUrl: database.url });
  try {
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as { port: number };
    const shop = await newShop(app);
    const take = async (of: Shop, path: string): Promise<void> => {
      const { id } = await post(port, of.key, path);
      await app.get(UploadProcessing, { strict: false }).run(of.clientId, id);
      const ctx = systemCtx('bench', of.clientId, new Date());
      const done = await app.get(Uploads, { strict: false }).get(ctx, id);
      if (done.status !== 'completed' || done.rows.accepted !== done.rows.total) {
        throw new Error(`upload ${JSON.stringify(done)}`);
      }
    };
    await take(await newShop(app), warmUp);
    const { result, peakMb } = await peakMemoryMb(() => seconds(() => take(shop, file)));
    const again = await seconds(() => take(shop, file));
    return { rate: rows / result, again: rows / again, peakMb };
  } finally {
    await app.get(OutboxDispatcher, { strict: false }).stop();
    await app.close();
    await database.drop();
  }
}

/** The same rows by one bare session on a fresh database with the same client, policy and open books. */
export async function measureLimit(kit: BenchKit, file: string, rows: number): Promise<number> {
  const database = await kit.database();
  const app = await createApi({ env: readEnv({ LOG_LEVEL: 'error' }), databaseUrl: database.url });
  try {
    const shop = await newShop(app);
    return rows / (await limitSeconds(database.url, shop.clientId, file));
  } finally {
    await app.close();
    await database.drop();
  }
}

/** A file over HTTP until its cases are decided and stored with all that follows. */
export const intakeBench: Bench = {
  name: 'intake',
  run: async (kit): Promise<BenchRow[]> => {
    const dir = await mkdtemp(path.join(tmpdir(), 'reintegro-intake-'));
    const large = Math.round(1_000_000 * kit.scale);
    const small = Math.round(100_000 * kit.scale);
    try {
      const results: BenchRow[] = [];
      const rates: number[] = [];
      let agains: number[] = [];
      const warmUp = path.join(dir, 'warm-up.csv');
      await writeReturns(warmUp, 30_000);
      for (const rows of [small, large]) {
        const file = path.join(dir, `${rows}.csv`);
        const { bytes, cases } = await writeReturns(file, rows);
        kit.log(`  ${rows} rows, ${cases} cases, ${Math.round(bytes / 1e6)} MB`);
        const repeats = rows === large ? Math.min(kit.repeats, 3) : kit.repeats;
        const runs: { rate: number; again: number; peakMb: number }[] = [];
        const limits: number[] = [];
        for (let i = 0; i < repeats; i++) {
          limits.push(await measureLimit(kit, file, rows));
          const run = await measureOurs(kit, file, warmUp, rows);
          runs.push(run);
          kit.log(
            `  limit ${Math.round(limits.at(-1) ?? 0)}/s, ours ${Math.round(run.rate)}/s, ${Math.round(run.peakMb)} MB`,
          );
        }
        const rate = median(runs.map((run) => run.rate));
        const bound = median(limits);
        const memoryMb = median(runs.map((run) => run.peakMb));
        rates.push(rate);
        agains = runs.map((run) => run.again);
        results.push({
          path: `intake, ${rows} rows`,
          ours: rate,
          unit: 'rows/s',
          limit: { name: 'one session, COPY and INSERT … SELECT', value: bound },
          memoryMb,
          promise: { text: 'ratio ≥ 1.0, memory ≤ 200 MB', kept: rate >= bound && memoryMb <= 200 },
        });
      }
      results.push({
        path: 'intake, the same file again',
        ours: median(agains),
        unit: 'rows/s',
        limit: { name: 'the first time', value: rates.at(-1) ?? 0 },
        promise: { text: 'ratio ≥ 1.0', kept: median(agains) >= (rates.at(-1) ?? 0) },
      });
      const [atSmall = 0, atLarge = 0] = rates;
      results.push({
        path: 'intake, ten times the rows',
        ours: atLarge,
        unit: 'rows/s',
        limit: { name: 'the smaller file', value: atSmall },
        promise: { text: 'ratio ≥ 0.9', kept: atLarge >= 0.9 * atSmall },
      });
      return results;
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  },
};

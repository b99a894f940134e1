import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { installTypeParsers, keepHeapSmall, migrate, startEmbeddedPostgres } from '#platform';
import { migrations } from '../../migrations/index.js';
import type { Bench, BenchKit, BenchRow } from './bench.js';
import { benches } from './benches.js';

/** `npm run bench [-- NAME …] [--scale 0.1] [--repeats 3]`: measures, prints the table, fails when a promise is broken. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    allowPositionals: true,
    options: { scale: { type: 'string', default: '1' }, repeats: { type: 'string', default: '5' } },
  });
  keepHeapSmall();
  installTypeParsers();
  const chosen = choose(positionals);
  const dir = await mkdtemp(path.join(tmpdir(), 'reintegro-bench-'));
  await chmod(dir, 0o755); // the server runs as another user when we are root
  const server = await startEmbeddedPostgres({ dir });
  const admin = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: server.urlOf('postgres') });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  const kit: BenchKit = {
    scale: Number(values.scale),
    repeats: Number(values.repeats),
    log: (line) => process.stderr.write(`${line}\n`),
    database: async () => {
      const name = `b_${randomBytes(6).toString('hex')}`;
      await admin(`CREATE DATABASE ${name}`);
      await migrate(server.urlOf(name), migrations);
      return { url: server.urlOf(name), drop: () => admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
    },
  };
  try {
    const rows: BenchRow[] = [];
    for (const bench of chosen) {
      kit.log(`${bench.name} …`);
      rows.push(...(await bench.run(kit)));
    }
    process.stdout.write(`${render(rows)}\n`);
    process.exitCode = rows.every((row) => row.promise.kept) ? 0 : 1;
  } finally {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

function choose(names: readonly string[]): readonly Bench[] {
  const unknown = names.filter((name) => !benches.some((bench) => bench.name === name));
  if (unknown.length > 0) {
    throw new Error(`no bench ${unknown.join(', ')}; there are: ${benches.map((b) => b.name).join(', ')}`);
  }
  return names.length === 0 ? benches : benches.filter((bench) => names.includes(bench.name));
}

/** A Markdown table, so that it can go into a document as it is. */
function render(rows: readonly BenchRow[]): string {
  const head = ['path', 'ours', 'limit', 'ratio', 'peer', 'ratio', 'memory', 'promise', 'kept'];
  const body = rows.map((row) => [
    row.path,
    `${figure(row.ours)} ${row.unit}`,
    row.limit ? `${figure(row.limit.value)} (${row.limit.name})` : '–',
    row.limit ? figure(row.ours / row.limit.value) : '–',
    row.peer ? `${figure(row.peer.value)} (${row.peer.name})` : '–',
    row.peer ? figure(row.ours / row.peer.value) : '–',
    row.memoryMb === undefined ? '–' : `${Math.round(row.memoryMb)} MB`,
    row.promise.text,
    row.promise.kept ? 'yes' : '**no**',
  ]);
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function figure(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-GB') : value.toPrecision(3);
}

await main();

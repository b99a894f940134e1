import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { installTypeParsers, log, migrate, startEmbeddedPostgres } from '#platform';
import { migrations } from '../../migrations/index.js';
import { simulate, type SimResult } from './simulation.js';

/**
 * `npm run sim -- --seeds N [--first SEED] [--cases 240]`: tells N stories of the whole flow with faults outside, one line
 * each, and fails when an invariant is broken, a message is stuck, or something was said twice by itself.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '5' },
      first: { type: 'string', default: '1' },
      cases: { type: 'string', default: '240' },
    },
  });
  const [seeds, first, cases] = [values.seeds, values.first, values.cases].map(Number) as [
    number,
    number,
    number,
  ];
  if (![seeds, first, cases].every((n) => Number.isInteger(n) && n > 0))
    throw new Error('--seeds, --first and --cases take whole numbers from 1');
  installTypeParsers();
  log.level = 'error';
  const dir = await mkdtemp(path.join(tmpdir(), 'reintegro-sim-'));
  await chmod(dir, 0o755); // the server runs as another user when we are root
  const server = await startEmbeddedPostgres({ dir });
  let broken = 0;
  try {
    for (let seed = first; seed < first + seeds; seed++) {
      const name = `s_${randomBytes(6).toString('hex')}`;
      await execute(server.urlOf('postgres'), `CREATE DATABASE ${name}`);
      await migrate(server.urlOf(name), migrations);
      const result = await simulate(server.urlOf(name), {
        seed,
        cases,
        log: (line) => process.stderr.write(`${line}\n`),
      });
      await execute(server.urlOf('postgres'), `DROP DATABASE ${name} WITH (FORCE)`);
      process.stdout.write(`${describe(result)}\n`);
      if (!holds(result)) broken++;
    }
  } finally {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  }
  process.stdout.write(`${seeds - broken} of ${seeds} seeds hold\n`);
  process.exitCode = broken === 0 ? 0 : 1;
}

export function holds(result: SimResult): boolean {
  return (
    result.violations.length === 0 &&
    result.stuck === 0 &&
    result.copies.twilio === 0 &&
    result.forgedAccepted === 0
  );
}

function describe(result: SimResult): string {
  const states = Object.entries(result.states)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([state, n]) => `${n} ${state}`);
  const broken = result.violations.map(
    (v) => `\n  broken: ${v.invariant} (${v.client ?? 'all'}): ${v.id} ${v.detail ?? ''}`,
  );
  return (
    [
      `seed ${result.seed}: ${holds(result) ? 'holds' : 'BROKEN'}, ${result.languages} languages, ${states.join(', ')};`,
      `${result.stuck} stuck, copies: ${result.copies.mail} mails, ${result.copies.twilio} by phone`,
    ].join(' ') + broken.slice(0, 20).join('')
  );
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

await main();

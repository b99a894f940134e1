import { open, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { migrate, startEmbeddedPostgres } from '#platform';
import { migrations } from '../../migrations/index.js';

interface Server {
  readonly url: string;
  /** Of the embedded server; absent when the server is somebody else's. */
  readonly pid?: number;
}

export interface TestDatabase {
  readonly url: string;
  /** A connection as the owner, for what a test must see past row security. */
  owner(): Promise<pg.Client>;
  drop(): Promise<void>;
}

const template = 'reintegro_template';

/** A new, migrated database for one test file, copied from the run's template. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = await testServer();
  const name = `t_${randomBytes(6).toString('hex')}`;
  await asAdmin(server.url, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = withDatabase(server.url, name);
  const clients: pg.Client[] = [];
  return {
    url,
    owner: async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      clients.push(client);
      return client;
    },
    drop: async () => {
      await Promise.allSettled(clients.map((client) => client.end()));
      await asAdmin(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/** An empty database that no migration has touched. */
export async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = await testServer();
  const name = `e_${randomBytes(6).toString('hex')}`;
  await asAdmin(server.url, `CREATE DATABASE ${name}`);
  return {
    url: withDatabase(server.url, name),
    drop: () => asAdmin(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** The run's server: the first caller starts it and migrates the template, the others wait for its word. */
async function testServer(): Promise<Server> {
  const run = process.env['REINTEGRO_TEST_RUN'];
  if (!run) throw new Error('run tests through jest: npm test');
  const file = path.join(run, 'server.json');
  const first = await open(path.join(run, 'starting'), 'wx').catch(() => null);
  if (first) {
    const server = await openServer(path.join(run, 'postgres'));
    await asAdmin(server.url, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    await asAdmin(server.url, `CREATE DATABASE ${template}`);
    await migrate(withDatabase(server.url, template), migrations);
    await writeFile(`${file}.new`, JSON.stringify(server));
    await rename(`${file}.new`, file);
    await first.close();
  }
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (await stat(file).catch(() => null)) return JSON.parse(await readFile(file, 'utf8')) as Server;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the test database server did not start');
}

/** The embedded server, or the one in `TEST_DATABASE_URL`, to see that another version does as well. */
async function openServer(dir: string): Promise<Server> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return { url: given };
  const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '300' };
  const server = await startEmbeddedPostgres({ dir, settings });
  return { url: server.urlOf('postgres'), pid: server.pid };
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function asAdmin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Two files may copy the template at the same moment; PostgreSQL refuses one of them for that moment.
    for (let attempt = 1; ; attempt++) {
      try {
        await client.query(sql);
        return;
      } catch (error) {
        if (attempt === 50 || (error as { code?: string }).code !== '55006') throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  } finally {
    await client.end();
  }
}

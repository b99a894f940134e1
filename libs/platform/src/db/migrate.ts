import { runMigrations } from 'bullmq';
import pg from 'pg';
import { DataSource, type MixedList } from 'typeorm';
import { appRole } from './data-source.js';

/** Below this the row-security and JSON features in use are missing or untested. */
export const minimumPostgres = 15;

/**
 * Brings a database to the newest state: our migrations, then BullMQ's own in the schema `bullmq`. Safe to run from
 * several processes at once (advisory lock). Throws when the server is older than PostgreSQL 15.
 */
export async function migrate(
  url: string,
  migrations: MixedList<new () => object>,
): Promise<{ applied: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string }>('SHOW server_version_num');
    const version = Math.floor(Number(rows[0]?.version) / 10_000);
    if (version < minimumPostgres) {
      throw new Error(`PostgreSQL ${minimumPostgres} or newer is needed, the server is ${version}`);
    }
    await client.query("SELECT pg_advisory_lock(hashtext('reintegro:migrate'))");
    const source = new DataSource({
      type: 'postgres',
      url,
      migrations: migrations as never,
      migrationsTransactionMode: 'each',
      installExtensions: false,
    });
    await source.initialize();
    try {
      const applied = await source.runMigrations();
      await runMigrations(client, 'bullmq');
      await client.query(`GRANT USAGE ON SCHEMA bullmq TO ${appRole}`);
      // A process is ready once what it was built for is applied.
      await client.query(`GRANT SELECT ON migrations TO ${appRole}, reintegro_system`);
      return { applied: applied.length };
    } finally {
      await source.destroy();
    }
  } finally {
    await client.end();
  }
}

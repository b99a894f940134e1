import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { migrate } from '#platform';
import { migrations } from '../../migrations/index.js';
import { emptyDatabase } from '../support/database.js';

describe('migrations', () => {
  let database: { url: string; drop(): Promise<void> };

  beforeAll(async () => {
    database = await emptyDatabase();
  });
  afterAll(() => database.drop());

  it('bring an empty database up, and a second run has nothing to do', async () => {
    expect((await migrate(database.url, migrations)).applied).toBe(migrations.length);
    expect((await migrate(database.url, migrations)).applied).toBe(0);
  });

  it('may be run by several processes at once', async () => {
    const other = await emptyDatabase();
    const runs = await Promise.all([1, 2, 3].map(() => migrate(other.url, migrations)));
    expect(runs.map((r) => r.applied).sort((a, b) => b - a)).toEqual([migrations.length, 0, 0]);
    await other.drop();
  });

  it('the newest goes down and up again', async () => {
    const source = await new DataSource({
      type: 'postgres',
      url: database.url,
      migrations,
      installExtensions: false,
    }).initialize();
    await source.undoLastMigration();
    expect(await source.showMigrations()).toBe(true);
    expect(await source.runMigrations()).toHaveLength(1);
    await source.destroy();
  });

  it('have names in the order in which they run', () => {
    const times = migrations.map((m) => m.name.slice(-13));
    expect(times).toEqual([...times].sort());
  });
});

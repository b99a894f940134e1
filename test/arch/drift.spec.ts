import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { DataSource, type EntitySchema } from 'typeorm';
import { readEnv, SnakeNamingStrategy } from '#platform';
import { ApiModule } from '../../apps/api/src/api.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

describe('entities', () => {
  let database: TestDatabase;
  let app: TestingModule;

  beforeAll(async () => {
    database = await testDatabase();
    const env = readEnv({ LOG_LEVEL: 'silent' });
    app = await Test.createTestingModule({
      imports: [ApiModule.forRoot({ env, databaseUrl: database.url })],
    }).compile();
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('and migrations describe the same tables', async () => {
    const running = app.get(DataSource);
    const entities = running.entityMetadatas.map((meta) => meta.target) as (new () => object)[] &
      EntitySchema[];
    expect(entities.length).toBeGreaterThan(0);
    const owner = await new DataSource({
      type: 'postgres',
      url: database.url,
      entities,
      namingStrategy: new SnakeNamingStrategy(),
      installExtensions: false,
    }).initialize();
    const drift = await owner.driver.createSchemaBuilder().log();
    await owner.destroy();
    expect(drift.upQueries.map((query) => query.query)).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { emptyDatabase } from '../support/database.js';
import { startBuiltApp } from '../support/built-app.js';

describe('the built application', () => {
  let database: { url: string; drop(): Promise<void> };

  beforeAll(async () => {
    database = await emptyDatabase();
  });
  afterAll(() => database.drop());

  it('boots on an empty database with every job handled, answers, and stops when told to', async () => {
    const app = await startBuiltApp(database.url);
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
    const description = (await (await fetch(`${app.url}/openapi.json`)).json()) as { openapi: string };
    expect(description.openapi).toMatch(/^3\.1/);
    expect(await app.stop()).toBe(0);
  });

  it('runs as two processes, one for requests and one for work', async () => {
    const [api, worker] = await Promise.all([
      startBuiltApp(database.url, { REINTEGRO_ROLE: 'api' }),
      startBuiltApp(database.url, { REINTEGRO_ROLE: 'worker' }),
    ]);
    expect((await fetch(`${api.url}/readyz`)).status).toBe(200);
    expect(await Promise.all([api.stop(), worker.stop()])).toEqual([0, 0]);
  });

  it('says what is wrong with the environment, all of it, and does not start', async () => {
    const broken = startBuiltApp(database.url, { REINTEGRO_ROLE: 'web', SMTP_URL: 'http://mail' });
    await expect(broken).rejects.toThrow(/REINTEGRO_ROLE[\s\S]*SMTP_URL|SMTP_URL[\s\S]*REINTEGRO_ROLE/);
  });
});

import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import supertest from 'supertest';
import { readEnv, systemCtx, type Role } from '#platform';
import { Clients, type Client } from '#clients';
import { ApiKeys, Users, type User } from '#identity';
import { createApi } from '../../apps/api/src/api.js';
import { testDatabase, type TestDatabase } from './database.js';
import { FrozenClock, sampleClient } from './world.js';

export const testPassword = 'correct horse battery';

export interface ApiWorld {
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  readonly clock: FrozenClock;
  /** A client with an API key that may do everything a key can. */
  newShop(): Promise<{ client: Client; key: string }>;
  newUser(role: Role, client?: { id: string }): Promise<User>;
  /** The cookie of a new session of that user. */
  signIn(user: { email: string }): Promise<string>;
  request(): ReturnType<typeof supertest>;
  get<T>(type: abstract new (...args: never[]) => T): T;
  close(): Promise<void>;
}

/** The whole API on a database of its own, with a clock that stands still. */
export async function createApiWorld(
  env: Record<string, string> = {},
  alongside: readonly Type[] = [],
): Promise<ApiWorld> {
  const database = await testDatabase();
  const clock = new FrozenClock(new Date('2026-03-02T10:00:00Z'));
  const app = await createApi({
    env: readEnv({ LOG_LEVEL: 'silent', ...env }),
    databaseUrl: database.url,
    clock,
    alongside,
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  let count = 0;
  const request = () => supertest(app.getHttpServer());
  const system = (clientId: string | null) => systemCtx('test', clientId, clock.now());
  return {
    app,
    database,
    clock,
    request,
    get: (type) => app.get(type as never, { strict: false }),
    newShop: async () => {
      const client = await app.get(Clients, { strict: false }).create(system(null), sampleClient(++count));
      const { secret } = await app
        .get(ApiKeys, { strict: false })
        .create(system(client.id), { name: 'shop system' });
      return { client, key: secret };
    },
    newUser: (role, client) =>
      app.get(Users, { strict: false }).create(system(client?.id ?? null), {
        email: `${role}${++count}@example.org`,
        name: `Test ${role}`,
        role,
        password: testPassword,
      }),
    signIn: async ({ email }) => {
      const answer = await request().post('/v1/session').send({ email, password: testPassword });
      return cookieOf(answer.headers);
    },
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}

/** The name and value of the cookie that an answer sets. */
export function cookieOf(headers: Record<string, unknown>): string {
  const [cookie = ''] = [headers['set-cookie']].flat();
  return String(cookie).split(';')[0] ?? '';
}

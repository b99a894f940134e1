import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { readEnv } from '../env/env.js';
import { outboxSweep, outboxWake } from '../outbox/outbox.jobs.js';
import { defineJob } from './job-spec.js';
import { Jobs } from './jobs.js';

const once = defineJob({ name: 'test.once', queue: 'interactive', payload: z.object({ ref: z.string() }) });
const often = defineJob({ name: 'test.often', queue: 'schedule', payload: z.object({}), everyMs: 200 });

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

async function startRedis(): Promise<{ url: string; process: ChildProcess }> {
  const port = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const free = (server.address() as AddressInfo).port;
      server.close(() => resolve(free));
    });
  });
  const child = spawn('redis-server', [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
  ]);
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (text: Buffer) => {
      if (text.toString().includes('Ready to accept connections')) resolve();
    });
  });
  return { url: `redis://127.0.0.1:${port}`, process: child };
}

function behaviour(
  connect: () => Promise<{ env: Record<string, string>; databaseUrl: string; close(): Promise<void> }>,
): void {
  let jobs: Jobs;
  let close: () => Promise<void>;
  const ran: string[] = [];
  let repeated = 0;

  beforeAll(async () => {
    const store = await connect();
    close = () => store.close();
    jobs = new Jobs(readEnv(store.env), store.databaseUrl);
    jobs.handle(often, () => {
      repeated++;
      return Promise.resolve();
    });
    jobs.handle(outboxWake, () => Promise.resolve());
    jobs.handle(outboxSweep, () => Promise.resolve());
    await expect(jobs.start()).rejects.toThrow('jobs without handler: test.once');
    jobs.handle(once, ({ ref }) => {
      ran.push(ref);
      return Promise.resolve();
    });
    expect(() => jobs.handle(once, () => Promise.resolve())).toThrow('two handlers');
    await jobs.start();
  });
  afterAll(async () => {
    await jobs.onApplicationShutdown();
    await close();
  });

  const until = async (condition: () => boolean): Promise<void> => {
    for (let waited = 0; waited < 15_000 && !condition(); waited += 20) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(condition()).toBe(true);
  };

  it('runs a job that was asked for', async () => {
    await jobs.wake(once, { ref: 'a' });
    await jobs.wake(once, { ref: 'b' });
    await until(() => ran.length === 2);
    expect([...ran].sort()).toEqual(['a', 'b']);
  });

  it('runs a repeating job again and again', async () => {
    await until(() => repeated >= 3);
  });
}

describe('jobs on PostgreSQL', () => {
  behaviour(async () => {
    const database: TestDatabase = await testDatabase();
    return { env: { LOG_LEVEL: 'silent' }, databaseUrl: database.url, close: () => database.drop() };
  });
});

(hasRedis ? describe : describe.skip)(
  `jobs on Redis${hasRedis ? '' : ' (skipped: redis-server not found)'}`,
  () => {
    behaviour(async () => {
      const redis = await startRedis();
      return {
        env: { LOG_LEVEL: 'silent', REDIS_URL: redis.url },
        databaseUrl: 'postgres://nowhere',
        close: async () => {
          redis.process.kill();
          await new Promise((resolve) => redis.process.once('exit', resolve));
        },
      };
    });
  },
);

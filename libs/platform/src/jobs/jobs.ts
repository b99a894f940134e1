import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createPostgresBackend, createRedisBackend, Queue, setDefaultBackendFactory, Worker } from 'bullmq';
import { DATABASE_URL } from '../db/database-url.js';
import { ENV, type Env } from '../env/env.js';
import { newId } from '../db/ids.js';
import { log, withLogScope } from '../log/logger.js';
import { declaredJobs, queues, type JobSpec, type QueueName } from './job-spec.js';

type JobHandler<P> = (payload: P) => Promise<void>;

/** How many jobs of a queue one process works on at a time. */
const concurrency: Readonly<Record<QueueName, number>> = {
  interactive: 8,
  dispatch: 4,
  bulk: 1,
  schedule: 2,
};

/**
 * Wakes workers through BullMQ, on PostgreSQL or, with `REDIS_URL`, on Redis. Only wakes: whatever must happen is a
 * row first, so losing the whole job store costs a sweep's delay.
 */
@Injectable()
export class Jobs implements OnApplicationShutdown {
  private readonly handlers = new Map<string, JobHandler<unknown>>();
  private readonly queues = new Map<QueueName, Queue>();
  private readonly workers: Worker[] = [];
  private readonly connection: never;

  constructor(@Inject(ENV) env: Env, @Inject(DATABASE_URL) databaseUrl: string) {
    // BullMQ types its connection by backend; the default factory set here decides which one it is at run time.
    if (env.REDIS_URL) {
      setDefaultBackendFactory(createRedisBackend);
      this.connection = { url: env.REDIS_URL, maxRetriesPerRequest: null } as never;
    } else {
      setDefaultBackendFactory(createPostgresBackend as never);
      this.connection = { connectionString: databaseUrl, max: 6, schema: 'bullmq' } as never;
    }
  }

  /** Called while the worker starts; a job has exactly one handler. */
  handle<P>(spec: JobSpec<P>, handler: JobHandler<P>): void {
    if (this.handlers.has(spec.name)) throw new Error(`job has two handlers: ${spec.name}`);
    this.handlers.set(spec.name, handler as JobHandler<unknown>);
  }

  /**
   * Asks a worker to run the job soon. `key` merges equal requests that still wait. A store that is down is logged,
   * not raised: the sweep finds the row.
   */
  async wake<P>(spec: JobSpec<P>, payload: P, key?: string): Promise<void> {
    try {
      await this.queue(spec.queue).add(spec.name, spec.payload.parse(payload), {
        removeOnComplete: true,
        removeOnFail: true,
        ...(key === undefined ? {} : { deduplication: { id: `${spec.name}/${key}`, ttl: 1_000 } }),
      });
    } catch (err) {
      log.warn({ err, job: spec.name }, 'could not wake a worker; the sweep will');
    }
  }

  /** Starts working on every queue and sets the repeating jobs. Fails when a declared job has no handler. */
  async start(): Promise<void> {
    const missing = declaredJobs().filter((spec) => !this.handlers.has(spec.name));
    if (missing.length > 0) throw new Error(`jobs without handler: ${missing.map((s) => s.name).join(', ')}`);
    for (const name of queues) {
      const worker = new Worker(name, (job) => this.perform(job.name, job.data as unknown), {
        connection: this.connection,
        concurrency: concurrency[name],
        maxStalledCount: 5,
      });
      worker.on('error', (err) => log.warn({ err, queue: name }, 'job store'));
      worker.on('failed', (job, err) =>
        log.error({ err, job: job?.name }, 'job failed; its rows are due again'),
      );
      this.workers.push(worker);
    }
    for (const spec of declaredJobs()) {
      if (spec.everyMs === undefined) continue;
      await this.queue(spec.queue).upsertJobScheduler(
        spec.name,
        { every: spec.everyMs },
        { name: spec.name, data: {}, opts: { removeOnComplete: true, removeOnFail: true } },
      );
    }
  }

  /** Stops taking jobs and waits for the running ones. */
  async stop(): Promise<void> {
    await Promise.allSettled(this.workers.map((worker) => worker.close()));
    this.workers.length = 0;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stop();
    await Promise.allSettled([...this.queues.values()].map((queue) => queue.close()));
    this.queues.clear();
  }

  private async perform(name: string, payload: unknown): Promise<void> {
    const spec = declaredJobs().find((s) => s.name === name);
    const handler = this.handlers.get(name);
    if (!spec || !handler) throw new Error(`unknown job: ${name}`);
    await withLogScope({ requestId: newId(), job: name }, () => handler(spec.payload.parse(payload)));
  }

  private queue(name: QueueName): Queue {
    let queue = this.queues.get(name);
    if (!queue) {
      queue = new Queue(name, { connection: this.connection });
      queue.on('error', (err) => log.warn({ err, queue: name }, 'job store'));
      this.queues.set(name, queue);
    }
    return queue;
  }
}

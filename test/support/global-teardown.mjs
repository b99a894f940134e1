import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';

/** Stops the run's database server and removes its folder. */
export default async function globalTeardown() {
  const run = process.env.REINTEGRO_TEST_RUN;
  const text = await readFile(path.join(run, 'server.json'), 'utf8').catch(() => null);
  if (text) {
    const { pid } = JSON.parse(text);
    try {
      if (pid) process.kill(pid, 'SIGINT');
      for (let i = 0; pid && i < 400; i++) {
        process.kill(pid, 0);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    } catch {
      // gone
    }
  }
  await rm(run, { recursive: true, force: true });
}

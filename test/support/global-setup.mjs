import { chmod, mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { tmpdir } from 'node:os';

/** One folder per run; the first test that needs the database starts the server in it. */
export default async function globalSetup() {
  process.env.REINTEGRO_TEST_RUN = await mkdtemp(path.join(tmpdir(), 'reintegro-test-'));
  // Open to the user that runs the server when we are root; its data folder inside is not.
  await chmod(process.env.REINTEGRO_TEST_RUN, 0o755);
  process.env.LOG_LEVEL ??= 'silent';
}

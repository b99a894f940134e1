import { z } from 'zod';
import type { Tx } from '../db/tx.js';
import type { Jobs } from '../jobs/jobs.js';
import { defineJob } from '../jobs/job-spec.js';

/** Drains one kind of the outbox now. */
export const outboxWake = defineJob({
  name: 'outbox.wake',
  queue: 'dispatch',
  payload: z.object({ kind: z.string() }),
});

/** Finds what no wake-up reached: retries that are due, rows of dead workers, a job store that was lost. */
export const outboxSweep = defineJob({
  name: 'outbox.sweep',
  queue: 'dispatch',
  payload: z.object({}),
  everyMs: 5_000,
});

/** After the commit, asks a worker to drain this kind. */
export function wakeOutbox(tx: Tx, jobs: Jobs, kind: string): void {
  tx.afterCommit(() => void jobs.wake(outboxWake, { kind }, kind));
}

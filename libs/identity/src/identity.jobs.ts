import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock, defineJob, Idempotency, Jobs, systemCtx } from '#platform';
import { Sessions } from './sessions.service.js';

const hourMs = 3_600_000;

/** Removes sessions that are over. */
export const sessionClean = defineJob({
  name: 'session.clean',
  queue: 'schedule',
  payload: z.object({}),
  everyMs: hourMs,
});

/** Removes idempotency keys past their time. */
export const idempotencyClean = defineJob({
  name: 'idempotency.clean',
  queue: 'schedule',
  payload: z.object({}),
  everyMs: hourMs,
});

/** Housekeeping of what sign-in and requests leave behind. */
@Injectable()
export class IdentityJobs {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly sessions: Sessions,
    private readonly idempotency: Idempotency,
  ) {}

  register(): void {
    this.jobs.handle(sessionClean, async () => {
      await this.sessions.clean(systemCtx('session.clean', null, this.clock.now()));
    });
    this.jobs.handle(idempotencyClean, async () => {
      await this.idempotency.clean(systemCtx('idempotency.clean', null, this.clock.now()));
    });
  }
}

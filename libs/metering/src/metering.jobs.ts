import { Injectable } from '@nestjs/common';
import { Clock, defineJob, Jobs, systemCtx } from '#platform';
import { z } from 'zod';
import { StatementClosing } from './statement-closing.service.js';

/** Looks every minute for statements whose month is over, and for totals not frozen yet. */
export const monthEnd = defineJob({
  name: 'metering.month-end',
  queue: 'schedule',
  payload: z.object({}),
  everyMs: 60_000,
});

/** What metering does on its own. */
@Injectable()
export class MeteringJobs {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly closing: StatementClosing,
  ) {}

  /** Called by the worker before it starts. */
  register(): void {
    this.jobs.handle(monthEnd, async () => {
      await this.closing.closeDue(systemCtx('month-end', null, this.clock.now()));
    });
  }
}

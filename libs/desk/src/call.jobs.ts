import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock, defineJob, Jobs } from '#platform';
import { CallWatch } from './call-watch.service.js';

/** Finds out about calls of which an answer or a report was lost. */
const callSweep = defineJob({
  name: 'desk.calls',
  queue: 'dispatch',
  payload: z.object({}),
  everyMs: 10_000,
});

@Injectable()
export class CallJobs {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly watch: CallWatch,
  ) {}

  /** Called once by the worker while it starts. */
  register(): void {
    this.jobs.handle(callSweep, async () => {
      await this.watch.sweep(this.clock.now());
    });
  }
}

import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock, defineJob, Jobs } from '#platform';
import { TimedWrapUps } from './timed-wrap-ups.service.js';

/** Finishes wrap-ups that are over their client's time. */
const wrapUpSweep = defineJob({
  name: 'desk.wrap-up',
  queue: 'dispatch',
  payload: z.object({}),
  everyMs: 5_000,
});

@Injectable()
export class WrapUpJobs {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly timed: TimedWrapUps,
  ) {}

  /** Called once by the worker while it starts. */
  register(): void {
    this.jobs.handle(wrapUpSweep, async () => {
      await this.timed.sweep(this.clock.now());
    });
  }
}

import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock, defineJob, Jobs } from '#platform';
import { CallSchedule } from './call-schedule.service.js';
import { Claims } from './claims.service.js';
import { QueueWeights } from './queue-weights.service.js';

/** Takes back what silent agents hold, opens callbacks, follows calling hours. */
const deskSweep = defineJob({ name: 'desk.sweep', queue: 'dispatch', payload: z.object({}), everyMs: 5_000 });
/** Brings near deadlines forward. */
const deskDeadlines = defineJob({
  name: 'desk.deadlines',
  queue: 'dispatch',
  payload: z.object({}),
  everyMs: 10 * 60_000,
});

/** What this library does in the background. */
@Injectable()
export class DeskJobs {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly claims: Claims,
    private readonly weights: QueueWeights,
    private readonly calls: CallSchedule,
  ) {}

  /** Called once by the worker while it starts. */
  register(): void {
    this.jobs.handle(deskSweep, async () => {
      await this.calls.close(this.clock.now());
      await this.claims.sweep(this.clock.now());
    });
    this.jobs.handle(deskDeadlines, async () => {
      while ((await this.weights.promote(this.clock.now())) > 0);
    });
  }
}

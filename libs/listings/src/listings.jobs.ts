import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock, defineJob, Jobs, systemCtx, type Ctx } from '#platform';
import { DeadlineAlarm } from './deadline-alarm.service.js';
import { ListingFreezing } from './listing-freezing.service.js';
import { ListingSealing } from './listing-sealing.service.js';

const payload = z.object({});

/** Seals the listings whose scheduled cut-off has come. */
export const sealDueListings = defineJob({
  name: 'listings.seal-due',
  queue: 'schedule',
  payload,
  everyMs: 60_000,
});

/** Finishes listings that were sealed and, because a process died, not frozen. */
export const freezeSealedListings = defineJob({
  name: 'listings.freeze',
  queue: 'schedule',
  payload,
  everyMs: 5_000,
});

/** Looks for refunds that will miss their statutory deadline. */
export const raiseDeadlineAlarms = defineJob({
  name: 'listings.deadlines',
  queue: 'schedule',
  payload,
  everyMs: 86_400_000,
});

/** What the worker does for listings by itself. */
@Injectable()
export class ListingsJobs {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly sealing: ListingSealing,
    private readonly freezing: ListingFreezing,
    private readonly alarm: DeadlineAlarm,
  ) {}

  /** Called by the worker while it starts. */
  register(): void {
    this.jobs.handle(sealDueListings, async () => {
      const ctx = this.ctx();
      await this.sealing.sealDue(ctx);
      await this.freezing.freezeAll(ctx);
    });
    this.jobs.handle(freezeSealedListings, () => this.freezing.freezeAll(this.ctx()));
    this.jobs.handle(raiseDeadlineAlarms, () => this.alarm.raiseAll(this.ctx()));
  }

  private ctx(): Ctx {
    return systemCtx('listings', null, this.clock.now());
  }
}

import { Injectable } from '@nestjs/common';
import {
  addDays,
  Database,
  localDate,
  log,
  nextCutoff,
  systemCtx,
  type ClientCtx,
  type Ctx,
} from '#platform';
import { Clients, type Client } from '#clients';
import { WorkItems } from '#desk';
import { endangeredCases } from './deadline-alarm.queries.js';

/** How many days before the deadline somebody should know. */
const daysAhead = 4;
/** Deadlines missed longer ago have been alarmed about for a month. */
const daysBack = 30;
const page = 2_000;

/** Finds refunds whose statutory deadline comes before the listing that would pay them. */
@Injectable()
export class DeadlineAlarm {
  constructor(
    private readonly db: Database,
    private readonly clients: Clients,
    private readonly workItems: WorkItems,
  ) {}

  /** Checks every client; one that fails does not stop the others. */
  async raiseAll(ctx: Ctx): Promise<void> {
    const failures: unknown[] = [];
    for (const client of await this.clients.all(ctx)) {
      if (client.status === 'ended') continue;
      await this.raise(systemCtx('listings', client.id, ctx.now), client).catch((err: unknown) => {
        log.error({ err, clientId: client.id }, 'deadlines could not be checked');
        failures.push(err);
      });
    }
    if (failures.length > 0) throw new AggregateError(failures, 'deadlines could not be checked');
  }

  /**
   * Queues a work item `refund_problem`, reason `deadline`, per case with a refund that is undecided, not listed, or failed,
   * or listed but not sealed, when its deadline is at most four days ahead and the next cut-off is after it. What is in
   * a sealed listing is with the client. Returns how many are new.
   */
  async raise(ctx: ClientCtx, client: Client): Promise<number> {
    const today = localDate(ctx.now, client.zone);
    const { schedule } = client.settings.refundListing;
    const next = schedule && nextCutoff({ ...schedule, zone: client.zone }, ctx.now);
    const horizon = addDays(today, daysAhead);
    const lastTooLate = next && next.date <= horizon ? addDays(next.date, -1) : horizon;
    let raised = 0;
    let after: string | null = null;
    for (;;) {
      const found = await this.db.tx(ctx, async (tx) => {
        const cases = await endangeredCases(
          tx,
          ctx.clientId,
          { from: addDays(today, -daysBack), to: lastTooLate },
          after,
          page,
        );
        raised += await this.workItems.queue(
          ctx,
          tx,
          cases.map((c) => ({
            kind: 'refund_problem' as const,
            caseId: c.id,
            subjectId: c.id,
            reason: 'deadline',
            language: c.language,
            priority: 10,
            dueOn: c.deadline_on,
          })),
        );
        return cases;
      });
      after = found.at(-1)?.id ?? null;
      if (found.length < page) return raised;
    }
  }
}

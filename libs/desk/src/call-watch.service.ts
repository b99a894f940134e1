import { Injectable } from '@nestjs/common';
import { Database, systemCtx } from '#platform';
import { CallFollowing } from './call-following.service.js';
import { CallReconciliation, settleMs } from './call-reconciliation.service.js';
import { callsToLookAt } from './call.queries.js';

const batch = 100;

/** Looks after calls that go on. */
@Injectable()
export class CallWatch {
  constructor(
    private readonly db: Database,
    private readonly reconciliation: CallReconciliation,
    private readonly following: CallFollowing,
  ) {}

  /** Asks for calls that nothing was heard of for a while, and takes their transfers on. Returns how many. */
  async sweep(now: Date): Promise<number> {
    const before = new Date(now.getTime() - settleMs);
    const due = await this.db.tx(systemCtx('desk', null, now), (tx) => callsToLookAt(tx, before, batch));
    for (const { client_id: clientId, id } of due) {
      const ctx = systemCtx('desk', clientId, now);
      await this.reconciliation.resolve(ctx, id);
      await this.following.follow(ctx, id);
    }
    return due.length;
  }
}

import { Injectable } from '@nestjs/common';
import { Database, requireOperatorPermission, systemCtx, type Ctx, type Tx } from '#platform';
import { urgentDays } from './queue-order.js';
import { allWeights, promoteUrgent, rerank, saveWeight, type QueueWeight } from './queue-weight.queries.js';

const keptMs = 5_000;
const chunk = 5_000;

/** How much the team lead favours clients and languages, and the queue's order that follows from it. */
@Injectable()
export class QueueWeights {
  private kept: { weights: readonly QueueWeight[]; until: number } | undefined;

  constructor(private readonly db: Database) {}

  /** The weight of a client's items by language, as it was at most five seconds ago. */
  async of(tx: Tx, clientId: string): Promise<(language: string) => number> {
    const now = performance.now();
    if (!this.kept || this.kept.until <= now)
      this.kept = { weights: await allWeights(tx), until: now + keptMs };
    const { weights } = this.kept;
    if (weights.length === 0) return () => 0;
    const weightOf = (kind: QueueWeight['kind'], key: string): number =>
      weights.find((w) => w.kind === kind && w.key === key)?.weight ?? 0;
    const ofClient = weightOf('client', clientId);
    return (language) => ofClient + weightOf('language', language);
  }

  /** All weights that are not 0. */
  async list(ctx: Ctx): Promise<readonly QueueWeight[]> {
    requireOperatorPermission(ctx, 'desk.lead');
    return this.db.tx({ ...ctx, clientId: null }, allWeights);
  }

  /** Sets one weight, from -200 to 200, and moves what waits, some thousand items per transaction. */
  async set(ctx: Ctx, weight: QueueWeight): Promise<void> {
    requireOperatorPermission(ctx, 'desk.lead');
    const across = { ...ctx, clientId: null };
    await this.db.tx(across, (tx) => saveWeight(tx, weight));
    this.kept = undefined;
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const last = await this.db.tx(across, (tx) => rerank(tx, weight, after, chunk));
      if (last === null) return;
      after = last;
    }
  }

  /** Moves items whose statutory deadline has come near in front of the ordinary ones. Returns how many. */
  async promote(now: Date): Promise<number> {
    const until = new Date(now.getTime() + urgentDays * 86_400_000).toISOString().slice(0, 10);
    return this.db.tx(systemCtx('desk', null, now), (tx) => promoteUrgent(tx, until, chunk));
  }
}

import { Injectable } from '@nestjs/common';
import { Database, systemCtx } from '#platform';
import { Clients } from '#clients';
import { activeClaim } from './claim.queries.js';
import { unstated } from './default-dispositions.js';
import { deskSettings } from './desk-settings.js';
import { lockWorkItem } from './work-items.queries.js';
import { longWrapUps, type LongWrapUp } from './presence.queries.js';
import { WrapUps } from './wrap-ups.service.js';

/** Ends wrap-ups of clients that give agents so many seconds for them. */
@Injectable()
export class TimedWrapUps {
  constructor(
    private readonly db: Database,
    private readonly clients: Clients,
    private readonly wrapUps: WrapUps,
  ) {}

  /** Finishes what is over time as not stated, which charges nothing; the note typed so far stays. Returns how many. */
  async sweep(now: Date): Promise<number> {
    const long = await this.db.tx(systemCtx('desk', null, now), longWrapUps);
    let count = 0;
    for (const one of long) if (await this.finish(one, now)) count++;
    return count;
  }

  private async finish(
    { clientId, claimId, workItemId, agentId, seconds }: LongWrapUp,
    now: Date,
  ): Promise<boolean> {
    const ctx = systemCtx('desk', clientId, now);
    const { wrapUp } = deskSettings(await this.clients.current(ctx));
    if (wrapUp.mode !== 'timed' || seconds < wrapUp.seconds) return false;
    return this.db.tx(ctx, async (tx) => {
      await lockWorkItem(tx, clientId, workItemId);
      const claim = await activeClaim(tx, agentId);
      if (claim?.id !== claimId) return false;
      await this.wrapUps.end({ ctx, tx, claim }, unstated, null);
      return true;
    });
  }
}

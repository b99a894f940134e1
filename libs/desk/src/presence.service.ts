import { Injectable } from '@nestjs/common';
import { Database, requireOperatorPermission, systemCtx, type Ctx } from '#platform';
import { activeClaim } from './claim.queries.js';
import { deskFail } from './desk.errors.js';
import {
  closeSilent,
  enterPresence,
  followClaims,
  lockAgent,
  presenceOf,
  touchAll,
  touchPresence,
} from './presence.queries.js';
import type { PresenceChange, PresenceView } from './presence.schema.js';

/** An available agent whose browser says nothing for so long is offline. */
const availableSeconds = 120;
const awaySeconds = 4 * 3_600;
/** How exactly the last sign of life is kept. */
const touchEveryMs = 10_000;

/** Where agents are, as intervals that follow each other without overlap. */
@Injectable()
export class Presence {
  private readonly touched = new Map<string, number>();

  constructor(private readonly db: Database) {}

  async of(ctx: Ctx): Promise<PresenceView> {
    requireOperatorPermission(ctx, 'desk.work');
    const row = await this.db.tx({ ...ctx, clientId: null }, (tx) => presenceOf(tx, ctx.actor.id));
    return { state: row?.state ?? 'offline', since: row?.from_at.toISOString() ?? null };
  }

  /**
   * What the agent says. While holding an item: `available` changes nothing, `wrap_up` begins the wrap-up, the others raise
   * `desk.on_contact`. Without one `wrap_up` raises `desk.claim_lost`.
   */
  async say(ctx: Ctx, { state }: PresenceChange): Promise<PresenceView> {
    requireOperatorPermission(ctx, 'desk.work');
    const agentId = ctx.actor.id;
    await this.db.tx({ ...ctx, clientId: null }, async (tx) => {
      await lockAgent(tx, agentId);
      const isHolding = (await activeClaim(tx, agentId)) !== undefined;
      if (!isHolding && state === 'wrap_up') throw deskFail('desk.claim_lost');
      if (isHolding && state === 'available') return touchPresence(tx, agentId);
      if (isHolding && state !== 'wrap_up') throw deskFail('desk.on_contact');
      return enterPresence(tx, agentId, state);
    });
    return this.of(ctx);
  }

  /** After an item is done or given back. */
  async free(ctx: Ctx): Promise<void> {
    const agentId = ctx.actor.id;
    await this.db.tx({ ...ctx, clientId: null }, async (tx) => {
      await lockAgent(tx, agentId);
      if ((await activeClaim(tx, agentId)) === undefined) await enterPresence(tx, agentId, 'available');
    });
  }

  /** A sign of life; for everything that an agent's browser does without being asked. Written every ten seconds at most. */
  async seen(ctx: Ctx): Promise<void> {
    const agentId = ctx.actor.id;
    const now = performance.now();
    if ((this.touched.get(agentId) ?? -touchEveryMs) > now - touchEveryMs) return;
    this.touched.set(agentId, now);
    await this.db.tx({ ...ctx, clientId: null }, (tx) => touchPresence(tx, agentId));
  }

  /** Signs of life of all whose pages are open, in one statement. */
  async allSeen(ctx: Ctx, agentIds: readonly string[]): Promise<void> {
    await this.db.tx({ ...ctx, clientId: null }, (tx) => touchAll(tx, agentIds));
  }

  /** Puts right what claims have changed, and ends the intervals of agents who are gone. */
  async sweep(now: Date): Promise<void> {
    const ctx = systemCtx('desk', null, now);
    await this.db.tx(ctx, followClaims);
    await this.db.tx(ctx, (tx) => closeSilent(tx, { availableSeconds, awaySeconds }));
  }
}

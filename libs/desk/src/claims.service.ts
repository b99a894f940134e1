import { Injectable } from '@nestjs/common';
import {
  actorName,
  Database,
  defineErrors,
  newId,
  requireOperatorPermission,
  systemCtx,
  type Ctx,
  type Tx,
} from '#platform';
import { profileOf } from './agent-profile.queries.js';
import { streamsOf, type AgentProfile } from './agent-profile.schema.js';
import {
  activeClaim,
  beat,
  casesInHand,
  claimBest,
  endClaim,
  openScheduled,
  overdueClaims,
  type ClaimRow,
} from './claim.queries.js';
import type { ClaimView, Heartbeat } from './claim.schema.js';

export const claimErrors = defineErrors({
  'desk.claim_lost': 409,
  'desk.claim_unknown': 404,
  'desk.no_agent': 403,
});

/** How long a claim is held without a sign of life. With the sweep an item is back within a minute. */
export const leaseSeconds = 45;
/** Silence that is longer than this is taken out of the handling time. Browsers beat every ten seconds. */
export const gapSeconds = 25;
const tries = 5;

/** Who works on what: each work item is held by at most one agent, each agent holds at most one. */
@Injectable()
export class Claims {
  private readonly profiles = new Map<string, { profile: AgentProfile; until: number }>();

  constructor(private readonly db: Database) {}

  /**
   * The best item that this agent can and may take now, held for `leaseSeconds`; the one held already where there is one;
   * null when nothing waits. `isNew` says which. One transaction; agents who ask at once get different items.
   */
  async claimNext(ctx: Ctx): Promise<{ claim: ClaimView; isNew: boolean } | null> {
    const agentId = this.agent(ctx);
    const profile = await this.profile(ctx, agentId);
    const who = { agentId, streams: streamsOf(profile), clientIds: profile.clientIds };
    const across = { ...ctx, clientId: null };
    let busyCases: string[] = [];
    for (let attempt = 0; attempt < tries; attempt++) {
      try {
        const claim = await this.db.tx(across, (tx) =>
          claimBest(tx, who, { id: newId(), token: newId(), leaseSeconds }, busyCases),
        );
        return claim ? { claim: toView(claim), isNew: true } : null;
      } catch (error) {
        if ((error as { code?: string }).code !== '23505') throw error;
        const held = await this.current(ctx);
        if (held) return { claim: held, isNew: false };
        busyCases = await this.db.tx(across, casesInHand);
      }
    }
    return null;
  }

  /** The claim that this agent holds; null for none. */
  async current(ctx: Ctx): Promise<ClaimView | null> {
    const agentId = this.agent(ctx);
    const held = await this.db.tx({ ...ctx, clientId: null }, (tx) => activeClaim(tx, agentId));
    return held ? toView(held) : null;
  }

  /** Extends the lease. Raises `desk.claim_lost`. */
  async heartbeat(ctx: Ctx, claimId: string, token: string): Promise<Heartbeat> {
    const agentId = this.agent(ctx);
    return this.db.tx({ ...ctx, clientId: null }, async (tx) => {
      const held = await beat(tx, { agentId, id: claimId, token }, { leaseSeconds, gapSeconds });
      const claim = held && (await activeClaim(tx, agentId));
      if (!claim) throw claimErrors('desk.claim_lost');
      return { leaseUntil: claim.lease_until.toISOString(), handlingSeconds: claim.handled };
    });
  }

  /**
   * The claim, if it is this agent's, live and under this token, locked for the transaction: the first statement of
   * everything that an agent does with a case. Counts as a sign of life. Raises `desk.claim_lost`.
   */
  async require(ctx: Ctx, tx: Tx, claimId: string, token: string): Promise<ClaimRow> {
    const agentId = this.agent(ctx);
    const held = await beat(tx, { agentId, id: claimId, token }, { leaseSeconds, gapSeconds });
    const claim = held && (await activeClaim(tx, agentId));
    if (!claim) throw claimErrors('desk.claim_lost');
    return claim;
  }

  /** Gives an item back to where it was in the queue, with a reason. Raises `desk.claim_lost`. */
  async release(ctx: Ctx, claimId: string, token: string, reason: string): Promise<void> {
    await this.db.tx({ ...ctx, clientId: null }, async (tx) => {
      const claim = await this.require(ctx, tx, claimId, token);
      await endClaim(tx, claim.client_id, claim.id, { state: 'released', reason, by: actorName(ctx.actor) });
    });
  }

  /** A team lead takes an item away from its agent: it goes to the head of the queue. Raises `desk.claim_unknown`. */
  async break(ctx: Ctx, clientId: string, claimId: string, reason: string): Promise<void> {
    requireOperatorPermission(ctx, 'desk.lead');
    const ended = await this.db.tx({ ...ctx, clientId: null }, (tx) =>
      endClaim(tx, clientId, claimId, { state: 'broken', reason, by: actorName(ctx.actor) }),
    );
    if (ended === null) throw claimErrors('desk.claim_unknown');
  }

  /** Takes back what silent agents hold and opens what has come due. Returns how many of each. */
  async sweep(now: Date): Promise<{ lost: number; opened: number }> {
    const ctx = systemCtx('desk', null, now);
    const lost = await this.db.tx(ctx, async (tx) => {
      const overdue = await overdueClaims(tx, 500);
      for (const { client_id: clientId, claim_id: claimId } of overdue)
        await endClaim(tx, clientId, claimId, {
          state: 'lost',
          reason: 'no sign of life',
          by: 'system:desk',
        });
      return overdue.length;
    });
    const opened = await this.db.tx(ctx, (tx) => openScheduled(tx, 5_000));
    return { lost, opened };
  }

  /** Up to five seconds old: every claim asks for it. */
  private async profile(ctx: Ctx, agentId: string): Promise<AgentProfile> {
    const now = performance.now();
    const kept = this.profiles.get(agentId);
    if (kept && kept.until > now) return kept.profile;
    const profile = await this.db.tx({ ...ctx, clientId: null }, (tx) => profileOf(tx, agentId));
    if (!profile) throw claimErrors('desk.no_agent');
    this.profiles.set(agentId, { profile, until: now + 5_000 });
    return profile;
  }

  private agent(ctx: Ctx): string {
    requireOperatorPermission(ctx, 'desk.work');
    return ctx.actor.id;
  }
}

function toView(row: ClaimRow): ClaimView {
  return {
    id: row.id,
    token: row.token,
    clientId: row.client_id,
    workItemId: row.work_item_id,
    kind: row.kind,
    caseId: row.case_id,
    subjectId: row.subject_id,
    reason: row.reason,
    language: row.language,
    dueOn: row.due_on,
    claimedAt: row.claimed_at.toISOString(),
    leaseUntil: row.lease_until.toISOString(),
    handlingSeconds: Math.round(row.handled * 10) / 10,
  };
}

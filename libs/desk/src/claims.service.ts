import { Injectable } from '@nestjs/common';
import {
  actorName,
  Database,
  newId,
  requireOperatorPermission,
  systemCtx,
  type ClientCtx,
  type Ctx,
  type Tx,
} from '#platform';
import { streamsOf } from './agent-profile.schema.js';
import { AgentProfiles } from './agent-profiles.service.js';
import { inScopeOf } from './claim-scope.js';
import {
  activeClaim,
  beat,
  casesInHand,
  claimBest,
  claimPlace,
  endClaim,
  freeCallbacks,
  openScheduled,
  overdueClaims,
  type ClaimRow,
} from './claim.queries.js';
import type { ClaimView, Heartbeat } from './claim.schema.js';
import { deskFail } from './desk.errors.js';
import { enterPresence, lockAgent } from './presence.queries.js';
import { Presence } from './presence.service.js';

/** How long a claim is held without a sign of life. With the sweep an item is back within a minute. */
export const leaseSeconds = 45;
/** Silence that is longer than this is taken out of the handling time. Browsers beat every ten seconds. */
export const gapSeconds = 25;
const tries = 5;
/** How long a callback waits for the agent who promised it. */
const ownerMinutes = 15;

/** Inside the transaction of a claim. */
export interface ClaimScope {
  readonly ctx: ClientCtx;
  readonly tx: Tx;
  readonly claim: ClaimRow;
}

/** Who works on what: each work item is held by at most one agent, each agent holds at most one. */
@Injectable()
export class Claims {
  constructor(
    private readonly db: Database,
    private readonly profiles: AgentProfiles,
    private readonly presence: Presence,
  ) {}

  /**
   * The best item that this agent can and may take now, held for `leaseSeconds`; the one held already where there is one;
   * null when nothing waits. `isNew` says which. One transaction; agents who ask at once get different items. Raises
   * `desk.no_agent`.
   */
  async claimNext(ctx: Ctx): Promise<{ claim: ClaimView; isNew: boolean } | null> {
    const agentId = this.agent(ctx);
    const profile = await this.profiles.own(ctx);
    if (!profile) throw deskFail('desk.no_agent');
    const who = { agentId, streams: streamsOf(profile), clientIds: profile.clientIds };
    const across = { ...ctx, clientId: null };
    let busyCases: string[] = [];
    for (let attempt = 0; attempt < tries; attempt++) {
      try {
        const claim = await this.db.tx(across, async (tx) => {
          // Fifty clicks at once would each hold another item until the first is through, and leave none for others.
          await lockAgent(tx, agentId);
          const best = await claimBest(tx, who, { id: newId(), token: newId(), leaseSeconds }, busyCases);
          if (best) await enterPresence(tx, agentId, 'on_contact');
          return best;
        });
        if (claim) return { claim: toClaimView(claim), isNew: true };
        const held = await this.current(ctx);
        return held && { claim: held, isNew: false };
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
    return held ? toClaimView(held) : null;
  }

  /** Extends the lease. Raises `desk.claim_lost`. */
  async heartbeat(ctx: Ctx, claimId: string, token: string): Promise<Heartbeat> {
    const agentId = this.agent(ctx);
    return this.db.tx({ ...ctx, clientId: null }, async (tx) => {
      const held = await beat(tx, { agentId, id: claimId, token }, { leaseSeconds, gapSeconds });
      const claim = held && (await activeClaim(tx, agentId));
      if (!claim) throw deskFail('desk.claim_lost');
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
    if (!claim) throw deskFail('desk.claim_lost');
    return claim;
  }

  /**
   * Runs `fn` in one transaction in the scope of the client of a claim that is this agent's, live and under this token. What
   * an agent reads of a case is read in here: the context may, and nowhere else. Raises `desk.claim_lost`.
   */
  async within<T>(
    ctx: Ctx,
    held: { readonly id: string; readonly token: string },
    fn: (scope: ClaimScope) => Promise<T>,
  ): Promise<T> {
    const agentId = this.agent(ctx);
    const place = await this.db.tx({ ...ctx, clientId: null }, (tx) => claimPlace(tx, { agentId, ...held }));
    if (!place?.active) throw deskFail('desk.claim_lost');
    const scoped = inScopeOf(ctx, place.client_id);
    return this.db.tx(scoped, async (tx) => {
      await lockAgent(tx, agentId);
      return fn({ ctx: scoped, tx, claim: await this.require(scoped, tx, held.id, held.token) });
    });
  }

  /** Gives an item back to where it was in the queue, with a reason. Raises `desk.claim_lost`. */
  async release(ctx: Ctx, claimId: string, token: string, reason: string): Promise<void> {
    await this.db.tx({ ...ctx, clientId: null }, async (tx) => {
      await lockAgent(tx, ctx.actor.id);
      const claim = await this.require(ctx, tx, claimId, token);
      await endClaim(tx, claim.client_id, claim.id, { state: 'released', reason, by: actorName(ctx.actor) });
      await enterPresence(tx, ctx.actor.id, 'available');
    });
  }

  /** A team lead takes an item away from its agent: it goes to the head of the queue. Raises `desk.claim_unknown`. */
  async break(ctx: Ctx, clientId: string, claimId: string, reason: string): Promise<void> {
    requireOperatorPermission(ctx, 'desk.lead');
    const ended = await this.db.tx({ ...ctx, clientId: null }, (tx) =>
      endClaim(tx, clientId, claimId, { state: 'broken', reason, by: actorName(ctx.actor) }),
    );
    if (ended === null) throw deskFail('desk.claim_unknown');
  }

  /**
   * Takes back what silent agents hold, opens what has come due, lets the team have what its owner is away for, and has
   * presence follow. Returns how many were taken back and opened.
   */
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
    await this.presence.sweep(now);
    const opened = await this.db.tx(ctx, (tx) => openScheduled(tx, 5_000, ownerMinutes));
    await this.db.tx(ctx, freeCallbacks);
    return { lost, opened };
  }

  private agent(ctx: Ctx): string {
    requireOperatorPermission(ctx, 'desk.work');
    return ctx.actor.id;
  }
}

/** A claim as its holder sees it. */
export function toClaimView(row: ClaimRow): ClaimView {
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

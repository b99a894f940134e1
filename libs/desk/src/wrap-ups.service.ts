import { Injectable } from '@nestjs/common';
import { actorName, type Ctx } from '#platform';
import { endClaim } from './claim.queries.js';
import { ClaimNotes } from './claim-notes.service.js';
import { Claims, type ClaimScope } from './claims.service.js';
import { ContactConclusion } from './contact-conclusion.service.js';
import { deskFail } from './desk.errors.js';
import type { Disposition } from './disposition.schema.js';
import { Dispositions } from './dispositions.service.js';
import { NextSteps } from './next-steps.service.js';
import { Presence } from './presence.service.js';
import type { NextStep, WrappedUp, WrapUp } from './wrap-up.schema.js';

/** The end of an agent's work on an item. */
@Injectable()
export class WrapUps {
  constructor(
    private readonly claims: Claims,
    private readonly notes: ClaimNotes,
    private readonly dispositions: Dispositions,
    private readonly steps: NextSteps,
    private readonly conclusion: ContactConclusion,
    private readonly presence: Presence,
  ) {}

  /**
   * Ends a claim with what came of it: in one transaction its handling time, the item, the next step, the contact with what
   * is charged for it, the timeline and the note. Happens once: whoever comes later, from another tab or after the lease was
   * lost, gets `desk.claim_lost`, and their note is kept with the case. Raises also `desk.disposition_unknown`,
   * `desk.next_step_unfit`, `desk.callback_time`, and `request.invalid` for a missing note.
   */
  async finish(ctx: Ctx, claimId: string, wrapUp: WrapUp): Promise<WrappedUp> {
    const held = { id: claimId, token: wrapUp.token };
    const wrapped = await this.notes.orKeep(ctx, held, wrapUp.note, () =>
      this.claims.within(ctx, held, async (scope) => {
        const disposition = await this.dispositions.byCode(scope.ctx, scope.tx, wrapUp.disposition);
        await this.notes.finish(scope, wrapUp.note);
        return this.end(scope, disposition, wrapUp.next);
      }),
    );
    await this.presence.free(ctx);
    return wrapped;
  }

  /** Ends a claim that the caller holds locked. */
  async end(scope: ClaimScope, disposition: Disposition, next: NextStep | null): Promise<WrappedUp> {
    const { ctx, tx, claim } = scope;
    const { code } = disposition;
    const end = { state: 'wrapped_up', reason: code, by: actorName(ctx.actor), disposition: code } as const;
    const handlingSeconds = await endClaim(tx, ctx.clientId, claim.id, end);
    if (handlingSeconds === null) throw deskFail('desk.claim_lost');
    const nextWorkItemId = await this.steps.follow(scope, disposition, next);
    const { contactId, verdict } = await this.conclusion.conclude(
      scope,
      disposition,
      handlingSeconds,
      nextWorkItemId,
    );
    return {
      contactId,
      handlingSeconds,
      billable: verdict.billable,
      billingReason: verdict.reason,
      nextWorkItemId,
    };
  }
}

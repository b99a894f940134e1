import { Injectable } from '@nestjs/common';
import { newId } from '#platform';
import { Cases } from '#cases';
import { Clients } from '#clients';
import { callHoursOf, nextCallHours, nextTry, type CallHours } from './call-hours.js';
import type { ClaimScope } from './claims.service.js';
import { staysOpen } from './contact-conclusion.service.js';
import { deskFail } from './desk.errors.js';
import { deskSettings } from './desk-settings.js';
import type { Disposition } from './disposition.schema.js';
import type { NewWorkItem } from './work-item.schema.js';
import { callTries, cancelCalls, placesOf } from './work-items.queries.js';
import { WorkItems } from './work-items.service.js';
import { WrapUpEffects } from './wrap-up-effects.js';
import type { NextStep } from './wrap-up.schema.js';

const dayMs = 86_400_000;
const furthestMs = 60 * dayMs;
/** The cap per number counts so many days back. */
const numberWindowMs = 7 * dayMs;
/** When a reply that nobody could be reached about comes back, unless the disposition says. */
const replyAgainMinutes = 60;

/** What happens to a case after an agent's work on it. */
@Injectable()
export class NextSteps {
  constructor(
    private readonly clients: Clients,
    private readonly cases: Cases,
    private readonly workItems: WorkItems,
    private readonly effects: WrapUpEffects,
  ) {}

  /**
   * Takes the step that the agent chose, or else the one that the disposition asks for, in the transaction of the wrap-up
   * after its claim has ended. Returns the work item that comes of it. Raises `desk.next_step_unfit` and
   * `desk.callback_time`.
   */
  async follow(
    scope: ClaimScope,
    { code, flags, retryRules }: Disposition,
    next: NextStep | null,
  ): Promise<string | null> {
    const { ctx, tx, claim } = scope;
    const { case_id: caseId } = claim;
    const isCallback = next?.kind === 'callback';
    const mustNot = flags.doNotContact || flags.numberBad;
    if ((flags.callback && !isCallback) || (next && caseId === null) || (isCallback && mustNot))
      throw deskFail('desk.next_step_unfit', { disposition: code });
    if (caseId === null) return null;
    if (flags.doNotContact) await this.effects.stopContact(ctx, tx, caseId);
    else if (flags.numberBad) await this.effects.stopCalls(ctx, tx, caseId);
    if (mustNot) await cancelCalls(tx, ctx.clientId, caseId, ctx.now);
    if (next?.kind === 'message') {
      const { purpose, channel } = next;
      const isTold =
        !flags.doNotContact &&
        (await this.effects.write(ctx, tx, caseId, { purpose, channel, key: claim.id }));
      if (!isTold) throw deskFail('desk.next_step_unfit', { purpose, channel });
    }
    if (isCallback) return this.callBack(scope, caseId, next);
    if (staysOpen(claim.kind, flags))
      return this.again(scope, caseId, retryRules?.afterMinutes ?? replyAgainMinutes);
    const isCall = claim.kind === 'call' || claim.kind === 'callback';
    if (isCall && flags.retry && retryRules) return this.retry(scope, caseId, retryRules);
    return (await this.isUndecided(scope, caseId)) ? this.again(scope, caseId, 0) : null;
  }

  private async callBack(
    scope: ClaimScope,
    caseId: string,
    next: Extract<NextStep, { kind: 'callback' }>,
  ): Promise<string> {
    const { ctx, claim } = scope;
    const at = new Date(next.at);
    const hours = await this.hoursOf(scope, caseId);
    const open = nextCallHours(hours, at);
    const isSoon = at > ctx.now && at.getTime() <= ctx.now.getTime() + furthestMs;
    if (!isSoon || open?.opensAt.getTime() !== at.getTime())
      throw deskFail('desk.callback_time', { country: hours.country });
    return this.queue(scope, {
      ...sameAs(claim, caseId),
      kind: 'callback',
      subjectId: claim.id,
      reason: 'agreed',
      dueAt: at,
      availableAt: at,
      availableUntil: open.closesAt,
      country: hours.country,
      ownerId: next.owned ? claim.agent_id : null,
    });
  }

  private async retry(
    scope: ClaimScope,
    caseId: string,
    rules: NonNullable<Disposition['retryRules']>,
  ): Promise<string | null> {
    const { ctx, tx, claim } = scope;
    const settings = deskSettings(await this.clients.current(ctx));
    const tries = await callTries(tx, ctx.clientId, caseId);
    const own = tries.filter(({ isOwn }) => isOwn).map(({ at }) => at);
    const hours = await this.hoursOf(scope, caseId);
    const open =
      own.length < Math.min(rules.maxTries, settings.callCapPerCase)
        ? nextTry(
            hours,
            own,
            earliest(
              new Date(ctx.now.getTime() + rules.afterMinutes * 60_000),
              tries.map(({ at }) => at),
              settings.callCapPerNumber,
            ),
          )
        : null;
    if (open === null) {
      await this.cases.addEvents(ctx, tx, [
        { caseId, kind: 'desk.calls_exhausted', detail: { tries: own.length } },
      ]);
      await this.effects.callsExhausted(ctx, tx, caseId, own.length);
      return null;
    }
    return this.queue(scope, {
      ...sameAs(claim, caseId),
      kind: 'call',
      subjectId: claim.id,
      reason: 'retry',
      availableAt: open.opensAt,
      availableUntil: open.closesAt,
      country: hours.country,
    });
  }

  /** The same work once more, after so many minutes. */
  private again(scope: ClaimScope, caseId: string, afterMinutes: number): Promise<string> {
    const { ctx, claim } = scope;
    return this.queue(scope, {
      ...sameAs(claim, caseId),
      kind: claim.kind,
      subjectId: claim.subject_id,
      reason: claim.reason,
      availableAt: afterMinutes > 0 ? new Date(ctx.now.getTime() + afterMinutes * 60_000) : null,
    });
  }

  /** Whether a person still has to decide the item that was looked at: nothing is decided by saying that one is done. */
  private async isUndecided({ ctx, tx, claim }: ClaimScope, caseId: string): Promise<boolean> {
    if (claim.kind !== 'review') return false;
    const [record] = await this.cases.load(ctx, tx, [caseId]);
    return record?.items.some(({ id, outcome }) => id === claim.subject_id && outcome === 'review') ?? false;
  }

  private async hoursOf({ ctx, tx }: ClaimScope, caseId: string): Promise<CallHours> {
    const [place] = await placesOf(tx, ctx.clientId, [caseId]);
    return callHoursOf(await this.clients.current(ctx), place ?? { country: null, postalCode: null });
  }

  private async queue({ ctx, tx }: ClaimScope, item: NewWorkItem): Promise<string> {
    const id = newId();
    await this.workItems.queue(ctx, tx, [{ ...item, id }]);
    return id;
  }
}

function sameAs(
  claim: ClaimScope['claim'],
  caseId: string,
): Pick<NewWorkItem, 'caseId' | 'language' | 'purpose' | 'dueOn'> {
  return { caseId, language: claim.language, purpose: claim.purpose ?? claim.kind, dueOn: claim.due_on };
}

/** From when on the customer may be tried again: not before `from`, and not while as many tries as `cap` lie in seven days. */
function earliest(from: Date, tries: readonly Date[], cap: number): Date {
  const blocking = tries.at(-cap);
  if (!blocking) return from;
  return new Date(Math.max(from.getTime(), blocking.getTime() + numberWindowMs));
}

import { Injectable } from '@nestjs/common';
import type { ClientCtx, Tx } from '#platform';
import type { CaseRecord } from '#cases';
import type { Client } from '#clients';
import type { MessageChannel, MessagePurpose } from '../message/message-purpose.js';
import { ChannelReadiness, type ReadinessQuestion } from './channel-readiness.js';
import type { PlanChannel, PlanCondition, PlanStep } from './contact-plan.schema.js';
import type { ContactPlan } from './contact-plans.service.js';
import { phoneOf, recipientOf } from './recipient.js';
import { Suppressions } from './suppressions.service.js';

/** Where a case stands in its plan. */
export interface PlanQuestion {
  readonly record: CaseRecord;
  readonly purpose: MessagePurpose;
  readonly language: string;
  readonly plan: ContactPlan;
  /** The step taken last; -1 at the beginning. */
  readonly after: number;
  /** What became of it; at the beginning nothing did. */
  readonly outcome: PlanCondition | null;
}

export interface SkippedStep {
  readonly step: number;
  readonly channel: PlanChannel;
  readonly reason: string;
}

export type TakenStep =
  | { readonly step: number; readonly channel: MessageChannel; readonly recipient: string }
  | { readonly step: number; readonly channel: 'agent_call' };

export interface StepChoice {
  readonly skipped: readonly SkippedStep[];
  /** Null when the plan has no step left. */
  readonly taken: TakenStep | null;
}

/** Finds the next step of plans, many at a time. */
@Injectable()
export class PlanSteps {
  constructor(
    private readonly readiness: ChannelReadiness,
    private readonly suppressions: Suppressions,
  ) {}

  /**
   * For each question, in order, the next step that can be taken, and those skipped on the way. A step is the next one
   * when its conditions name the outcome; after one that had to be skipped, `no_address` counts as an outcome too. Two
   * questions to the outside at most, whatever the number; none when every first step is a mail that can be addressed.
   */
  async choose(
    ctx: ClientCtx,
    tx: Tx,
    client: Client,
    questions: readonly PlanQuestion[],
  ): Promise<StepChoice[]> {
    const refusals = await this.refusals(ctx, tx, client, questions);
    return questions.map((question) => chooseOne(question, refusals));
  }

  /** Why channels can't be used for cases, as far as the cases themselves don't say it. */
  private async refusals(
    ctx: ClientCtx,
    tx: Tx,
    client: Client,
    questions: readonly PlanQuestion[],
  ): Promise<Map<string, string>> {
    const asked = new Map<string, ReadinessQuestion>();
    const calls = new Map<string, string>();
    for (const { record, purpose, language, plan, after } of questions) {
      // The first mail is not looked up: the gate asks again when it is sent, and most go out.
      if (after < 0 && plan.steps[0]?.channel === 'email' && recipientOf('email', record) !== null) continue;
      for (const { channel } of plan.steps.slice(after + 1)) {
        if (channel === 'agent_call') {
          const phone = phoneOf(record);
          if (phone !== null) calls.set(`${record.id}/agent_call`, phone);
          continue;
        }
        const recipient = recipientOf(channel, record);
        if (recipient === null) continue;
        asked.set(`${record.id}/${channel}`, { record, purpose, language, channel, recipient });
      }
    }
    const refusals = new Map<string, string>();
    if (asked.size + calls.size === 0) return refusals;
    const keys = [...asked.keys(), ...calls.keys()];
    const list = [...asked.values()];
    const unready = list.length === 0 ? [] : await this.readiness.refusals(ctx, tx, client, list);
    const suppressed = await this.suppressions.suppressed(ctx, tx, [
      ...list.map(({ channel, recipient }) => ({ channel, address: recipient })),
      ...[...calls.values()].map((address) => ({ channel: 'voice', address })),
    ]);
    for (const [i, key] of keys.entries()) {
      const reason = unready[i] ?? (suppressed[i] === true ? 'suppressed' : null);
      if (reason !== null) refusals.set(key, reason);
    }
    return refusals;
  }
}

function chooseOne(question: PlanQuestion, refusals: ReadonlyMap<string, string>): StepChoice {
  const { record, plan, after } = question;
  const outcomes = new Set<PlanCondition>(question.outcome === null ? [] : [question.outcome]);
  const skipped: SkippedStep[] = [];
  for (let step = after + 1; step < plan.steps.length; step++) {
    const { channel, when } = plan.steps[step] as PlanStep;
    if (step > 0 && !when?.some((condition) => outcomes.has(condition))) continue;
    const usable = usableStep(step, channel, record, refusals);
    if (typeof usable !== 'string') return { skipped, taken: usable };
    skipped.push({ step, channel, reason: usable });
    outcomes.add('no_address');
  }
  return { skipped, taken: null };
}

/** The step, or why it can't be taken. */
function usableStep(
  step: number,
  channel: PlanChannel,
  record: CaseRecord,
  refusals: ReadonlyMap<string, string>,
): TakenStep | string {
  const refusal = refusals.get(`${record.id}/${channel}`);
  if (channel === 'agent_call') return phoneOf(record) === null ? 'no_phone' : (refusal ?? { step, channel });
  const recipient = recipientOf(channel, record);
  if (recipient === null) {
    if (channel !== 'email') return 'no_phone';
    return record.customer.email === null ? 'no_email' : 'address_invalid';
  }
  return refusal ?? { step, channel, recipient };
}

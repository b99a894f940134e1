import { Injectable } from '@nestjs/common';
import type { ClientCtx, Tx } from '#platform';
import { Cases, type CaseEventDraft, type CaseRecord } from '#cases';
import type { Client } from '#clients';
import { WorkItems, type NewWorkItem } from '#desk';
import { insertMessages, type NewMessage } from '../message/message.queries.js';
import type { MessageChannel, MessageFacts, MessagePurpose } from '../message/message-purpose.js';
import { ContactPlans, type ContactPlan } from './contact-plans.service.js';
import { agentCall, failedMessage, planEvent, PlanProgress } from './plan-progress.service.js';
import { PlanSteps, type StepChoice } from './plan-steps.service.js';

/** Something to tell the customer of a case. */
export interface Announcement {
  readonly id: string;
  readonly record: CaseRecord;
  readonly facts: MessageFacts | null;
  readonly language: string;
}

/** Begins contact plans: the first step that can be taken becomes the message. */
@Injectable()
export class PlanOpening {
  constructor(
    private readonly cases: Cases,
    private readonly workItems: WorkItems,
    private readonly plans: ContactPlans,
    private readonly steps: PlanSteps,
    private readonly progress: PlanProgress,
  ) {}

  /**
   * Queues one message per announcement in `tx`, in bulk, over the first step of the client's plan that can be taken; one
   * announced before changes nothing. A customer whom no message can reach gets a failed one, and a person an agent's
   * call or the work item `failed_message`. `over` stands in for the plan's first step. The caller holds the cases.
   */
  async open(
    ctx: ClientCtx,
    tx: Tx,
    client: Client,
    purpose: MessagePurpose,
    announcements: readonly Announcement[],
    over?: MessageChannel,
  ): Promise<void> {
    const inForce = await this.plans.inForce(ctx, tx, purpose);
    const plan = over ? { ...inForce, steps: [{ channel: over }] } : inForce;
    const choices = await this.steps.choose(
      ctx,
      tx,
      client,
      announcements.map(({ record, language }) => ({
        record,
        purpose,
        language,
        plan,
        after: -1,
        outcome: null,
      })),
    );
    const messages = announcements.map((announcement, i) => toMessage(announcement, plan, choices[i]));
    const isNew = await insertMessages(tx, ctx.clientId, purpose, messages, ctx.now);
    await this.progress.dispatch(
      ctx,
      tx,
      messages.filter(({ id, state }) => state === 'queued' && isNew.has(id)),
    );
    const work: NewWorkItem[] = [];
    const events: CaseEventDraft[] = [];
    for (const [i, { id, record, language }] of announcements.entries()) {
      const choice = choices[i];
      const isPlain = choice?.skipped.length === 0 && choice.taken !== null;
      if (!choice || isPlain || !isNew.has(id)) continue;
      events.push(...eventsOf(record, purpose, plan, choice));
      if (choice.taken === null) work.push(failedMessage(id, record, language, reasonOf(choice)));
      else if (choice.taken.channel === 'agent_call')
        work.push(agentCall(id, record, purpose, language, reasonOf(choice)));
    }
    if (events.length > 0) await this.cases.addEvents(ctx, tx, events);
    await this.workItems.queue(ctx, tx, work);
  }

  /**
   * Queues one message over one channel in `tx`, outside the client's plan; one announced before changes nothing. Returns
   * to whom, or why it can't be sent.
   */
  async openOver(
    ctx: ClientCtx,
    tx: Tx,
    client: Client,
    purpose: MessagePurpose,
    announcement: Announcement,
    channel: MessageChannel,
  ): Promise<{ recipient: string } | { recipient: null; reason: string }> {
    const plan: ContactPlan = { version: null, steps: [{ channel }] };
    const { record, language } = announcement;
    const question = { record, purpose, language, plan, after: -1, outcome: null };
    const [choice] = await this.steps.choose(ctx, tx, client, [question]);
    const taken = choice?.taken;
    if (!taken || taken.channel === 'agent_call') {
      return { recipient: null, reason: choice ? reasonOf(choice) : 'no_step' };
    }
    const message = toMessage(announcement, plan, choice);
    const isNew = await insertMessages(tx, ctx.clientId, purpose, [message], ctx.now);
    if (isNew.has(message.id)) await this.progress.dispatch(ctx, tx, [message]);
    return { recipient: taken.recipient };
  }
}

function toMessage(
  { id, record, facts, language }: Announcement,
  plan: ContactPlan,
  choice: StepChoice | undefined,
): NewMessage {
  const about = {
    id,
    facts,
    language,
    caseId: record.id,
    customerId: record.customer.id,
    planVersion: plan.version,
  };
  const taken = choice?.taken;
  if (taken && taken.channel !== 'agent_call') {
    const { channel, step, recipient } = taken;
    return { ...about, channel, step, recipient, state: 'queued', reason: null };
  }
  const first = plan.steps[0]?.channel;
  const channel = first === undefined || first === 'agent_call' ? 'email' : first;
  const recipient = (channel === 'email' ? record.customer.email : record.customer.phone) ?? '';
  const reason = choice ? reasonOf(choice) : 'no_step';
  return { ...about, channel, step: 0, recipient, state: 'failed', reason };
}

/** Why the first step could not be taken. */
function reasonOf(choice: StepChoice): string {
  return choice.skipped[0]?.reason ?? 'no_step';
}

function eventsOf(
  record: CaseRecord,
  purpose: MessagePurpose,
  plan: ContactPlan,
  { skipped, taken }: StepChoice,
): CaseEventDraft[] {
  const of = { caseId: record.id, purpose, planVersion: plan.version, step: 0 };
  const events = skipped.map((skip) => planEvent('plan.skipped', of, skip));
  const reason = 'no_address';
  if (taken === null) {
    const channel = plan.steps[0]?.channel ?? 'email';
    return [...events, planEvent('plan.ended', of, { channel, reason })];
  }
  return [...events, planEvent('plan.step', of, { step: taken.step, channel: taken.channel, reason })];
}

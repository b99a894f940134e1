import { Injectable } from '@nestjs/common';
import { addToOutbox, Jobs, wakeOutbox, type ClientCtx, type Tx } from '#platform';
import { Cases, type CaseEventDraft, type CaseRecord } from '#cases';
import { Clients } from '#clients';
import { WorkItems, type NewWorkItem } from '#desk';
import { stepMessageId } from '../message/message-id.js';
import {
  insertSteps,
  messageOutbox,
  telephonyOutbox,
  type NewMessage,
  type NewStep,
} from '../message/message.queries.js';
import type { MessagePurpose } from '../message/message-purpose.js';
import { noLongerApplies } from './applicability.js';
import type { PlanCondition } from './contact-plan.schema.js';
import { ContactPlans } from './contact-plans.service.js';
import { positionsOf, type PlanPosition } from './plan-position.queries.js';
import { PlanSteps, type PlanQuestion, type StepChoice } from './plan-steps.service.js';

/** A message that did not reach its customer. */
export interface EndedMessage {
  readonly messageId: string;
  readonly outcome: PlanCondition;
  /** A code, then optionally a colon and the other side's words. */
  readonly reason: string;
}

interface Moved {
  readonly position: PlanPosition;
  readonly ended: EndedMessage;
  readonly record: CaseRecord;
  readonly question: PlanQuestion;
}

/** An agent rings up before looking at what merely failed. */
const callPriority = 5;

/** Takes the next steps of contact plans. */
@Injectable()
export class PlanProgress {
  constructor(
    private readonly jobs: Jobs,
    private readonly clients: Clients,
    private readonly cases: Cases,
    private readonly workItems: WorkItems,
    private readonly plans: ContactPlans,
    private readonly steps: PlanSteps,
  ) {}

  /**
   * Moves the plans of messages that ended without reaching anyone on, in `tx` and in bulk: the next step that can be
   * taken becomes a message of its own or an agent's call; where none is left, a person gets the work item
   * `failed_message`. A plan that has moved on already, or whose message no longer applies, is left alone.
   */
  async advance(ctx: ClientCtx, tx: Tx, ended: readonly EndedMessage[]): Promise<void> {
    if (ended.length === 0) return;
    const endOf = new Map(ended.map((end) => [end.messageId, end]));
    const positions = await positionsOf(tx, ctx.clientId, [...endOf.keys()]);
    const caseIds = [...new Set(positions.map((position) => position.caseId))];
    const records = new Map((await this.cases.load(ctx, tx, caseIds)).map((r) => [r.id, r]));
    const client = await this.clients.current(ctx);
    const moved: Moved[] = [];
    const dropped: CaseEventDraft[] = [];
    for (const position of positions) {
      const end = endOf.get(position.id);
      const record = records.get(position.caseId);
      if (!end || !record || position.hasMovedOn) continue;
      const over = noLongerApplies(position, record, client);
      if (over !== null) {
        dropped.push(planEvent('plan.ended', position, { channel: position.channel, reason: over }));
        continue;
      }
      const plan = await this.plans.ofVersion(ctx, tx, position.purpose, position.planVersion);
      const { purpose, language, step } = position;
      const question = { record, purpose, language, plan, after: step, outcome: end.outcome };
      moved.push({ position, ended: end, record, question });
    }
    const choices = await this.steps.choose(
      ctx,
      tx,
      client,
      moved.map((m) => m.question),
    );
    await this.follow(ctx, tx, moved, choices, dropped);
  }

  /** Puts queued messages into the outbox of their channel, to be sent after the commit of `tx`. */
  async dispatch(
    ctx: ClientCtx,
    tx: Tx,
    messages: readonly Pick<NewMessage, 'id' | 'channel'>[],
  ): Promise<void> {
    for (const kind of [messageOutbox, telephonyOutbox]) {
      const some = messages.filter(({ channel }) => outboxOf(channel) === kind);
      if (some.length === 0) continue;
      await addToOutbox(
        tx,
        kind,
        some.map(({ id }) => ({ clientId: ctx.clientId, refId: id })),
      );
      wakeOutbox(tx, this.jobs, kind);
    }
  }

  private async follow(
    ctx: ClientCtx,
    tx: Tx,
    moved: readonly Moved[],
    choices: readonly StepChoice[],
    events: CaseEventDraft[],
  ): Promise<void> {
    const messages: NewStep[] = [];
    const work: NewWorkItem[] = [];
    for (const [i, { position, ended, record }] of moved.entries()) {
      const choice = choices[i];
      if (!choice) throw new Error('a plan without an answer');
      const { skipped, taken } = choice;
      for (const skip of skipped) events.push(planEvent('plan.skipped', position, skip));
      const code = codeOf(ended.reason);
      if (taken === null) {
        events.push(planEvent('plan.ended', position, { channel: position.channel, reason: code }));
        // A message that nobody opened has arrived.
        if (ended.outcome !== 'unread')
          work.push(failedMessage(position.id, record, position.language, code));
        continue;
      }
      events.push(planEvent('plan.step', position, { ...withoutRecipient(taken), reason: ended.outcome }));
      if (taken.channel === 'agent_call') {
        work.push(agentCall(position.id, record, position.purpose, position.language, ended.outcome));
      } else {
        messages.push(nextMessage(position, taken));
      }
    }
    const isNew = await insertSteps(tx, ctx.clientId, messages, ctx.now);
    await this.dispatch(
      ctx,
      tx,
      messages.filter((message) => isNew.has(message.id)),
    );
    await this.cases.addEvents(ctx, tx, events);
    await this.workItems.queue(ctx, tx, work);
  }
}

/** The outbox that sends a channel's messages. */
export function outboxOf(channel: NewMessage['channel']): string {
  return channel === 'email' ? messageOutbox : telephonyOutbox;
}

/** What a person must look at when nothing reached the customer. */
export function failedMessage(
  messageId: string,
  record: CaseRecord,
  language: string,
  reason: string,
): NewWorkItem {
  return {
    kind: 'failed_message',
    caseId: record.id,
    subjectId: messageId,
    reason: codeOf(reason),
    language,
    dueOn: record.deadlineOn,
  };
}

/** The call that a plan ends with; due when the law wants the case done. */
export function agentCall(
  messageId: string,
  record: CaseRecord,
  purpose: MessagePurpose,
  language: string,
  reason: string,
): NewWorkItem {
  return {
    kind: 'call',
    caseId: record.id,
    subjectId: messageId,
    reason,
    purpose,
    language,
    priority: callPriority,
    dueOn: record.deadlineOn,
  };
}

/** An entry of the case's timeline about its contact plan: codes and numbers, never an address. */
export function planEvent(
  kind: 'plan.step' | 'plan.skipped' | 'plan.ended',
  of: Pick<PlanPosition, 'caseId' | 'purpose' | 'planVersion'> & { readonly step: number },
  detail: { readonly step?: number; readonly channel: string; readonly reason: string },
): CaseEventDraft {
  const { caseId, purpose, planVersion, step } = of;
  return { caseId, kind, detail: { purpose, step, planVersion, ...detail } };
}

function withoutRecipient(taken: { readonly step: number; readonly channel: string }) {
  return { step: taken.step, channel: taken.channel };
}

function nextMessage(
  position: PlanPosition,
  taken: { readonly step: number; readonly channel: NewMessage['channel']; readonly recipient: string },
): NewStep {
  const { caseId, purpose, revision, planVersion, customerId, facts, language } = position;
  return {
    caseId,
    purpose,
    revision,
    planVersion,
    customerId,
    facts,
    language,
    id: stepMessageId(position, taken.step),
    channel: taken.channel,
    step: taken.step,
    recipient: taken.recipient,
    state: 'queued',
    reason: null,
  };
}

/** The code in front; the other side's words stay on the message. */
function codeOf(reason: string): string {
  return reason.split(':')[0] ?? reason;
}

import { Injectable } from '@nestjs/common';
import {
  byClient,
  addToOutbox,
  Clock,
  Database,
  log,
  systemCtx,
  type ClientCtx,
  type OutboxHandler,
  type OutboxItem,
  type OutboxOutcome,
  type Tx,
} from '#platform';
import { Clients } from '#clients';
import type { MessagePurpose } from '../message/message-purpose.js';
import type { PlanCondition, PlanStep } from './contact-plan.schema.js';
import { ContactPlans, type ContactPlan } from './contact-plans.service.js';
import { notificationSettings } from './notification-settings.js';
import { PlanProgress, type EndedMessage } from './plan-progress.service.js';
import { lockPlans, positionsOf, type PlanPosition } from './plan-position.queries.js';

/** The kind of outbox row that says when to look whether a message was read, or its end became known. */
export const planOutbox = 'plan';
/** The kind of outbox row that says when a customer who was asked for something is reminded. */
export const reminderOutbox = 'reminder';

/** Purposes that ask the customer for something. */
export const asking: ReadonlySet<MessagePurpose> = new Set([
  'missing_information',
  'out_of_stock',
  'refund_failed',
]);

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A message that was handed over: accepted, or nobody knows. */
export interface HandedOver {
  readonly messageId: string;
  readonly purpose: MessagePurpose;
  readonly at: Date;
  readonly isSent: boolean;
}

/** Looks at messages again when their plan has a step for what did not happen. */
@Injectable()
export class PlanWatch implements OutboxHandler {
  readonly kind = planOutbox;
  readonly batch = 200;
  readonly leaseSeconds = 60;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly clients: Clients,
    private readonly plans: ContactPlans,
    private readonly progress: PlanProgress,
  ) {}

  /**
   * Notes in `tx` when messages are looked at again, and when their customers are reminded. Costs nothing for a client
   * whose plans wait for nothing and that sends no reminders.
   */
  async follow(ctx: ClientCtx, tx: Tx, messages: readonly HandedOver[]): Promise<void> {
    if (messages.length === 0) return;
    const settings = notificationSettings(await this.clients.current(ctx));
    if (settings.purposes.includes('reminder')) {
      const due = messages.filter(({ purpose, isSent }) => isSent && asking.has(purpose));
      await addToOutbox(
        tx,
        reminderOutbox,
        due.map(({ messageId, at }) => ({
          clientId: ctx.clientId,
          refId: messageId,
          nextAt: new Date(at.getTime() + settings.reminderAfterDays * dayMs),
        })),
      );
    }
    if (!(await this.plans.isTimed(ctx, tx))) return;
    const handed = new Map(messages.map((message) => [message.messageId, message]));
    const rows: { clientId: string; refId: string; nextAt: Date }[] = [];
    for (const position of await positionsOf(tx, ctx.clientId, [...handed.keys()])) {
      const message = handed.get(position.id) as HandedOver;
      const plan = await this.plans.ofVersion(ctx, tx, position.purpose, position.planVersion);
      const step = waitingStep(plan, position.step, message.isSent ? 'unread' : 'unknown');
      if (step?.afterMinutes === undefined) continue;
      const nextAt = new Date(message.at.getTime() + step.afterMinutes * minuteMs);
      rows.push({ clientId: ctx.clientId, refId: position.id, nextAt });
    }
    await addToOutbox(tx, planOutbox, rows);
  }

  /** Moves plans on whose message was not read, or is still unknown. Each is looked at once. */
  async perform(items: readonly OutboxItem[]): Promise<readonly OutboxOutcome[]> {
    const outcomes: OutboxOutcome[] = [];
    for (const [clientId, some] of byClient(items)) {
      const ctx = systemCtx('plan', clientId, this.clock.now());
      try {
        const again = await this.db.tx(ctx, (tx) => this.look(ctx, tx, some));
        for (const item of some) {
          const nextAt = again.get(item.refId);
          outcomes.push(
            nextAt ? { item, result: 'retry', nextAt, reason: 'not yet' } : { item, result: 'done' },
          );
        }
      } catch (err) {
        // Without an outcome the rows come again when their lease ends.
        log.error({ err, clientId, messages: some.length }, 'plans not moved on');
      }
    }
    return outcomes;
  }

  setAside(items: readonly OutboxItem[]): Promise<void> {
    log.error({ messages: items.map((item) => item.refId) }, 'plans set aside');
    return Promise.resolve();
  }

  /** Returns when to look again at those whose time has moved since: one unknown at first may have been sent later. */
  private async look(ctx: ClientCtx, tx: Tx, items: readonly OutboxItem[]): Promise<Map<string, Date>> {
    const ids = items.map((item) => item.refId);
    await lockPlans(tx, ctx.clientId, ids);
    const ended: EndedMessage[] = [];
    const again = new Map<string, Date>();
    for (const position of await positionsOf(tx, ctx.clientId, ids)) {
      const condition = conditionOf(position);
      if (condition === null || position.hasMovedOn) continue;
      const plan = await this.plans.ofVersion(ctx, tx, position.purpose, position.planVersion);
      const step = waitingStep(plan, position.step, condition);
      if (step?.afterMinutes === undefined) continue;
      const due = (position.sentAt?.getTime() ?? 0) + step.afterMinutes * minuteMs;
      if (due > ctx.now.getTime()) again.set(position.id, new Date(due));
      else ended.push({ messageId: position.id, outcome: condition, reason: condition });
    }
    await this.progress.advance(ctx, tx, ended);
    return again;
  }
}

/** What did not happen to a message; null when it was read, or has ended otherwise. */
function conditionOf({ state }: PlanPosition): PlanCondition | null {
  if (state === 'unknown') return 'unknown';
  return state === 'sent' || state === 'delivered' ? 'unread' : null;
}

/** The first later step that waits for this. */
function waitingStep(plan: ContactPlan, after: number, condition: PlanCondition): PlanStep | undefined {
  return plan.steps.find((step, i) => i > after && step.when?.includes(condition) === true);
}

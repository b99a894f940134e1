import { Injectable } from '@nestjs/common';
import { addDays, localDate, startOfLocalDay, type ClientCtx, type Tx } from '#platform';
import type { CaseRecord } from '#cases';
import type { Client } from '#clients';
import { nextOpening, zoneOf } from '#contacts';
import { WorkItems } from '#desk';
import type { TakenMessage } from '../message/message.queries.js';
import { noLongerApplies } from './applicability.js';
import { budgetWindowMs, heldByBudget } from './frequency-budget.js';
import { notificationSettings } from './notification-settings.js';
import { recipientOf } from './recipient.js';
import { addSpend, spentOn } from './spend.queries.js';
import { Suppressions } from './suppressions.service.js';
import { enterBudgets, insertTouches, touchesSince, type Touch } from './touch.queries.js';

/** A taken message with its case as it is now. */
export interface GatedMessage {
  readonly message: TakenMessage;
  readonly record: CaseRecord | undefined;
  /** What sending it is expected to cost, in millionths of the client's currency; 0 for a mail. */
  readonly costMicros?: number;
}

/** What the gate says of one message. */
export type GateVerdict =
  | { readonly pass: true }
  /** Not now: quiet hours, a used-up budget, a reached spending cap. `until` is when to ask again. */
  | { readonly pass: false; readonly event: 'hold'; readonly until: Date; readonly reason: string }
  /** No longer true (`cancel`), or never to this address (`fail`: the contact plan goes on). */
  | { readonly pass: false; readonly event: 'cancel' | 'fail'; readonly reason: string };

type Refusal = Extract<GateVerdict, { pass: false }>;

/** A message that no rule of its own stops, and what it would use up. */
interface Candidate {
  readonly index: number;
  readonly message: TakenMessage;
  readonly customerId: string;
  readonly costMicros: number;
}

/** The law wants a withdrawal acknowledged without delay, whatever else the customer got that day (2011/83/EU, 11(3)). */
const outsideBudget: ReadonlySet<string> = new Set(['withdrawal_receipt']);

/**
 * What every message passes in the transaction that takes it, over every channel: does it still apply, may this address
 * be written to, is it the hour for it where the customer lives, is there budget left for this person and this client.
 */
@Injectable()
export class SendGate {
  constructor(
    private readonly suppressions: Suppressions,
    private readonly workItems: WorkItems,
  ) {}

  /**
   * One verdict per message, in order. Those that pass have used up their share of the budgets when `tx` commits; one that
   * is judged again, after a try that failed, uses up nothing more. Four statements for any number of messages, and two
   * more when one costs money and the client has a cap. From the budgets on, the client's other gates wait for `tx`.
   */
  async judge(
    ctx: ClientCtx,
    tx: Tx,
    client: Client,
    messages: readonly GatedMessage[],
  ): Promise<GateVerdict[]> {
    if (messages.length === 0) return [];
    const refusals = new Map<number, Refusal>();
    await this.refuse(ctx, tx, client, messages, refusals);
    const candidates = messages.flatMap(({ message, record, costMicros = 0 }, index): Candidate[] =>
      refusals.has(index) || !record
        ? []
        : [{ index, message, customerId: message.customer_id ?? record.customer.id, costMicros }],
    );
    if (candidates.length > 0) await this.useUp(ctx, tx, client, candidates, refusals);
    return messages.map((_, index) => refusals.get(index) ?? { pass: true });
  }

  /** What a message's own case, address and hour say against it. */
  private async refuse(
    ctx: ClientCtx,
    tx: Tx,
    client: Client,
    messages: readonly GatedMessage[],
    refusals: Map<number, Refusal>,
  ): Promise<void> {
    const open = openings(client, ctx.now);
    const addressed: { index: number; channel: string; address: string }[] = [];
    for (const [index, { message, record }] of messages.entries()) {
      const over = noLongerApplies(message, record, client);
      if (over !== null || !record) {
        refusals.set(index, { pass: false, event: 'cancel', reason: over ?? 'case is gone' });
        continue;
      }
      const address = recipientOf(message.channel, record) ?? message.recipient;
      addressed.push({ index, channel: message.channel, address });
    }
    const suppressed = await this.suppressions.suppressed(ctx, tx, addressed);
    for (const [i, { index }] of addressed.entries()) {
      if (suppressed[i] === true) {
        refusals.set(index, { pass: false, event: 'fail', reason: 'suppressed' });
        continue;
      }
      const { message, record } = messages[index] as GatedMessage & { record: CaseRecord };
      const until = open(message.channel, record);
      if (until === null) refusals.set(index, { pass: false, event: 'fail', reason: 'no_contact_hours' });
      else if (until > ctx.now) {
        refusals.set(index, { pass: false, event: 'hold', until, reason: 'quiet_hours' });
      }
    }
  }

  /** Takes from the customers' budgets and the client's cap what each candidate needs, in order. */
  private async useUp(
    ctx: ClientCtx,
    tx: Tx,
    client: Client,
    candidates: readonly Candidate[],
    refusals: Map<number, Refusal>,
  ): Promise<void> {
    const { budget } = notificationSettings(client);
    await enterBudgets(tx, ctx.clientId);
    const touches = await this.touchesOf(ctx, tx, candidates);
    const spend = await this.spendOf(ctx, tx, client, candidates);
    const used: (Touch & { channel: string })[] = [];
    for (const { index, message, customerId, costMicros } of candidates) {
      const known = touches.get(customerId) ?? [];
      const others = known.filter(({ sourceId }) => sourceId !== message.id);
      const until = outsideBudget.has(message.purpose) ? null : heldByBudget(budget, others, ctx.now);
      if (until !== null) {
        refusals.set(index, { pass: false, event: 'hold', until, reason: 'frequency_budget' });
        continue;
      }
      const isAgain = others.length < known.length;
      if (!isAgain && !spend.take(costMicros)) {
        refusals.set(index, { pass: false, event: 'hold', until: spend.until, reason: 'spend_cap' });
        continue;
      }
      const touch = { customerId, sourceId: message.id, channel: message.channel, at: ctx.now };
      touches.set(customerId, [...others, touch]);
      used.push(touch);
    }
    await insertTouches(tx, ctx.clientId, used);
    await addSpend(tx, ctx.clientId, spend.date, spend.taken());
    if (spend.isReached()) await this.alarm(ctx, tx, client, spend.date);
  }

  private async touchesOf(
    ctx: ClientCtx,
    tx: Tx,
    candidates: readonly Candidate[],
  ): Promise<Map<string, Touch[]>> {
    const ids = [...new Set(candidates.map(({ customerId }) => customerId))];
    const since = new Date(ctx.now.getTime() - budgetWindowMs);
    const byCustomer = new Map<string, Touch[]>();
    for (const touch of await touchesSince(tx, ctx.clientId, ids, since)) {
      const some = byCustomer.get(touch.customerId);
      if (some) some.push(touch);
      else byCustomer.set(touch.customerId, [touch]);
    }
    return byCustomer;
  }

  private async spendOf(
    ctx: ClientCtx,
    tx: Tx,
    client: Client,
    candidates: readonly Candidate[],
  ): Promise<DailySpend> {
    const { dailySpendCap } = notificationSettings(client);
    const date = localDate(ctx.now, client.zone);
    const until = startOfLocalDay(addDays(date, 1), client.zone);
    const isAsked = dailySpendCap !== null && candidates.some(({ costMicros }) => costMicros > 0);
    const spent = isAsked ? await spentOn(tx, ctx.clientId, date) : 0;
    return new DailySpend(date, until, dailySpendCap === null ? null : dailySpendCap * 1_000_000, spent);
  }

  /** One work item per client until somebody has seen it. */
  private async alarm(ctx: ClientCtx, tx: Tx, client: Client, date: string): Promise<void> {
    await this.workItems.queue(ctx, tx, [
      {
        kind: 'failed_message',
        caseId: null,
        subjectId: ctx.clientId,
        reason: 'spend_cap_reached',
        language: client.defaultLanguage,
        priority: 10,
        dueOn: date,
      },
    ]);
  }
}

/** What one local day may still cost. */
class DailySpend {
  private used = 0;
  private refused = false;

  constructor(
    readonly date: string,
    readonly until: Date,
    private readonly capMicros: number | null,
    private readonly spentMicros: number,
  ) {}

  take(micros: number): boolean {
    if (this.capMicros !== null && micros > 0 && this.spentMicros + this.used + micros > this.capMicros) {
      this.refused = true;
      return false;
    }
    this.used += micros;
    return true;
  }

  taken(): number {
    return this.used;
  }

  isReached(): boolean {
    return this.refused;
  }
}

/** When channels open, each country, zone and channel worked out once. */
function openings(
  client: Client,
  now: Date,
): (channel: TakenMessage['channel'], of: CaseRecord) => Date | null {
  const { windows } = notificationSettings(client);
  const known = new Map<string, Date | null>();
  return (channel, record) => {
    const window = windows[channel];
    if (window === null) return now;
    const zone = zoneOf(record, client.zone);
    const key = `${channel}/${zone}/${record.country ?? ''}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const opening = nextOpening(window, zone, record.country ?? client.country, now);
    known.set(key, opening);
    return opening;
  };
}

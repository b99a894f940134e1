import { Injectable } from '@nestjs/common';
import { localDate, type ClientCtx, type Tx } from '#platform';
import type { Client } from '#clients';
import { CallPermission, type CallIntent, type CallLine, type CallRefusal } from '#desk';
import { budgetWindowMs, heldByBudget } from '../plan/frequency-budget.js';
import { notificationSettings } from '../plan/notification-settings.js';
import { addSpend, spentOn } from '../plan/spend.queries.js';
import { Suppressions } from '../plan/suppressions.service.js';
import { enterBudgets, insertTouches, touchesSince } from '../plan/touch.queries.js';
import { deleteTouch } from './desk-call.queries.js';
import { senderFor } from './sender-choice.js';
import { sendersOf } from './sender.queries.js';

/** Agents' calls under the same suppression, budget and cap as messages: a customer has one budget, whoever rings. */
@Injectable()
export class DeskCallPermits extends CallPermission {
  constructor(private readonly suppressions: Suppressions) {
    super();
  }

  override async lineFor(ctx: ClientCtx, tx: Tx, country: string): Promise<CallLine | null> {
    const sender = senderFor(await sendersOf(tx, ctx.clientId), 'voice', country);
    if (!sender) return null;
    return { from: sender.address, connectTo: sender.connectTo, isOwn: sender.country === country };
  }

  override async take(
    ctx: ClientCtx,
    tx: Tx,
    client: Client,
    intent: CallIntent,
  ): Promise<CallRefusal | null> {
    const { customerId, callId: sourceId, number: address } = intent;
    const [isSuppressed] = await this.suppressions.suppressed(ctx, tx, [{ channel: 'voice', address }]);
    if (isSuppressed === true) return 'suppressed';
    await enterBudgets(tx, ctx.clientId);
    if (!intent.isAsked && (await this.isUsedUp(ctx, tx, client, customerId))) return 'budget';
    if (intent.isCarried && !(await this.spend(ctx, tx, client, intent.country))) return 'spend_cap';
    await insertTouches(tx, ctx.clientId, [{ customerId, sourceId, channel: 'voice', at: ctx.now }]);
    return null;
  }

  override giveBack(
    ctx: ClientCtx,
    tx: Tx,
    { customerId, callId: sourceId }: { customerId: string; callId: string },
  ): Promise<void> {
    return deleteTouch(tx, ctx.clientId, { customerId, sourceId });
  }

  private async isUsedUp(ctx: ClientCtx, tx: Tx, client: Client, customerId: string): Promise<boolean> {
    const since = new Date(ctx.now.getTime() - budgetWindowMs);
    const touches = await touchesSince(tx, ctx.clientId, [customerId], since);
    return heldByBudget(notificationSettings(client).budget, touches, ctx.now) !== null;
  }

  /** Counts what a call is expected to cost on the client's day, unless that is more than the day may cost. */
  private async spend(ctx: ClientCtx, tx: Tx, client: Client, country: string): Promise<boolean> {
    const micros = senderFor(await sendersOf(tx, ctx.clientId), 'voice', country)?.costMicros ?? 0;
    const { dailySpendCap } = notificationSettings(client);
    const date = localDate(ctx.now, client.zone);
    const isOver =
      dailySpendCap !== null &&
      micros > 0 &&
      (await spentOn(tx, ctx.clientId, date)) + micros > dailySpendCap * 1_000_000;
    if (!isOver) await addSpend(tx, ctx.clientId, date, micros);
    return !isOver;
  }
}

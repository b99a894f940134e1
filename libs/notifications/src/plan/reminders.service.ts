import { Injectable } from '@nestjs/common';
import {
  byClient,
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
import { Cases } from '#cases';
import type { MessageFacts } from '../message/message-purpose.js';
import { reachedStates } from '../message/message.states.js';
import { Notifications } from '../notifications.service.js';
import { askedOf } from './applicability.js';
import { positionsOf, type PlanPosition } from './plan-position.queries.js';
import { reminderOutbox } from './plan-watch.service.js';

/** Reminds customers who were asked for something and have not answered. */
@Injectable()
export class Reminders implements OutboxHandler {
  readonly kind = reminderOutbox;
  readonly batch = 200;
  readonly leaseSeconds = 60;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly cases: Cases,
    private readonly notifications: Notifications,
  ) {}

  /** Announces one reminder per message that asked; whether anything is still missing is seen when it is sent. */
  async perform(items: readonly OutboxItem[]): Promise<readonly OutboxOutcome[]> {
    const outcomes: OutboxOutcome[] = [];
    for (const [clientId, some] of byClient(items)) {
      const ctx = systemCtx('reminders', clientId, this.clock.now());
      const ids = some.map((item) => item.refId);
      try {
        await this.db.tx(ctx, (tx) => this.remind(ctx, tx, ids));
        outcomes.push(...some.map((item) => ({ item, result: 'done' as const })));
      } catch (err) {
        // Without an outcome the rows come again when their lease ends.
        log.error({ err, clientId, messages: ids.length }, 'reminders not announced');
      }
    }
    return outcomes;
  }

  setAside(items: readonly OutboxItem[]): Promise<void> {
    log.error({ messages: items.map((item) => item.refId) }, 'reminders set aside');
    return Promise.resolve();
  }

  private async remind(ctx: ClientCtx, tx: Tx, ids: readonly string[]): Promise<void> {
    const asked = new Map<string, PlanPosition[]>();
    for (const position of await positionsOf(tx, ctx.clientId, ids)) {
      if (!reachedStates.has(position.state)) continue;
      const some = asked.get(position.caseId);
      if (some) some.push(position);
      else asked.set(position.caseId, [position]);
    }
    const records = await this.cases.load(ctx, tx, [...asked.keys()], { lock: true });
    await this.notifications.announce(ctx, tx, 'reminder', records, (record) =>
      (asked.get(record.id) ?? []).map((position): MessageFacts => {
        const { itemIds } = position.facts ?? {};
        return {
          asked: askedOf(position, record),
          ...(itemIds ? { itemIds } : {}),
          ...(position.sentAt ? { at: position.sentAt.toISOString() } : {}),
          key: position.id,
        };
      }),
    );
  }
}

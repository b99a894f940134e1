import { Injectable } from '@nestjs/common';
import {
  backoff,
  Clock,
  Database,
  log,
  type ClientCtx,
  type OutboxItem,
  type OutboxOutcome,
} from '#platform';
import { MessageStatus } from '../message/message-status.service.js';
import { toReports } from './provider-status.js';
import { boundProviderIds, type StandingMessage } from './telephony.queries.js';
import { TelephonyProvider, type ProviderStatus } from './telephony-provider.js';

const minute = 60_000;
/** When the provider is asked for a message whose answer was lost, from the request on. */
const looks = [1, 3, 8, 14].map((minutes) => minutes * minute);
/** Not found at the last look: the provider does not have it. */
const absentAfter = looks.at(-1) as number;

/** Lookups of one client at a time. */
const width = 8;

/** An outbox row whose message nobody knows the fate of. */
export interface LostItem {
  readonly item: OutboxItem;
  readonly message: StandingMessage;
}

/** When to look for a message next, given when it was asked for. */
export function nextLook(askedAt: Date, now: Date): Date {
  const age = now.getTime() - askedAt.getTime();
  const next = looks.find((after) => after > age);
  return next === undefined ? now : new Date(askedAt.getTime() + next);
}

/**
 * Finds out what became of messages whose answer was lost: a callback has told meanwhile, the provider's list has the
 * message, or after fourteen minutes it has not. Only then is it sent again.
 */
@Injectable()
export class Reconciliation {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly provider: TelephonyProvider,
    private readonly status: MessageStatus,
  ) {}

  async resolve(ctx: ClientCtx, lost: readonly LostItem[]): Promise<OutboxOutcome[]> {
    // What this round has bound to one message is not offered to the next.
    const bound = new Set<string>();
    const queue = lost.values();
    const outcomes: OutboxOutcome[] = [];
    const lane = async (): Promise<void> => {
      for (const one of queue) outcomes.push(await this.resolveOne(ctx, one, bound));
    };
    await Promise.all(Array.from({ length: Math.min(width, lost.length) }, lane));
    return outcomes;
  }

  private async resolveOne(
    ctx: ClientCtx,
    { item, message }: LostItem,
    bound: Set<string>,
  ): Promise<OutboxOutcome> {
    const now = this.clock.now();
    const { asked_at: askedAt, sender, body_text: text } = message;
    if (askedAt === null || sender === null || text === null) {
      // Never asked: nothing can be there.
      await this.absent(ctx, message.id, now);
      return { item, result: 'retry', nextAt: now, reason: 'absent' };
    }
    const { id: messageId, channel, recipient: to } = message;
    const found = await this.provider.find({ messageId, channel, to, from: sender, text, askedAt });
    const match = found === null ? undefined : await this.bind(ctx, message, found, bound, now);
    if (match) return { item, result: 'done' };
    const isOver = now.getTime() - askedAt.getTime() >= absentAfter;
    if (found === null) {
      // Without an answer nothing is known: it stays unknown for as long as that takes.
      const nextAt = isOver ? backoff(now, item.attempt) : nextLook(askedAt, now);
      return { item, result: 'retry', nextAt, reason: 'provider not asked' };
    }
    if (!isOver) return { item, result: 'retry', nextAt: nextLook(askedAt, now), reason: 'not found yet' };
    await this.absent(ctx, message.id, now);
    return { item, result: 'retry', nextAt: now, reason: 'absent' };
  }

  /** Binds the oldest of `found` that is no other message's, with its status. */
  private bind(
    ctx: ClientCtx,
    message: StandingMessage,
    found: readonly ProviderStatus[],
    bound: Set<string>,
    now: Date,
  ): Promise<ProviderStatus | undefined> {
    if (found.length === 0) return Promise.resolve(undefined);
    return this.db.tx(ctx, async (tx) => {
      const known = await boundProviderIds(
        tx,
        ctx.clientId,
        found.map((one) => one.providerId),
      );
      const match = found.find(({ providerId }) => !known.has(providerId) && !bound.has(providerId));
      if (!match) return undefined;
      bound.add(match.providerId);
      await this.status.apply(ctx, tx, toReports(message.id, message.channel, match, now));
      return match;
    });
  }

  private async absent(ctx: ClientCtx, messageId: string, at: Date): Promise<void> {
    log.info({ messageId }, 'not at the provider; sent again');
    await this.db.tx(ctx, (tx) =>
      this.status.apply(ctx, tx, [{ messageId, event: 'absent', at, reason: 'absent' }]),
    );
  }
}

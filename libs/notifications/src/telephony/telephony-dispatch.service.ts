import { Injectable } from '@nestjs/common';
import {
  byClient,
  Clock,
  log,
  systemCtx,
  type ClientCtx,
  type OutboxHandler,
  type OutboxItem,
  type OutboxOutcome,
} from '#platform';
import { Clients } from '#clients';
import { telephonyOutbox } from '../message/message.queries.js';
import { toOutboxOutcome } from '../message/outbox-outcome.js';
import { nextLook, Reconciliation } from './reconciliation.service.js';
import { TelephonyRecording } from './telephony-recording.service.js';
import { TelephonySending } from './telephony-sending.service.js';
import { TelephonyTaking, type Taken } from './telephony-taking.service.js';

/** What a killed worker held is due again after this long. */
const leaseSeconds = 60;
const pausedMs = 15 * 60_000;
/** When a message is looked at again whose number something else is on its way to. */
const busyMs = 60_000;

/**
 * Sends queued SMS, WhatsApp messages and calls and records what became of each. A provider knows no idempotency key: a
 * message whose answer was lost is looked up before it may be sent again.
 */
@Injectable()
export class TelephonyDispatch implements OutboxHandler {
  readonly kind = telephonyOutbox;
  /** As many requests as are on their way at once, and as many messages as a kill leaves to be looked up. */
  readonly batch = 25;
  readonly leaseSeconds = leaseSeconds;
  readonly sideBySide = 2;

  constructor(
    private readonly clock: Clock,
    private readonly clients: Clients,
    private readonly taking: TelephonyTaking,
    private readonly sending: TelephonySending,
    private readonly recording: TelephonyRecording,
    private readonly reconciliation: Reconciliation,
  ) {}

  async perform(items: readonly OutboxItem[]): Promise<readonly OutboxOutcome[]> {
    const groups = [...byClient(items)];
    const outcomes = await Promise.all(
      groups.map(([clientId, some]) =>
        this.performFor(clientId, some).catch((err: Error): OutboxOutcome[] => {
          // Without an outcome the rows come again when their lease ends.
          log.error({ err, clientId, messages: some.length }, 'messages not recorded');
          return [];
        }),
      ),
    );
    return outcomes.flat();
  }

  async setAside(items: readonly OutboxItem[]): Promise<void> {
    await this.perform(items.filter((item) => item.receipt !== null));
    const unsent = items.filter((item) => item.receipt === null);
    for (const [clientId, some] of byClient(unsent)) {
      const ids = some.map((item) => item.refId);
      await this.recording.setAside(this.ctx(clientId), ids, 'killed its worker 5 times');
    }
  }

  private async performFor(clientId: string, items: readonly OutboxItem[]): Promise<OutboxOutcome[]> {
    const ctx = this.ctx(clientId);
    const client = await this.clients.current(ctx);
    if (client.status === 'paused') {
      const nextAt = new Date(ctx.now.getTime() + pausedMs);
      return items.map((item) => ({ item, result: 'retry', nextAt, reason: 'client paused' }));
    }
    const taken = await this.taking.take(ctx, client, items);
    const sent = await this.sending.sendAll(taken.jobs);
    await this.recording.record(ctx, [...taken.refused, ...sent]);
    const looked = await this.reconciliation.resolve(ctx, taken.lost);
    return [...this.outboxOutcomes(items, taken, sent), ...looked];
  }

  private outboxOutcomes(
    items: readonly OutboxItem[],
    taken: Taken,
    sent: Awaited<ReturnType<TelephonySending['sendAll']>>,
  ): OutboxOutcome[] {
    const lost = new Set(taken.lost.map(({ item }) => item.refId));
    const waiting = new Set(taken.waiting.map((item) => item.refId));
    const known = new Map([...taken.refused, ...sent].map((one) => [one.outcome.item.refId, one]));
    const now = this.clock.now();
    return items
      .filter((item) => !lost.has(item.refId))
      .map((item): OutboxOutcome => {
        if (waiting.has(item.refId)) {
          const nextAt = new Date(now.getTime() + busyMs);
          return { item, result: 'retry', nextAt, reason: 'number busy' };
        }
        const one = known.get(item.refId);
        const plain = toOutboxOutcome(item, one?.outcome, now);
        if (one?.outcome.kind === 'unsent' && one.outcome.change.event === 'lose') {
          const askedAt = taken.askedAt.get(item.refId) ?? now;
          return { item, result: 'retry', nextAt: nextLook(askedAt, now), reason: 'unknown' };
        }
        if (plain.result !== 'retry' || !one?.waitMs) return plain;
        return { ...plain, nextAt: new Date(Math.max(plain.nextAt.getTime(), now.getTime() + one.waitMs)) };
      });
  }

  private ctx(clientId: string): ClientCtx {
    return systemCtx('telephony', clientId, this.clock.now());
  }
}

import { Injectable } from '@nestjs/common';
import {
  backoff,
  Clock,
  Database,
  log,
  systemCtx,
  type ClientCtx,
  type OutboxHandler,
  type OutboxItem,
  type OutboxOutcome,
} from '#platform';
import { Cases } from '#cases';
import { Clients } from '#clients';
import { sendDeadline } from './mail-transport.service.js';
import { MessageRecording } from '../message/message-recording.service.js';
import { MessageSending, type SendJob } from './message-sending.service.js';
import { messageOutbox, takeMessages } from '../message/message.queries.js';

/** What a killed worker held is due again after this long. */
const leaseSeconds = 60;
/** Sends still open then are broken off. A batch waits for the one before with its lease running: both must fit in. */
const sendingMs = 25_000;
const pausedMs = 15 * 60_000;

/** Sends queued messages by e-mail and records what became of each. */
@Injectable()
export class MessageDispatch implements OutboxHandler {
  readonly kind = messageOutbox;
  readonly batch = 200;
  readonly leaseSeconds = leaseSeconds;
  readonly sideBySide = 2;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly clients: Clients,
    private readonly cases: Cases,
    private readonly sending: MessageSending,
    private readonly recording: MessageRecording,
  ) {}

  /** Clients side by side, so that one whose database work is slow does not hold the others' mails. */
  async perform(items: readonly OutboxItem[]): Promise<readonly OutboxOutcome[]> {
    const deadline = sendDeadline(sendingMs);
    try {
      const groups = [...byClient(items)];
      const outcomes = await Promise.all(
        groups.map(([clientId, some]) =>
          this.performFor(clientId, some, deadline.signal).catch((err: Error): OutboxOutcome[] => {
            // Without an outcome the rows come again when their lease ends.
            log.error({ err, clientId, messages: some.length }, 'messages not recorded');
            return [];
          }),
        ),
      );
      return outcomes.flat();
    } finally {
      deadline.clear();
    }
  }

  async setAside(items: readonly OutboxItem[]): Promise<void> {
    // What has a receipt was sent: that is recorded, and nothing sent again.
    await this.perform(items.filter((item) => item.receipt !== null));
    const unsent = items.filter((item) => item.receipt === null);
    for (const [clientId, some] of byClient(unsent)) {
      const ids = some.map((item) => item.refId);
      await this.recording.setAside(this.ctx(clientId), ids, 'killed its worker 5 times');
    }
  }

  private async performFor(
    clientId: string,
    items: readonly OutboxItem[],
    deadline: AbortSignal,
  ): Promise<OutboxOutcome[]> {
    const ctx = this.ctx(clientId);
    const client = await this.clients.current(ctx);
    if (client.status === 'paused') {
      const nextAt = new Date(ctx.now.getTime() + pausedMs);
      return items.map((item) => ({ item, result: 'retry', nextAt, reason: 'client paused' }));
    }
    const jobs = await this.load(ctx, items);
    const outcomes = await this.sending.sendAll(jobs, client, deadline);
    await this.recording.record(ctx, outcomes);
    const unsent = new Map(
      outcomes.flatMap((o) => (o.kind === 'unsent' ? [[o.item.refId, o] as const] : [])),
    );
    return items.map((item) => {
      const o = unsent.get(item.refId);
      const now = this.clock.now();
      if (o?.change.event === 'put_back')
        return { item, result: 'retry', nextAt: now, reason: 'no time left' };
      if (o?.change.event === 'defer') {
        const reason = o.change.reason.split(':')[0] ?? 'deferred';
        return { item, result: 'retry', nextAt: backoff(now, o.attempts), reason };
      }
      // Final outcomes leave the outbox: the message and its work item tell the story.
      return { item, result: 'done' };
    });
  }

  /** The messages still to be sent, each with its case as it is now. */
  private load(ctx: ClientCtx, items: readonly OutboxItem[]): Promise<SendJob[]> {
    return this.db.tx(ctx, async (tx) => {
      const taken = await takeMessages(
        tx,
        ctx.clientId,
        items.map((item) => item.refId),
      );
      const caseIds = [...new Set(taken.map((message) => message.case_id))];
      const records = new Map((await this.cases.load(ctx, tx, caseIds)).map((r) => [r.id, r]));
      const byRef = new Map(items.map((item) => [item.refId, item]));
      return taken.flatMap((message) => {
        const item = byRef.get(message.id);
        return item ? [{ item, message, record: records.get(message.case_id) }] : [];
      });
    });
  }

  private ctx(clientId: string): ClientCtx {
    return systemCtx('dispatch', clientId, this.clock.now());
  }
}

function byClient(items: readonly OutboxItem[]): Map<string, OutboxItem[]> {
  const groups = new Map<string, OutboxItem[]>();
  for (const item of items) {
    const group = groups.get(item.clientId);
    if (group) group.push(item);
    else groups.set(item.clientId, [item]);
  }
  return groups;
}

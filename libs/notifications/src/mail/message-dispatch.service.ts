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
} from '#platform';
import { Cases } from '#cases';
import { Clients, type Client } from '#clients';
import { sendDeadline } from './mail-transport.service.js';
import { MessageRecording, refusalOf, type MessageOutcome } from '../message/message-recording.service.js';
import { toOutboxOutcome } from '../message/outbox-outcome.js';
import { MessageSending, type SendJob } from './message-sending.service.js';
import { messageOutbox, takeMessages } from '../message/message.queries.js';
import { SendGate } from '../plan/send-gate.service.js';

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
    private readonly gate: SendGate,
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
    const { jobs, refused } = await this.load(ctx, client, items);
    const outcomes = [...refused, ...(await this.sending.sendAll(jobs, client, deadline))];
    await this.recording.record(ctx, outcomes);
    const known = new Map(outcomes.map((outcome) => [outcome.item.refId, outcome]));
    return items.map((item) => toOutboxOutcome(item, known.get(item.refId), this.clock.now()));
  }

  /** The messages to be sent, each with its case as it is now, and those that the gate does not let through. */
  private load(
    ctx: ClientCtx,
    client: Client,
    items: readonly OutboxItem[],
  ): Promise<{ jobs: SendJob[]; refused: MessageOutcome[] }> {
    return this.db.tx(ctx, async (tx) => {
      const taken = await takeMessages(
        tx,
        ctx.clientId,
        items.map((item) => item.refId),
      );
      const caseIds = [...new Set(taken.map((message) => message.case_id))];
      const records = new Map((await this.cases.load(ctx, tx, caseIds)).map((r) => [r.id, r]));
      const byRef = new Map(items.map((item) => [item.refId, item]));
      const loaded = taken.flatMap((message) => {
        const item = byRef.get(message.id);
        return item ? [{ item, message, record: records.get(message.case_id) }] : [];
      });
      // What has a receipt is out already: there is nothing left to judge.
      const jobs = loaded.filter((job) => job.item.receipt !== null);
      const refused: MessageOutcome[] = [];
      const asked = loaded.filter((job) => job.item.receipt === null);
      const verdicts = await this.gate.judge(ctx, tx, client, asked);
      for (const [i, job] of asked.entries()) {
        const verdict = verdicts[i];
        if (verdict?.pass === false) refused.push(refusalOf(job.item, job.message, verdict, ctx.now));
        else jobs.push(job);
      }
      return { jobs, refused };
    });
  }

  private ctx(clientId: string): ClientCtx {
    return systemCtx('dispatch', clientId, this.clock.now());
  }
}

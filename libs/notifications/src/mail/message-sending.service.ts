import { Injectable } from '@nestjs/common';
import { Clock, log, OutboxReceipts, type OutboxItem } from '#platform';
import type { CaseRecord } from '#cases';
import type { Client } from '#clients';
import { Catalogue, MessageProblem } from '../writing/catalogue.js';
import { writeMessage } from '../writing/message-writing.js';
import { messageLanguage } from '../writing/languages.js';
import { currentLayout, layoutOf } from '../writing/layouts.js';
import { oneAddress } from './mail-address.js';
import { mailConnections, MailTransport, type Delivery, type ReadyMail } from './mail-transport.service.js';
import type { MessageContent } from '../writing/message-content.js';
import type { MessageOutcome } from '../message/message-recording.service.js';
import { messageOutbox, type MessageChange, type TakenMessage } from '../message/message.queries.js';
import { toMime } from './mime.js';

/** How long temporary failures are tried again, from the message's creation. */
const triesForMs = 48 * 3_600_000;

/** How much of a batch's time may be over when another send begins: it needs the rest to end by itself. */
const startsWithinMs = 12_000;

/** A taken message with its case as it is now. */
export interface SendJob {
  readonly item: OutboxItem;
  readonly message: TakenMessage;
  readonly record: CaseRecord | undefined;
}

interface Written {
  readonly content: MessageContent;
  readonly text: string;
  readonly mail: ReadyMail;
}

/** Writes messages and hands them to the mail server; notes each acceptance at once, before anything else is recorded. */
@Injectable()
export class MessageSending {
  constructor(
    private readonly clock: Clock,
    private readonly catalogue: Catalogue,
    private readonly transport: MailTransport,
    private readonly receipts: OutboxReceipts,
  ) {}

  /**
   * Writes and sends all, twice as many at once as there are connections: a connection that becomes free finds the
   * next message written, and no more than that many are in memory. What a slow server leaves no time for is put back
   * untried, at once and without counting an attempt.
   */
  async sendAll(jobs: readonly SendJob[], client: Client, deadline: AbortSignal): Promise<MessageOutcome[]> {
    const outcomes: MessageOutcome[] = [];
    const queue = jobs.values();
    const startsUntil = performance.now() + startsWithinMs;
    const lane = async (): Promise<void> => {
      for (const job of queue) {
        const late = deadline.aborted || performance.now() > startsUntil;
        outcomes.push(
          late
            ? this.unsent(job, 'put_back', 'no time left', null)
            : await this.sendOne(job, client, deadline),
        );
      }
    };
    await Promise.all(Array.from({ length: Math.min(jobs.length, mailConnections * 2) }, lane));
    return outcomes;
  }

  private async sendOne(job: SendJob, client: Client, deadline: AbortSignal): Promise<MessageOutcome> {
    const { receipt } = job.item;
    if (receipt !== null) return this.sent(job, this.tryWrite(job, client), receipt);
    const reason = noLongerApplies(job, client);
    if (reason !== null) return this.unsent(job, 'cancel', reason, null);
    const written = this.tryWrite(job, client);
    if (typeof written === 'string') return this.unsent(job, 'fail', written, null);
    const delivery = await this.transport.send(written.mail, deadline, (response, noted) =>
      this.receipts.note(messageOutbox, job.item, response, noted).catch((err: Error) => {
        log.warn({ err, messageId: job.message.id }, 'receipt not noted; the record follows');
      }),
    );
    if (delivery.result !== 'accepted') return this.refused(job, delivery);
    return this.sent(job, written, delivery.response);
  }

  /** The message, or why it can't be written. */
  private tryWrite(job: SendJob, client: Client): Written | string {
    try {
      return this.write(job, client);
    } catch (error) {
      if (error instanceof MessageProblem) return `${error.code}: ${error.key}`;
      log.error({ err: error, messageId: job.message.id }, 'message not written');
      return 'not_written';
    }
  }

  private write({ message, record }: SendJob, client: Client): Written {
    const to = oneAddress(record?.customer.email ?? '');
    if (to === null || !record) throw new MessageProblem('fact_missing', 'address');
    const from = oneAddress(client.sender.email);
    if (from === null) throw new MessageProblem('fact_missing', 'sender');
    const now = this.clock.now();
    const language = messageLanguage(message.language, client.defaultLanguage);
    const { purpose, channel } = message;
    const facts = message.facts ?? {};
    const order = { purpose, channel, language, record, client, facts, now };
    const { content, text } = writeMessage(this.catalogue, order);
    if (content === null) throw new MessageProblem('template_missing', `${purpose}/${channel}`);
    const raw = toMime({
      from: { name: client.sender.name, address: from },
      to,
      replyTo: client.sender.replyTo === undefined ? null : oneAddress(client.sender.replyTo),
      subject: content.subject,
      messageId: `${message.id}@${from.slice(from.lastIndexOf('@') + 1)}`,
      date: now,
      language,
      text,
      html: layoutOf(currentLayout).html(content),
    });
    return { content, text, mail: { from, to, raw } };
  }

  /** `written` is a reason when an earlier worker's message can't be written again: it was sent, its text is lost. */
  private sent(job: SendJob, written: Written | string, response: string): MessageOutcome {
    const known = typeof written === 'string' ? null : written;
    return {
      kind: 'sent',
      ...told(job),
      sent: {
        id: job.message.id,
        recipient: known?.mail.to ?? null,
        content: known?.content ?? null,
        text: known?.text ?? null,
        layoutVersion: currentLayout,
        sentAt: this.clock.now(),
        response,
        providerId: null,
        segments: null,
        costMicros: null,
      },
    };
  }

  private refused(job: SendJob, delivery: Exclude<Delivery, { result: 'accepted' }>): MessageOutcome {
    const words = `${delivery.code}: ${delivery.reason}`;
    if (delivery.result === 'rejected') return this.unsent(job, 'fail', words, 'rejected');
    const age = this.clock.now().getTime() - job.message.created_at.getTime();
    return age >= triesForMs
      ? this.unsent(job, 'fail', `gave up after 48 h: ${words}`, 'deferred')
      : this.unsent(job, 'defer', words, 'deferred');
  }

  private unsent(
    job: SendJob,
    event: MessageChange['event'],
    reason: string,
    attempted: 'deferred' | 'rejected' | null,
  ): MessageOutcome {
    const change = { id: job.message.id, event, reason };
    return { kind: 'unsent', ...told(job), change, at: this.clock.now(), attempted };
  }
}

function told({ item, message }: SendJob) {
  const { case_id: caseId, purpose, channel, language, attempts } = message;
  return { item, caseId, purpose, channel, language, attempts };
}

/** Why the message must not go out any more; null when it still applies. */
function noLongerApplies({ message, record }: SendJob, client: Client): string | null {
  if (client.status === 'ended') return 'client ended';
  if (message.superseded) return 'superseded by a later message';
  if (!record || (record.state !== 'decided' && record.state !== 'settled'))
    return 'case is no longer decided';
  return null;
}

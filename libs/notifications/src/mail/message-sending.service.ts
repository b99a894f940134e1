import { Injectable } from '@nestjs/common';
import { Clock, log, OutboxReceipts, systemCtx, type OutboxItem } from '#platform';
import type { CaseRecord } from '#cases';
import type { Client } from '#clients';
import { MessageWriter, type WriteMessage } from '../template/message-writer.service.js';
import { MessageProblem } from '../writing/catalogue.js';
import { announcedLanguage } from '../writing/languages.js';
import { currentLayout, layoutOf } from '../writing/layouts.js';
import { oneAddress } from './mail-address.js';
import { MailSigning } from './mail-signing.service.js';
import { mailConnections, MailTransport, type Delivery, type ReadyMail } from './mail-transport.service.js';
import type { MessageContent } from '../writing/message-content.js';
import type { MessageOutcome } from '../message/message-recording.service.js';
import { messageOutbox, type MessageChange, type TakenMessage } from '../message/message.queries.js';
import { toMime } from './mime.js';
import { SignedAddresses } from '../inbound/signed-addresses.service.js';

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
    private readonly writer: MessageWriter,
    private readonly transport: MailTransport,
    private readonly receipts: OutboxReceipts,
    private readonly signing: MailSigning,
    private readonly addresses: SignedAddresses,
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
    const write = await this.writer.of(systemCtx('dispatch', client.id, this.clock.now()));
    const lane = async (): Promise<void> => {
      for (const job of queue) {
        const late = deadline.aborted || performance.now() > startsUntil;
        outcomes.push(
          late
            ? this.unsent(job, 'put_back', 'no time left', null)
            : await this.sendOne(job, client, write, deadline),
        );
      }
    };
    await Promise.all(Array.from({ length: Math.min(jobs.length, mailConnections * 2) }, lane));
    return outcomes;
  }

  private async sendOne(
    job: SendJob,
    client: Client,
    write: WriteMessage,
    deadline: AbortSignal,
  ): Promise<MessageOutcome> {
    const { receipt } = job.item;
    if (receipt !== null) return this.sent(job, this.tryWrite(job, client, write), receipt);
    const written = this.tryWrite(job, client, write);
    if (typeof written === 'string') return this.unsent(job, 'fail', written, null);
    const sign = await this.signing.signerOf(systemCtx('dispatch', client.id, this.clock.now()), client);
    const signed = { ...written.mail, raw: await sign(written.mail.raw) };
    const delivery = await this.transport.send(signed, deadline, (response, noted) =>
      this.receipts.note(messageOutbox, job.item, response, noted).catch((err: Error) => {
        log.warn({ err, messageId: job.message.id }, 'receipt not noted; the record follows');
      }),
    );
    if (delivery.result !== 'accepted') return this.refused(job, delivery);
    return this.sent(job, written, delivery.response);
  }

  /** The message, or why it can't be written. */
  private tryWrite(job: SendJob, client: Client, write: WriteMessage): Written | string {
    try {
      return this.write(job, client, write);
    } catch (error) {
      if (error instanceof MessageProblem) return `${error.code}: ${error.key}`;
      log.error({ err: error, messageId: job.message.id }, 'message not written');
      return 'not_written';
    }
  }

  private write({ message, record }: SendJob, client: Client, write: WriteMessage): Written {
    const to = oneAddress(record?.customer.email ?? '');
    if (to === null || !record) throw new MessageProblem('fact_missing', 'address');
    const from = oneAddress(client.sender.email);
    if (from === null) throw new MessageProblem('fact_missing', 'sender');
    const now = this.clock.now();
    const language = announcedLanguage(message.language, client.defaultLanguage);
    const { purpose, channel } = message;
    const facts = message.facts ?? {};
    const order = { purpose, channel, language, record, client, facts, now };
    const { content, text, senderName } = write(order);
    if (content === null) throw new MessageProblem('template_missing', `${purpose}/${channel}`);
    const raw = toMime({
      from: { name: senderName ?? client.sender.name, address: from },
      to,
      replyTo: this.addresses.make(client.id, 'reply', record.id) ?? oneAddress(client.sender.replyTo ?? ''),
      subject: content.subject,
      messageId: `${message.id}@${from.slice(from.lastIndexOf('@') + 1)}`,
      date: now,
      language,
      text,
      html: layoutOf(currentLayout).html(content),
    });
    const returnPath = this.addresses.make(client.id, 'return', message.id) ?? from;
    return { content, text, mail: { from: returnPath, to, raw } };
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

import { Injectable } from '@nestjs/common';
import { Clock, log, OutboxReceipts, type OutboxItem } from '#platform';
import type { MessageOutcome } from '../message/message-recording.service.js';
import { telephonyOutbox, type MessageChange, type TakenMessage } from '../message/message.queries.js';
import type { PreparedMessage } from './phone-writing.service.js';
import { TelephonyProvider, type ProviderStatus } from './telephony-provider.js';

/** How long temporary failures are tried again, from the message's creation. */
const triesForMs = 48 * 3_600_000;

/** What was kept when the message was handed over. */
export interface AskedBefore {
  readonly recipient: string;
  readonly text: string | null;
  readonly segments: number | null;
  readonly costMicros: number | null;
}

/** A message to be handed over, or one that was handed over by a worker that died before it could record it. */
export type PhoneJob = {
  readonly item: OutboxItem;
  readonly message: TakenMessage;
} & ({ readonly prepared: PreparedMessage } | { readonly asked: AskedBefore; readonly receipt: string });

/** What came of a job, with what the provider said when it took the message. */
export interface PhoneOutcome {
  readonly outcome: MessageOutcome;
  readonly status: ProviderStatus | null;
  /** How long the provider asks us to wait. */
  readonly waitMs: number | null;
  /** Set when the provider called this address dead. */
  readonly deadAddress: string | null;
}

/** Hands messages to the provider; notes each acceptance at once, before anything else is recorded. */
@Injectable()
export class TelephonySending {
  constructor(
    private readonly clock: Clock,
    private readonly provider: TelephonyProvider,
    private readonly receipts: OutboxReceipts,
  ) {}

  /** All at once: a batch is as wide as a process may be towards the provider. */
  sendAll(jobs: readonly PhoneJob[]): Promise<PhoneOutcome[]> {
    return Promise.all(jobs.map((job) => this.sendOne(job)));
  }

  private async sendOne(job: PhoneJob): Promise<PhoneOutcome> {
    if ('receipt' in job) return this.sent(job, readReceipt(job.receipt), job.asked);
    const { message, segments, costMicros } = job.prepared;
    const answer = await this.provider.send(message);
    if (answer.result === 'accepted') {
      await this.receipts
        .note(telephonyOutbox, job.item, toReceipt(answer))
        .catch((err: Error) =>
          log.warn({ err, messageId: job.message.id }, 'receipt not noted; the record follows'),
        );
      const { to: recipient, text } = message;
      return this.sent(job, answer, { recipient, text, segments, costMicros });
    }
    const words = answer.words === '' ? answer.code : `${answer.code}: ${answer.words}`;
    if (answer.result === 'unknown') return this.unsent(job, 'lose', words, 'unknown');
    if (answer.result === 'refused') {
      const failed = this.unsent(job, 'fail', words, 'rejected');
      return answer.isHard ? { ...failed, deadAddress: message.to } : failed;
    }
    const age = this.clock.now().getTime() - job.message.created_at.getTime();
    return age >= triesForMs
      ? this.unsent(job, 'fail', `gave up after 48 h: ${words}`, 'deferred')
      : { ...this.unsent(job, 'defer', words, 'deferred'), waitMs: answer.waitMs };
  }

  private sent(job: PhoneJob, status: ProviderStatus, asked: AskedBefore): PhoneOutcome {
    const outcome: MessageOutcome = {
      kind: 'sent',
      ...told(job),
      sent: {
        id: job.message.id,
        recipient: asked.recipient,
        content: null,
        text: asked.text,
        layoutVersion: null,
        sentAt: this.clock.now(),
        response: status.status,
        providerId: status.providerId,
        segments: status.segments ?? asked.segments,
        costMicros: asked.costMicros,
      },
    };
    return { outcome, status, waitMs: null, deadAddress: null };
  }

  private unsent(
    job: PhoneJob,
    event: MessageChange['event'],
    reason: string,
    attempted: 'deferred' | 'rejected' | 'unknown',
  ): PhoneOutcome {
    const change = { id: job.message.id, event, reason };
    const outcome: MessageOutcome = {
      kind: 'unsent',
      ...told(job),
      change,
      at: this.clock.now(),
      attempted,
    };
    return { outcome, status: null, waitMs: null, deadAddress: null };
  }
}

function told({ item, message }: PhoneJob) {
  const { case_id: caseId, purpose, channel, language, attempts } = message;
  return { item, caseId, purpose, channel, language, attempts };
}

function toReceipt({ providerId, status, segments }: ProviderStatus): string {
  return `${providerId} ${status} ${segments ?? ''}`;
}

function readReceipt(receipt: string): ProviderStatus {
  const [providerId = '', status = '', segments = ''] = receipt.split(' ');
  return {
    providerId,
    status,
    segments: segments === '' ? null : Number(segments),
    errorCode: null,
    answeredBy: null,
  };
}

import { Injectable } from '@nestjs/common';
import { log, type ClientCtx } from '#platform';
import type { CaseRecord } from '#cases';
import type { Client } from '#clients';
import type { TakenMessage } from '../message/message.queries.js';
import { phoneOf } from '../plan/recipient.js';
import { MessageWriter, type WriteMessage } from '../template/message-writer.service.js';
import { MessageProblem } from '../writing/catalogue.js';
import { announcedLanguage } from '../writing/languages.js';
import { smsSize } from '../writing/sms-segments.js';
import { onePhone } from './phone-number.js';
import { senderFor, type Sender } from './sender-choice.js';
import type { PhoneChannel, PhoneMessage } from './telephony-provider.js';
import { fillTemplate, type ApprovedTemplate } from './whatsapp-wording.js';

/** A message ready to be handed over, with what it is expected to cost. */
export interface PreparedMessage {
  readonly message: PhoneMessage;
  /** Null but for SMS. */
  readonly segments: number | null;
  /** In millionths of the client's currency. */
  readonly costMicros: number;
}

/** What a client has set up for its phone channels. */
export interface PhoneSetup {
  readonly senders: readonly Sender[];
  readonly templates: readonly ApprovedTemplate[];
}

/** What a batch of messages is made with. */
export interface PhoneTools extends PhoneSetup {
  readonly write: WriteMessage;
}

/** Puts messages into words, under the sender and in the template that the client has for them. */
@Injectable()
export class PhoneWriting {
  constructor(private readonly writer: MessageWriter) {}

  /** The client's set-up with the words in force now: ask once for a batch. */
  async tools(ctx: ClientCtx, setup: PhoneSetup): Promise<PhoneTools> {
    return { ...setup, write: await this.writer.of(ctx) };
  }

  /** The finished message, or why it can't be made. Pure. */
  prepare(
    taken: TakenMessage,
    record: CaseRecord | undefined,
    client: Client,
    tools: PhoneTools,
    now: Date,
  ): PreparedMessage | string {
    try {
      return this.write(taken, record, client, tools, now);
    } catch (error) {
      if (error instanceof MessageProblem) return `${error.code}: ${error.key}`;
      log.error({ err: error, messageId: taken.id }, 'message not written');
      return 'not_written';
    }
  }

  private write(
    taken: TakenMessage,
    record: CaseRecord | undefined,
    client: Client,
    tools: PhoneTools,
    now: Date,
  ): PreparedMessage | string {
    const phone = record ? onePhone(phoneOf(record) ?? '') : null;
    if (phone === null || !record) return 'phone_invalid';
    const channel = taken.channel as PhoneChannel;
    const sender = senderFor(tools.senders, channel, phone.country ?? record.country);
    if (sender === null) return 'no_sender';
    const language = announcedLanguage(taken.language, client.defaultLanguage);
    const { purpose } = taken;
    const facts = taken.facts ?? {};
    const written = tools.write({ purpose, channel, language, record, client, facts, now });
    const approved = tools.templates.find((t) => t.purpose === purpose && t.language === language);
    const template = channel === 'whatsapp' && approved ? fillTemplate(approved, written.text) : null;
    if (channel === 'whatsapp' && template === null) return 'whatsapp_not_approved';
    const segments = channel === 'sms' ? smsSize(written.text).segments : null;
    return {
      message: {
        clientId: client.id,
        messageId: taken.id,
        channel,
        to: phone.number,
        from: sender.address,
        text: written.text,
        template,
      },
      segments,
      costMicros: sender.costMicros * (segments ?? 1),
    };
  }
}

import type { CaseRecord } from '#cases';
import type { Client } from '#clients';
import type { MessageChannel, MessageFacts, MessagePurpose } from '../message/message-purpose.js';
import type { MessageTemplate } from '../template/message-template.js';
import { templatedEmail, templatedSms, templatedSpeech, templatedWhatsApp } from '../template/filling.js';
import type { Catalogue } from './catalogue.js';
import { asEmail } from './channels/email.js';
import { asSms } from './channels/sms.js';
import { asSpeech } from './channels/voice.js';
import { asWhatsApp, filled, type NumberedText } from './channels/whatsapp.js';
import { formatsOf } from './formats.js';
import type { MessageLanguage } from './languages.js';
import { currentLayout, layoutOf } from './layouts.js';
import type { MessageContent } from './message-content.js';
import { partsOf } from './purposes/parts-of.js';
import type { Scene } from './scene.js';

/** Everything that one message is written from. */
export interface WritingOrder {
  readonly purpose: MessagePurpose;
  readonly channel: MessageChannel;
  readonly language: MessageLanguage;
  readonly record: CaseRecord;
  readonly client: Client;
  readonly facts: MessageFacts;
  readonly now: Date;
  /** The client's own words for this purpose, language and channel; ours where there are none. */
  readonly template?: MessageTemplate | null;
  /** The customer's page for this case, an https address. */
  readonly link?: string | null;
}

/** A message in its words. */
export interface WrittenMessage {
  /** Null but for e-mail. */
  readonly subject: string | null;
  /** What a layout places; null but for e-mail. */
  readonly content: MessageContent | null;
  /** The plain text of a mail, the body of an SMS or WhatsApp message, the sentences of a spoken one, a line each. */
  readonly text: string;
  readonly layoutVersion: number | null;
  /** The client's own name for the sender of a mail; null: the usual one. */
  readonly senderName: string | null;
  /** What WhatsApp approves beforehand and the values of this message; null but for WhatsApp. */
  readonly numbered: NumberedText | null;
}

/**
 * Writes one message. Pure. Raises `MessageProblem` when a template, a placeholder or a fact is missing: the caller stops
 * the message.
 */
export function writeMessage(catalogue: Catalogue, order: WritingOrder): WrittenMessage {
  const scene = sceneOf(catalogue, order);
  const parts = partsOf[order.purpose](scene);
  const template = order.template ?? null;
  const plain = { subject: null, content: null, layoutVersion: null, senderName: null, numbered: null };
  switch (order.channel) {
    case 'email': {
      const ours = asEmail(scene, parts);
      const { content, senderName } =
        template === null
          ? { content: ours, senderName: null }
          : templatedEmail(scene, parts, template, ours);
      const text = layoutOf(currentLayout).text(content);
      const { subject } = content;
      return { ...plain, subject, content, text, layoutVersion: currentLayout, senderName };
    }
    case 'sms':
      return {
        ...plain,
        text: template === null ? asSms(scene, parts) : templatedSms(scene, parts, template),
      };
    case 'whatsapp': {
      const numbered =
        template === null ? asWhatsApp(scene, parts) : templatedWhatsApp(scene, parts, template);
      return { ...plain, text: filled(numbered), numbered };
    }
    case 'voice':
      return {
        ...plain,
        text: template === null ? asSpeech(scene, parts) : templatedSpeech(scene, parts, template),
      };
  }
}

function sceneOf(catalogue: Catalogue, order: WritingOrder): Scene {
  const { language, record, client, facts, now, link } = order;
  return {
    voice: catalogue.voice(language, client.settings.formality),
    formats: formatsOf(language, record.country),
    record,
    client,
    facts,
    now,
    link: link ?? null,
  };
}

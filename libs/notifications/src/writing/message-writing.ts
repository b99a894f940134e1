import type { CaseRecord } from '#cases';
import type { Client } from '#clients';
import type { MessageChannel, MessageFacts, MessagePurpose } from '../message/message-purpose.js';
import { MessageProblem, type Catalogue } from './catalogue.js';
import { composeDecision } from './decision-message.js';
import type { MessageLanguage } from './languages.js';
import { currentLayout, layoutOf } from './layouts.js';
import type { MessageContent } from './message-content.js';

/** Everything that one message is written from. */
export interface WritingOrder {
  readonly purpose: MessagePurpose;
  readonly channel: MessageChannel;
  readonly language: MessageLanguage;
  readonly record: CaseRecord;
  readonly client: Client;
  readonly facts: MessageFacts;
  readonly now: Date;
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
}

/**
 * Writes one message. Pure. Raises `MessageProblem` when a template, a placeholder or a fact is missing: the caller stops
 * the message.
 */
export function writeMessage(catalogue: Catalogue, order: WritingOrder): WrittenMessage {
  const { purpose, channel, language, record, client, now } = order;
  if (purpose !== 'decision' || channel !== 'email')
    throw new MessageProblem('template_missing', `${purpose}/${channel}`);
  const content = composeDecision(catalogue, language, record, client, now);
  const text = layoutOf(currentLayout).text(content);
  return { subject: content.subject, content, text, layoutVersion: currentLayout };
}

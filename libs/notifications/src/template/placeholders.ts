import type { MessageChannel, MessagePurpose } from '../message/message-purpose.js';
import { MessageProblem } from '../writing/catalogue.js';
import { oneLine } from '../writing/message-content.js';
import type { MessageParts } from '../writing/message-parts.js';
import { amountPaid } from '../writing/purposes/refund-paid.js';
import { lastWrittenOn } from '../writing/purposes/reminder.js';
import { carrierOf, trackingOf } from '../writing/purposes/replacement-shipped.js';
import { arrivalOf } from '../writing/purposes/withdrawal-receipt.js';
import { contactOf, inOneLine, orderOf, shortContactOf, type Scene } from '../writing/scene.js';
import { spelled } from '../writing/spelled.js';

/** All that a client's text can leave open. */
export const placeholders = [
  'shop',
  'order',
  'case',
  'contact',
  'name',
  'count',
  'decision',
  'amount',
  'date',
  'time',
  'carrier',
  'tracking',
  'asked',
  'items',
  'details',
] as const;
export type Placeholder = (typeof placeholders)[number];

/** Beside these, every purpose has the shop, the order, the case, the contact and the details of our own message. */
const ofPurpose: Readonly<Record<MessagePurpose, readonly Placeholder[]>> = {
  decision: ['count', 'decision', 'items'],
  missing_information: ['count', 'asked'],
  goods_received: ['count', 'items'],
  replacement_shipped: ['count', 'carrier', 'tracking', 'items'],
  out_of_stock: ['count', 'asked', 'items'],
  refund_paid: ['count', 'amount', 'items'],
  refund_failed: ['count', 'asked', 'items'],
  reminder: ['count', 'date', 'asked'],
  call_missed: ['count'],
  withdrawal_receipt: ['count', 'date', 'time', 'items'],
};

/** What a mail lays out as a part of its own, so that it fills a paragraph alone. */
export const blocks: ReadonlySet<string> = new Set<Placeholder>(['items', 'details', 'asked']);

/** What the main text of a message may leave open. */
export function placeholdersOf(purpose: MessagePurpose, channel: MessageChannel): readonly Placeholder[] {
  const all: readonly Placeholder[] = ['shop', 'order', 'case', 'contact', 'details', ...ofPurpose[purpose]];
  // A table can't be said in a line, and addresses of pages and mailboxes can't be spoken.
  if (channel === 'email') return all;
  return all.filter((name) => name !== 'items' && (name !== 'contact' || channel !== 'voice'));
}

/** What a message must say: of each row at least one. */
export function requiredOf(
  purpose: MessagePurpose,
  channel: MessageChannel,
): readonly (readonly Placeholder[])[] {
  const mail = channel === 'email';
  const about: Readonly<Partial<Record<MessagePurpose, readonly (readonly Placeholder[])[]>>> = {
    decision: [mail ? ['decision', 'items'] : ['decision']],
    missing_information: [['asked', 'details']],
    reminder: [['asked', 'details']],
    replacement_shipped: [['tracking', 'details']],
    refund_paid: [['amount', 'details']],
    // Directive 2011/83, art. 11a (4): what was withdrawn from, with date and time.
    withdrawal_receipt: [['date', 'details'], ['time', 'details'], ...(mail ? [['items'] as const] : [])],
  };
  // A mail's frame names the shop anyway.
  return [...(mail ? [] : [['shop'] as const]), ['order'], ...(about[purpose] ?? [])];
}

/** The text that stands for a placeholder; raises `MessageProblem` where this case has none. */
export function valueIn(
  scene: Scene,
  parts: MessageParts,
  channel: MessageChannel,
  name: Placeholder,
): string {
  const value = known(scene, parts, channel, name);
  if (value === null || value === '') throw new MessageProblem('placeholder_missing', `template/${name}`);
  return value;
}

function known(scene: Scene, parts: MessageParts, channel: MessageChannel, name: Placeholder): string | null {
  const reference = (text: string | null) => (text !== null && channel === 'voice' ? spelled(text) : text);
  switch (name) {
    case 'shop':
      return scene.client.name;
    case 'order':
      return reference(orderOf(scene));
    case 'case':
      return reference(oneLine(scene.record.caseRef, 60));
    case 'contact':
      return channel === 'sms' ? shortContactOf(scene) : contactOf(scene);
    case 'count':
      return scene.formats.count(parts.count);
    case 'decision':
      return parts.news.join(' ');
    case 'amount':
      return amountPaid(scene);
    case 'date':
      return parts.asked.length > 0 ? lastWrittenOn(scene) : arrivalOf(scene).date;
    case 'time':
      return arrivalOf(scene).time;
    case 'carrier':
      return carrierOf(scene);
    case 'tracking':
      return reference(trackingOf(scene));
    case 'asked':
      return parts.asked.join('; ');
    case 'details':
      return inOneLine(channel === 'voice' ? parts.spoken : parts.brief);
    case 'name':
    case 'items':
      return null;
  }
}

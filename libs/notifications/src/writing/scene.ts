import type { CaseItem, CaseRecord } from '#cases';
import type { Client } from '#clients';
import type { MessageFacts } from '../message/message-purpose.js';
import { MessageProblem, type Voice } from './catalogue.js';
import type { Formats } from './formats.js';
import { oneLine, type MessageItem } from './message-content.js';

/** What one message is written from: the case, and the language it is told in. */
export interface Scene {
  readonly voice: Voice;
  readonly formats: Formats;
  readonly record: CaseRecord;
  readonly client: Client;
  readonly facts: MessageFacts;
  readonly now: Date;
  /** The customer's page for this case; null where there is none. */
  readonly link: string | null;
}

/** The items that the message is about; raises `MessageProblem` when there are none. */
export function itemsOf({ record, facts }: Scene): readonly CaseItem[] {
  const { itemIds } = facts;
  const items = itemIds === undefined ? record.items : record.items.filter(({ id }) => itemIds.includes(id));
  if (items.length === 0) throw new MessageProblem('fact_missing', 'items');
  return items;
}

export function piecesOf(items: readonly CaseItem[]): number {
  return items.reduce((sum, item) => sum + item.quantity, 0);
}

/** A sentence about that many things. */
export function counted({ voice, formats }: Scene, key: string, count: number): string {
  return voice.say(key, { count: formats.count(count) }, count);
}

/** The sum of the items, per currency; raises `MessageProblem` when a price is not known. */
export function valueOf({ formats }: Scene, items: readonly CaseItem[]): string {
  const totals = new Map<string, number>();
  for (const item of items) {
    if (item.unitPriceMinor === null || item.currency === null)
      throw new MessageProblem('fact_missing', 'price');
    totals.set(item.currency, (totals.get(item.currency) ?? 0) + item.quantity * item.unitPriceMinor);
  }
  return formats.list([...totals].map(([currency, minor]) => formats.money(minor, currency)));
}

/** One row of the table of items. */
export function rowOf(
  { formats }: Scene,
  item: CaseItem,
  result: string,
  reason: string | null = null,
): MessageItem {
  return {
    product: oneLine(item.product ?? item.sku ?? '', 160) || '–',
    quantity: formats.count(item.quantity),
    result,
    reason,
  };
}

export function orderOf({ record }: Scene): string {
  return oneLine(record.orderRef, 60);
}

/** Lines in one: each that ends without a mark gets a full stop, unless it ends with a link, which would take it along. */
export function inOneLine(lines: readonly string[]): string {
  return lines.map((line) => (/[.!?…;:]$|:\/\/\S*$/u.test(line) ? line : `${line}.`)).join(' ');
}

/** All ways to reach the shop. */
export function contactOf({ client }: Scene): string {
  const { supportPhone, website } = client.brand;
  return [mailboxOf(client), supportPhone, website].filter((way) => way !== undefined).join(' · ');
}

/** The one way to reach the shop that a short message names: by telephone, else by e-mail. */
export function shortContactOf({ client }: Scene): string {
  return client.brand.supportPhone ?? mailboxOf(client);
}

function mailboxOf({ brand, sender }: Client): string {
  return brand.supportEmail ?? sender.replyTo ?? sender.email;
}

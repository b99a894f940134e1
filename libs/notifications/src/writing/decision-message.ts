import type { CaseItem, CaseRecord, Outcome } from '#cases';
import type { Client } from '#clients';
import { addDays, localDate, nextCutoff } from '#platform';
import { MessageProblem, type Catalogue, type Voice } from './catalogue.js';
import { formatsOf, type Formats } from './formats.js';
import type { MessageLanguage } from './languages.js';
import {
  greetingName,
  oneLine,
  type MessageContent,
  type MessageItem,
  type MessageSection,
} from './message-content.js';

/** What a decided case says as a whole: one outcome for all items, or a mix of them. */
type Situation = 'refund' | 'replacement' | 'storeCredit' | 'repair' | 'rejection' | 'mixed';

const situations: Readonly<Partial<Record<Outcome, Exclude<Situation, 'mixed'>>>> = {
  refund: 'refund',
  replacement: 'replacement',
  store_credit: 'storeCredit',
  repair: 'repair',
  rejection: 'rejection',
};

interface Writing {
  readonly voice: Voice;
  readonly formats: Formats;
  readonly record: CaseRecord;
  readonly client: Client;
  readonly now: Date;
}

/**
 * Writes the message about a decided case. Pure. Raises `MessageProblem` when a template, a placeholder or a fact is
 * missing: the caller stops the message.
 */
export function composeDecision(
  catalogue: Catalogue,
  language: MessageLanguage,
  record: CaseRecord,
  client: Client,
  now: Date,
): MessageContent {
  const voice = catalogue.voice(language, client.settings.formality);
  const writing = { voice, formats: formatsOf(language, record.country), record, client, now };
  const situation = situationOf(record.items);
  const name = greetingName(record.customer.name);
  const order = oneLine(record.orderRef, 60);
  const shop = client.name;
  const rejected = record.items.some((item) => item.outcome === 'rejection');
  return {
    language,
    subject: voice.say(`subject.${situation}`, { order }),
    greeting: name === null ? voice.say('greeting.unnamed') : voice.say('greeting.named', { name }),
    intro: [voice.say('intro.checked', { order }), counted(writing, `result.${situation}`, record.items)],
    columns: { product: voice.say('table.product'), result: voice.say('table.result') },
    items: record.items.map((item) => itemLine(writing, item)),
    sections: [
      ...refundSection(writing),
      ...replacementSection(writing),
      ...storeCreditSection(writing),
      ...repairSection(writing),
    ],
    closing: [
      voice.say(rejected ? 'rejection.rights' : 'closing.question'),
      voice.say('closing.contact', { contact: contactOf(client) }),
    ],
    regards: voice.say('closing.regards'),
    signature: voice.say('signature.team', { shop }),
    footer: [
      voice.say('footer.about', { order, shop, case: oneLine(record.caseRef, 60) }),
      senderAddress(writing),
    ],
    brand: { name: shop, color: client.brand.color },
  };
}

function situationOf(items: readonly CaseItem[]): Situation {
  const kinds = new Set(items.map((item) => kindOf(item)));
  const [only] = kinds;
  if (only === undefined) throw new MessageProblem('fact_missing', 'items');
  return kinds.size === 1 ? only : 'mixed';
}

function kindOf(item: CaseItem): Exclude<Situation, 'mixed'> {
  const kind = item.outcome === null ? undefined : situations[item.outcome];
  if (kind === undefined) throw new MessageProblem('fact_missing', 'outcome');
  return kind;
}

function counted({ voice, formats }: Writing, key: string, items: readonly CaseItem[]): string {
  const pieces = items.reduce((sum, item) => sum + item.quantity, 0);
  return voice.say(key, { count: formats.count(pieces) }, pieces);
}

function itemLine(writing: Writing, item: CaseItem): MessageItem {
  const { voice, formats } = writing;
  const kind = kindOf(item);
  const priced = kind === 'refund' || kind === 'storeCredit';
  return {
    product: oneLine(item.product ?? item.sku ?? '', 160) || '–',
    quantity: formats.count(item.quantity),
    result: voice.say(`item.${kind}`, priced ? { amount: moneyOf(writing, [item]) } : {}),
    reason: kind === 'rejection' ? voice.say(`rejection.${rejectionReason(writing.record, item)}`) : null,
  };
}

/** The sum of the items, per currency. */
function moneyOf({ formats }: Writing, items: readonly CaseItem[]): string {
  const totals = new Map<string, number>();
  for (const item of items) {
    if (item.unitPriceMinor === null || item.currency === null)
      throw new MessageProblem('fact_missing', 'price');
    totals.set(item.currency, (totals.get(item.currency) ?? 0) + item.quantity * item.unitPriceMinor);
  }
  return formats.list([...totals].map(([currency, minor]) => formats.money(minor, currency)));
}

/** What the facts show; `other` where they do not: a wrong reason would be worse than a general one. */
function rejectionReason(
  record: CaseRecord,
  item: CaseItem,
): 'late' | 'used' | 'damaged' | 'incomplete' | 'other' {
  const { condition } = item;
  if (condition === 'used' || condition === 'damaged' || condition === 'incomplete') return condition;
  const asked = record.requestedOn ?? record.receivedOn;
  const had = record.deliveredOn;
  return item.legalBasis === 'withdrawal' && asked !== null && had !== null && asked > addDays(had, 14)
    ? 'late'
    : 'other';
}

function itemsWith(record: CaseRecord, outcome: Outcome): CaseItem[] {
  return record.items.filter((item) => item.outcome === outcome);
}

function refundSection(writing: Writing): MessageSection[] {
  const { voice, record } = writing;
  const items = itemsWith(record, 'refund');
  if (items.length === 0) return [];
  const account = record.paymentRef === null ? record.iban : null;
  return [
    {
      heading: voice.say('refund.heading'),
      key: voice.say('refund.total', { amount: moneyOf(writing, items) }),
      lines: [
        account === null
          ? voice.say('refund.sameMeans')
          : voice.say('refund.account', { account: account.replaceAll(' ', '').slice(-4) }),
        ...refundTiming(writing),
      ],
    },
  ];
}

/**
 * When the money comes. The next cut-off is named only where it and three bank days are within the statutory deadline,
 * and the deadline only while it lies ahead: the message must not promise what the law or the calendar contradicts.
 */
function refundTiming({ voice, formats, record, client, now }: Writing): string[] {
  const { today, cutoff } = calendarOf(client, now);
  const deadline = record.deadlineOn !== null && record.deadlineOn >= today ? record.deadlineOn : null;
  const fits = cutoff !== null && (deadline === null || cutoff.banked <= deadline);
  const lines: string[] = [];
  if (cutoff !== null && fits) lines.push(voice.say('refund.scheduled', { date: formats.date(cutoff.date) }));
  else if (deadline === null || cutoff !== null) lines.push(voice.say('refund.soon'));
  if (deadline !== null) lines.push(voice.say('refund.deadline', { date: formats.date(deadline) }));
  return lines;
}

interface CalendarOfClient {
  readonly minute: number;
  readonly today: string;
  readonly cutoff: { readonly date: string; readonly banked: string } | null;
}

const calendars = new WeakMap<Client, CalendarOfClient>();

/** Today and the next refund cut-off of a client, kept for the minute: the calendar's arithmetic costs more than a mail. */
function calendarOf(client: Client, now: Date): CalendarOfClient {
  const minute = Math.floor(now.getTime() / 60_000);
  const kept = calendars.get(client);
  if (kept?.minute === minute) return kept;
  const { schedule } = client.settings.refundListing;
  const next = schedule === null ? null : nextCutoff({ zone: client.zone, ...schedule }, now);
  const made = {
    minute,
    today: localDate(now, client.zone),
    cutoff: next === null ? null : { date: next.date, banked: addBankDays(next.date, 3) },
  };
  calendars.set(client, made);
  return made;
}

/** Monday to Friday; holidays differ by country and only make the real date later, which `usually` covers. */
function addBankDays(date: string, days: number): string {
  let at = date;
  for (let left = days; left > 0;) {
    at = addDays(at, 1);
    const weekday = new Date(`${at}T00:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left--;
  }
  return at;
}

function replacementSection(writing: Writing): MessageSection[] {
  const { voice, record } = writing;
  const items = itemsWith(record, 'replacement');
  if (items.length === 0) return [];
  const place = [record.postalCode, record.city].filter(Boolean).join(' ');
  const address =
    record.street !== null && record.city !== null ? oneLine(`${record.street}, ${place}`, 200) : null;
  return [
    {
      heading: voice.say('replacement.heading'),
      key: null,
      lines: [
        counted(writing, 'replacement.next', items),
        address === null
          ? voice.say('replacement.orderAddress')
          : voice.say('replacement.address', { address }),
      ],
    },
  ];
}

function storeCreditSection(writing: Writing): MessageSection[] {
  const { voice, record, client } = writing;
  const items = itemsWith(record, 'store_credit');
  if (items.length === 0) return [];
  return [
    {
      heading: voice.say('storeCredit.heading'),
      key: voice.say('storeCredit.total', { amount: moneyOf(writing, items) }),
      lines: [voice.say('storeCredit.next', { shop: client.name })],
    },
  ];
}

function repairSection(writing: Writing): MessageSection[] {
  const items = itemsWith(writing.record, 'repair');
  if (items.length === 0) return [];
  const { voice } = writing;
  return [
    { heading: voice.say('repair.heading'), key: null, lines: [counted(writing, 'repair.next', items)] },
  ];
}

function contactOf(client: Client): string {
  const { supportEmail, supportPhone, website } = client.brand;
  const ways = [supportEmail ?? client.sender.replyTo ?? client.sender.email, supportPhone, website];
  return ways.filter((way) => way !== undefined).join(' · ');
}

function senderAddress({ client, formats, record }: Writing): string {
  const { street, postalCode, city, country } = client.address;
  const abroad = country === record.country ? [] : [formats.country(country)];
  return [client.legalName, street, `${postalCode} ${city}`, ...abroad].join(', ');
}

import type { CaseCustomer, CaseItem, CaseRecord } from '#cases';
import { newId } from '#platform';
import { itemKey, type FileCase, type FileItem } from './file-case.js';

export interface CaseUpdate {
  readonly record: CaseRecord;
  /** Whether something is to be decided, or was decided on other facts: resolution must see it. */
  readonly concernsDecision: boolean;
}

interface Change {
  readonly from: unknown;
  readonly to: unknown;
}
type Changes = Record<string, Change>;

/** Facts that a payment, a parcel or a message went by; a change after the decision is for a person. */
const materialFacts = new Set([
  'customerEmail',
  'country',
  'iban',
  'accountHolder',
  'paymentRef',
  'postalCode',
  'city',
  'street',
]);
const materialOfItem = [
  'quantity',
  'unitPriceMinor',
  'currency',
  'reason',
  'legalBasis',
  'condition',
] as const;
const otherOfItem = ['product', 'category', 'photoUrl'] as const;
const recordFacts = [
  'orderedOn',
  'deliveredOn',
  'requestedOn',
  'receivedOn',
  'country',
  'paymentRef',
  'iban',
  'accountHolder',
  'postalCode',
  'city',
  'street',
  'note',
] as const;

/**
 * What a file's statement makes of a known case; null when it says nothing new. Values replace values and fill blanks, blanks
 * change nothing, items that the file does not name stay. Facts of a decided item are not changed: the difference is
 * reported on the timeline. `customer` is whom the statement names; the case becomes theirs when that is someone else.
 */
export function updateOf(
  known: CaseRecord,
  file: FileCase,
  source: { readonly uploadId: string | null },
  customer: CaseCustomer | undefined,
): CaseUpdate | null {
  const changes: Changes = {};
  const note = (name: string, from: unknown, to: unknown): void => {
    changes[name] = { from: masked(name, from), to: masked(name, to) };
  };
  const facts = {} as Record<(typeof recordFacts)[number], string | null>;
  for (const name of recordFacts) {
    const stated = file.facts[name];
    facts[name] = stated ?? known[name];
    if (stated !== null && stated !== known[name]) note(name, known[name], stated);
  }
  const owner = customerOf(known, file, note, customer);
  const language = file.facts.language ?? known.language;
  if (language !== known.language) note('language', known.language, language);
  // The order of a case that came without one was called like the case itself.
  const orderRef = file.orderRef === file.caseRef ? known.orderRef : file.orderRef;
  if (orderRef !== known.orderRef) note('orderRef', known.orderRef, orderRef);

  const { items, itemChanges, reported, added } = itemsOf(known, file);
  const hasDecided = known.items.some(isDecided);
  const hasOpen = items.some((item) => !isDecided(item));
  const material =
    hasDecided &&
    Object.entries(changes).some(([name, change]) => materialFacts.has(name) && change.from !== null);
  if (Object.keys(changes).length + itemChanges.length + reported.length + added === 0) return null;

  const record: CaseRecord = {
    ...known,
    ...facts,
    orderRef,
    customer: owner,
    language,
    items,
    contentHash: file.contentHash,
    events: [],
  };
  const from = source.uploadId === null ? {} : { uploadId: source.uploadId, row: file.firstRow };
  if (Object.keys(changes).length + itemChanges.length + added > 0) {
    record.events.push({ kind: 'case.changed', detail: { ...from, changes, items: itemChanges, added } });
  }
  if (reported.length > 0) {
    record.events.push({ kind: 'case.change_reported', detail: { ...from, items: reported } });
  }
  return { record, concernsDecision: hasOpen || material || reported.length > 0 };
}

function isDecided(item: CaseItem): boolean {
  return item.outcome !== null && item.outcome !== 'review';
}

function customerOf(
  known: CaseRecord,
  file: FileCase,
  note: (name: string, from: unknown, to: unknown) => void,
  named: CaseCustomer | undefined,
): CaseCustomer {
  const { customerName, customerEmail, customerPhone } = file.facts;
  const old = known.customer;
  const name = customerName ?? old.name;
  const email = customerEmail ?? old.email;
  const phone = customerPhone ?? old.phone;
  if (name !== old.name) note('customerName', old.name, name);
  if (email !== old.email) note('customerEmail', old.email, email);
  if (phone !== old.phone) note('customerPhone', old.phone, phone);
  const isAnother = email !== null && email.toLowerCase() !== old.email?.toLowerCase();
  return isAnother && named
    ? { ...named, name, email, phone, isStored: false }
    : { ...old, name, email, phone };
}

/** Pairs the file's items with the known ones: same goods, in order of appearance, so equal lines stay apart. */
function itemsOf(known: CaseRecord, file: FileCase) {
  const waiting = new Map<string, CaseItem[]>();
  for (const item of known.items) {
    const key = itemKey(item);
    waiting.set(key, [...(waiting.get(key) ?? []), item]);
  }
  const replaced = new Map<string, CaseItem>();
  const fresh: CaseItem[] = [];
  const itemChanges: { line: number; changes: Changes }[] = [];
  const reported: { line: number; changes: Changes }[] = [];
  let lastLine = Math.max(0, ...known.items.map((item) => item.lineNo));
  for (const stated of file.items) {
    const item = waiting.get(itemKey(stated))?.shift();
    if (!item) {
      fresh.push({ id: newId(), lineNo: ++lastLine, ...stated, outcome: null, fulfilment: 'none' });
      continue;
    }
    const { next, changes, held } = itemAfter(item, stated);
    replaced.set(item.id, next);
    if (Object.keys(changes).length > 0) itemChanges.push({ line: item.lineNo, changes });
    if (Object.keys(held).length > 0) reported.push({ line: item.lineNo, changes: held });
  }
  const items = [...known.items.map((item) => replaced.get(item.id) ?? item), ...fresh];
  return { items, itemChanges, reported, added: fresh.length };
}

function itemAfter(item: CaseItem, stated: FileItem): { next: CaseItem; changes: Changes; held: Changes } {
  const changes: Changes = {};
  const held: Changes = {};
  const values: Record<string, unknown> = {};
  const decided = isDecided(item);
  for (const name of [...materialOfItem, ...otherOfItem]) {
    const value = stated[name];
    if (value === null || value === item[name]) continue;
    const change = { from: item[name], to: value };
    if (decided && (materialOfItem as readonly string[]).includes(name)) held[name] = change;
    else {
      changes[name] = change;
      values[name] = value;
    }
  }
  return { next: { ...item, ...values }, changes, held };
}

/** Account and phone numbers are shown by their end only, on timelines too. */
function masked(name: string, value: unknown): unknown {
  if (typeof value !== 'string' || (name !== 'iban' && name !== 'customerPhone')) return value;
  return `…${value.slice(-4)}`;
}

import { Injectable } from '@nestjs/common';
import {
  Cases,
  type CaseCustomer,
  type CaseItem,
  type CaseRecord,
  type CustomerFacts,
  type TimelineEvent,
} from '#cases';
import type { Client } from '#clients';
import { newId, type ClientCtx, type Tx } from '#platform';
import { Resolution } from '#resolution';
import { updateOf } from './case-update.js';
import type { FileCase, FileItem } from './file-case.js';
import { languageOfCountry } from './values/countries.js';

/** What became of the cases of a chunk. */
export interface Imported {
  readonly accepted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly cases: number;
}

/** Where cases come from; goes on their timelines. */
export interface ImportSource {
  readonly uploadId: string | null;
}

/** Which cases of a chunk are new, and which are known and say something else. */
export interface Matched {
  readonly fresh: readonly FileCase[];
  readonly touched: readonly { readonly file: FileCase; readonly id: string }[];
  readonly unchangedRows: number;
  readonly cases: number;
  /** Customers of those, by match key, as stored. */
  readonly customers: Map<string, CaseCustomer>;
  /** Those that existed before this chunk. */
  readonly earlierCustomers: ReadonlySet<string>;
}

/** The cases that a chunk makes, for the chunk after it, which may be taken over at the same time. */
export interface MadeCases {
  /** Id below which all cases count that are there. */
  readonly beforeId: string;
  readonly byCustomer: ReadonlyMap<string, number>;
}

/** How a chunk stands to the one before it. */
export interface ChunkOrder {
  /** What the chunk before makes, as soon as it is known; null when that one is committed. */
  readonly earlier: Promise<MadeCases> | null;
  readonly onMade: (made: MadeCases) => void;
}

const alone: ChunkOrder = { earlier: null, onMade: () => undefined };

/** Brings what a file states about cases together with what is known of them. */
@Injectable()
export class CaseImport {
  constructor(
    private readonly cases: Cases,
    private readonly resolution: Resolution,
  ) {}

  /** Finds out which cases are known and have changed, and who their customers are. Reads only. */
  async match(ctx: ClientCtx, tx: Tx, fileCases: readonly FileCase[]): Promise<Matched> {
    const refs = fileCases.map((file) => file.caseRef);
    const known = await this.cases.matchRefs(ctx, tx, refs);
    const fresh: FileCase[] = [];
    const touched: { file: FileCase; id: string }[] = [];
    let unchangedRows = 0;
    for (const file of fileCases) {
      const match = known.get(file.caseRef);
      if (!match) fresh.push(file);
      else if (match.contentHash.equals(file.contentHash)) unchangedRows += file.rowCount;
      else touched.push({ file, id: match.id });
    }
    const keys = new Set(namingFiles(fresh, touched).map(matchKeyOf));
    const customers = await this.cases.matchCustomers(ctx, tx, [...keys]);
    const earlierCustomers = new Set([...customers.values()].map((customer) => customer.id));
    return { fresh, touched, unchangedRows, cases: fileCases.length, customers, earlierCustomers };
  }

  /**
   * Stores the customers of matched cases, ahead of the cases: so two chunks that are taken over at once do not wait for
   * each other's customers. Completes `matched.customers`.
   */
  async keepCustomers(ctx: ClientCtx, tx: Tx, client: Client, matched: Matched): Promise<void> {
    const { customers } = matched;
    const changed = new Map<string, CustomerFacts>();
    for (const file of namingFiles(matched.fresh, matched.touched)) {
      const key = matchKeyOf(file);
      const known = customers.get(key);
      const { facts } = file;
      const next: CaseCustomer = {
        id: known?.id ?? newId(),
        matchKey: key,
        name: facts.customerName ?? known?.name ?? null,
        email: facts.customerEmail ?? known?.email ?? null,
        phone: facts.customerPhone ?? known?.phone ?? null,
        isStored: true,
      };
      customers.set(key, next);
      const isSame =
        known !== undefined &&
        known.name === next.name &&
        known.email === next.email &&
        known.phone === next.phone;
      if (isSame) continue;
      const language = languageOf(facts.language, facts.country, client);
      changed.set(key, { ...next, isStored: false, language, country: facts.country });
    }
    const moved = await this.cases.keepCustomers(ctx, tx, [...changed.values()]);
    if (moved.size === 0) return;
    for (const [key, customer] of customers) {
      const id = moved.get(customer.id);
      if (id !== undefined) customers.set(key, { ...customer, id });
    }
  }

  /**
   * Takes over matched cases: new ones are made, known ones completed or changed, all that need it are decided, and all
   * of it is stored in `tx`, in bulk. A case that says nothing new writes nothing. What was decided stays decided: a change
   * to it goes on the timeline and before a person. Holds the locks of the known cases until the end of `tx`. Raises
   * 23505 when another transaction makes one of the new cases first: match again.
   */
  async apply(
    ctx: ClientCtx,
    tx: Tx,
    client: Client,
    source: ImportSource,
    matched: Matched,
    order: ChunkOrder = alone,
  ): Promise<Imported> {
    const made = await this.makeRecords(ctx, tx, client, source, matched, order);
    const changes = await this.changesOf(ctx, tx, source, matched);
    await this.cases.write(ctx, tx, changes.quiet);
    await this.resolution.resolve(ctx, tx, [...made, ...changes.toDecide]);
    return changes.imported;
  }

  /** What `apply` would do, without doing it. */
  async preview(
    ctx: ClientCtx,
    tx: Tx,
    source: ImportSource,
    fileCases: readonly FileCase[],
  ): Promise<Imported> {
    return (await this.changesOf(ctx, tx, source, await this.match(ctx, tx, fileCases))).imported;
  }

  private async makeRecords(
    ctx: ClientCtx,
    tx: Tx,
    client: Client,
    source: ImportSource,
    { fresh, customers, earlierCustomers }: Matched,
    order: ChunkOrder,
  ): Promise<CaseRecord[]> {
    const earlier = await order.earlier;
    const beforeId = newId();
    const returning = new Set<string>();
    for (const file of fresh) {
      const id = customers.get(matchKeyOf(file))?.id ?? '';
      if (earlierCustomers.has(id)) returning.add(id);
    }
    const counts = await this.cases.countCases(ctx, tx, [...returning], earlier?.beforeId ?? beforeId);
    const byCustomer = new Map<string, number>();
    const records = fresh.map((file) => {
      const customer = customers.get(matchKeyOf(file));
      if (!customer) throw new Error('a case without its customer');
      const sameChunk = byCustomer.get(customer.id) ?? 0;
      byCustomer.set(customer.id, sameChunk + 1);
      const before = (counts.get(customer.id) ?? 0) + (earlier?.byCustomer.get(customer.id) ?? 0);
      return newRecord(file, client, customer, before + sameChunk, source);
    });
    order.onMade({ beforeId, byCustomer });
    return records;
  }

  private async changesOf(ctx: ClientCtx, tx: Tx, source: ImportSource, matched: Matched) {
    const ids = matched.touched.map((t) => t.id);
    const loaded = await this.cases.load(ctx, tx, ids, { lock: true });
    const byId = new Map(loaded.map((record) => [record.id, record]));
    const toDecide: CaseRecord[] = [];
    const quiet: CaseRecord[] = [];
    let updated = 0;
    let unchanged = matched.unchangedRows;
    for (const { file, id } of matched.touched) {
      const stored = byId.get(id);
      const customer = matched.customers.get(matchKeyOf(file));
      const update = stored && updateOf(stored, file, source, customer);
      if (!update) {
        unchanged += file.rowCount;
        continue;
      }
      updated += file.rowCount;
      (update.concernsDecision ? toDecide : quiet).push(update.record);
    }
    const accepted = matched.fresh.reduce((rows, file) => rows + file.rowCount, 0);
    const imported: Imported = { accepted, updated, unchanged, cases: matched.cases };
    return { toDecide, quiet, imported };
  }
}

/** Cases that name their customer: new ones, and known ones whose statement has an e-mail address. */
function namingFiles(fresh: readonly FileCase[], touched: Matched['touched']): FileCase[] {
  const named = touched.map((t) => t.file).filter((file) => file.facts.customerEmail !== null);
  return [...fresh, ...named];
}

/** The same person at this client has the same key: e-mail, else phone, else name and postal code, else the case. */
export function matchKeyOf({ caseRef, facts }: Pick<FileCase, 'caseRef' | 'facts'>): string {
  if (facts.customerEmail !== null) return `email:${facts.customerEmail.toLowerCase()}`;
  if (facts.customerPhone !== null) return `phone:${facts.customerPhone}`;
  if (facts.customerName !== null && facts.postalCode !== null) {
    return `name:${facts.customerName.toLowerCase()}|${facts.postalCode.replace(/\s/g, '').toUpperCase()}`;
  }
  return `case:${caseRef}`;
}

function newRecord(
  file: FileCase,
  client: Client,
  stored: CaseCustomer,
  priorReturns: number,
  source: ImportSource,
): CaseRecord {
  const { facts } = file;
  const customer: CaseCustomer = {
    ...stored,
    name: facts.customerName ?? stored.name,
    phone: facts.customerPhone ?? stored.phone,
  };
  const received: TimelineEvent = {
    kind: 'case.received',
    detail: source.uploadId === null ? {} : { uploadId: source.uploadId, row: file.firstRow },
  };
  return {
    id: newId(),
    caseRef: file.caseRef,
    orderRef: file.orderRef,
    customer,
    priorReturns,
    isNew: true,
    state: 'incomplete',
    waitsFor: [],
    country: facts.country,
    language: languageOf(facts.language, facts.country, client),
    orderedOn: facts.orderedOn,
    deliveredOn: facts.deliveredOn,
    requestedOn: facts.requestedOn,
    receivedOn: facts.receivedOn,
    deadlineOn: null,
    paymentRef: facts.paymentRef,
    iban: facts.iban,
    accountHolder: facts.accountHolder,
    postalCode: facts.postalCode,
    city: facts.city,
    street: facts.street,
    note: facts.note,
    contentHash: file.contentHash,
    uploadId: source.uploadId,
    items: file.items.map((item, i) => newItem(item, i + 1)),
    events: [received],
  };
}

function newItem(item: FileItem, lineNo: number): CaseItem {
  return { id: newId(), lineNo, ...item, outcome: null, fulfilment: 'none' };
}

/** The case's own language, else the main one of its country, else the client's. */
function languageOf(
  own: string | null,
  country: string | null,
  client: Pick<Client, 'defaultLanguage'>,
): string {
  return own ?? (country === null ? null : languageOfCountry(country)) ?? client.defaultLanguage;
}

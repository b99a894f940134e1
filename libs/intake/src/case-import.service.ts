import { Injectable } from '@nestjs/common';
import { Cases, type CaseCustomer, type CaseItem, type CaseRecord, type TimelineEvent } from '#cases';
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

export type ImportMode = 'apply' | 'dry_run';

/** Brings what a file states about cases together with what is known of them. */
@Injectable()
export class CaseImport {
  constructor(
    private readonly cases: Cases,
    private readonly resolution: Resolution,
  ) {}

  /**
   * Takes over a chunk of cases with different references: new ones are made, known ones completed or changed, all that
   * need it are decided, and all of it is stored in `tx`, in bulk. A case that says nothing new writes nothing. What
   * was decided stays decided: a change to it goes on the timeline and before a person. Holds the locks of the known
   * cases until the end of `tx`. Raises 23505 when another transaction makes one of the new cases first.
   */
  async take(
    ctx: ClientCtx,
    tx: Tx,
    client: Client,
    source: ImportSource,
    fileCases: readonly FileCase[],
    mode: ImportMode = 'apply',
  ): Promise<Imported> {
    const known = await this.cases.matchRefs(
      ctx,
      tx,
      fileCases.map((c) => c.caseRef),
    );
    const fresh: FileCase[] = [];
    const touched: { file: FileCase; id: string }[] = [];
    let unchanged = 0;
    for (const file of fileCases) {
      const match = known.get(file.caseRef);
      if (!match) fresh.push(file);
      else if (match.contentHash.equals(file.contentHash)) unchanged += file.rowCount;
      else touched.push({ file, id: match.id });
    }
    const loaded = await this.cases.load(
      ctx,
      tx,
      touched.map((t) => t.id),
    );
    const byId = new Map(loaded.map((record) => [record.id, record]));
    const customers = await this.customers(ctx, tx, [...fresh, ...touched.map((t) => t.file)]);

    const records: CaseRecord[] = fresh.map((file) => newRecord(file, client, customers, source));
    let accepted = 0;
    let updated = 0;
    for (const file of fresh) accepted += file.rowCount;
    const quiet: CaseRecord[] = [];
    for (const { file, id } of touched) {
      const stored = byId.get(id);
      if (!stored) continue;
      const found = customers.get(matchKeyOf(file));
      const update = updateOf(stored, file, source, (facts) => ({ ...facts, id: found?.id ?? newId() }));
      if (!update) {
        unchanged += file.rowCount;
        continue;
      }
      updated += file.rowCount;
      (update.concernsDecision ? records : quiet).push(update.record);
    }
    if (mode === 'apply') {
      await this.cases.write(ctx, tx, quiet);
      await this.resolution.resolve(ctx, tx, records);
    }
    return { accepted, updated, unchanged, cases: fileCases.length };
  }

  /** The customers of cases by match key, each with the cases it has so far. */
  private async customers(ctx: ClientCtx, tx: Tx, fileCases: readonly FileCase[]): Promise<Customers> {
    const keys = [...new Set(fileCases.map(matchKeyOf))];
    return keys.length === 0 ? new Map() : this.cases.matchCustomers(ctx, tx, keys, null);
  }
}

type Customers = Map<string, CaseCustomer & { cases: number }>;

/** The same person at this client has the same key: e-mail, else phone, else name and postal code, else the case. */
export function matchKeyOf({ caseRef, facts }: Pick<FileCase, 'caseRef' | 'facts'>): string {
  if (facts.customerEmail !== null) return `email:${facts.customerEmail.toLowerCase()}`;
  if (facts.customerPhone !== null) return `phone:${facts.customerPhone}`;
  if (facts.customerName !== null && facts.postalCode !== null) {
    return `name:${facts.customerName.toLowerCase()}|${facts.postalCode.replace(/\s/g, '').toUpperCase()}`;
  }
  return `case:${caseRef}`;
}

function newRecord(file: FileCase, client: Client, customers: Customers, source: ImportSource): CaseRecord {
  const { facts } = file;
  const matchKey = matchKeyOf(file);
  const found = customers.get(matchKey);
  const priorReturns = found?.cases ?? 0;
  const customer: CaseCustomer = {
    id: found?.id ?? newId(),
    matchKey,
    name: facts.customerName ?? found?.name ?? null,
    email: facts.customerEmail ?? found?.email ?? null,
    phone: facts.customerPhone ?? found?.phone ?? null,
  };
  // The next case of the same customer in this chunk finds this one.
  customers.set(matchKey, { ...customer, cases: priorReturns + 1 });
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

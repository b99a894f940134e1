import { Injectable } from '@nestjs/common';
import {
  actorName,
  Database,
  decodeCursor,
  defineErrors,
  requirePermission,
  toPage,
  type ClientCtx,
  type Ctx,
  type Page,
  type Tx,
} from '#platform';
import type { CaseCustomer, CaseItem, CaseRecord, Fulfilment, TimelineEvent } from './case-record.js';
import {
  keepCases,
  keepCustomers,
  keepEvents,
  keepFulfilments,
  type CustomerFacts,
} from './case-writing.queries.js';
import {
  casesById,
  casesByRef,
  casesOfCustomers,
  customersByKey,
  itemsOf,
  listCases,
  lockCases,
  priorReturnsOf,
  timelineOf,
  toItem,
  toRecord,
  type CaseRow,
} from './case.queries.js';
import type { CaseDetail, CaseQuery, CaseView } from './case.schema.js';

const fail = defineErrors({ 'case.unknown': 404 });

export interface CaseEventDraft extends TimelineEvent {
  readonly caseId: string;
}

export interface FulfilmentChange {
  readonly caseId: string;
  readonly itemId: string;
  readonly to: Fulfilment;
}

/**
 * The cases themselves. Methods that take an open `tx` are steps of a flow whose entry point has asked for the
 * permission; they are for other libraries, never for a controller.
 */
@Injectable()
export class Cases {
  constructor(private readonly db: Database) {}

  /**
   * Stores records: new ones are inserted, the others updated as they are in memory, with customers, items and
   * timeline events, one statement per table. The events are taken off the records. The caller holds the locks of the
   * cases it changes (`load` with `lock`); a new case whose reference exists raises 23505 on `uq_return_case_ref`.
   */
  async write(ctx: ClientCtx, tx: Tx, records: readonly CaseRecord[]): Promise<void> {
    if (records.length === 0) return;
    const customers = records
      .filter(({ customer }) => !customer.isStored)
      .map(({ customer, language, country }) => ({ ...customer, language, country }));
    const customerIds = await keepCustomers(tx, ctx.clientId, customers, ctx.now);
    await keepCases(tx, ctx.clientId, records, customerIds, ctx.now);
    const events = records.flatMap((r) => r.events.map((e) => ({ ...e, caseId: r.id })));
    await keepEvents(tx, ctx.clientId, actorName(ctx.actor), ctx.now, events);
    for (const record of records) record.events.length = 0;
  }

  /** The cases as records, in id order; unknown ids are left out. `lock` keeps other writers off until the end of `tx`. */
  async load(
    ctx: ClientCtx,
    tx: Tx,
    caseIds: readonly string[],
    options: { readonly lock?: boolean } = {},
  ): Promise<CaseRecord[]> {
    if (caseIds.length === 0) return [];
    if (options.lock) await lockCases(tx, ctx.clientId, [...caseIds].sort());
    const rows = await casesById(tx, ctx.clientId, caseIds);
    const items = await this.itemsByCase(tx, ctx.clientId, caseIds);
    const prior = await priorReturnsOf(tx, ctx.clientId, caseIds);
    return rows.map((row) => toRecord(row, items.get(row.id) ?? [], prior.get(row.id) ?? 0));
  }

  /** Ids and content hashes of the references that exist. Locks nothing. */
  async matchRefs(
    ctx: ClientCtx,
    tx: Tx,
    refs: readonly string[],
  ): Promise<Map<string, { id: string; contentHash: Buffer }>> {
    const rows = await casesByRef(tx, ctx.clientId, refs);
    return new Map(rows.map((row) => [row.case_ref, { id: row.id, contentHash: row.content_hash }]));
  }

  /** Known customers by match key. */
  async matchCustomers(ctx: ClientCtx, tx: Tx, keys: readonly string[]): Promise<Map<string, CaseCustomer>> {
    if (keys.length === 0) return new Map();
    const rows = await customersByKey(tx, ctx.clientId, keys);
    return new Map(
      rows.map(({ match_key: matchKey, ...same }) => [matchKey, { ...same, matchKey }] as const),
    );
  }

  /**
   * Stores customers ahead of their cases: makes those that are new, completes the others. Returns the stored id of each
   * that someone else made first, by the id it came with. Waits for transactions that write the same customers.
   */
  keepCustomers(ctx: ClientCtx, tx: Tx, customers: readonly CustomerFacts[]): Promise<Map<string, string>> {
    return keepCustomers(tx, ctx.clientId, customers, ctx.now);
  }

  /** How many cases each customer has, counting those whose id is below `beforeId` (ids grow with time). */
  async countCases(
    ctx: ClientCtx,
    tx: Tx,
    customerIds: readonly string[],
    beforeId: string,
  ): Promise<Map<string, number>> {
    return customerIds.length === 0 ? new Map() : casesOfCustomers(tx, ctx.clientId, customerIds, beforeId);
  }

  /** Appends to the timelines of cases, in the order given. */
  async addEvents(ctx: ClientCtx, tx: Tx, events: readonly CaseEventDraft[]): Promise<void> {
    await keepEvents(tx, ctx.clientId, actorName(ctx.actor), ctx.now, events);
  }

  /**
   * Sets where items' refunds and replacements stand, and the state that follows: a decided case whose items are all
   * final is `settled`, a settled one with an item that came back is `decided` again. Locks the cases in id order.
   */
  async setFulfilment(ctx: ClientCtx, tx: Tx, changes: readonly FulfilmentChange[]): Promise<void> {
    if (changes.length === 0) return;
    const { settled, reopened } = await keepFulfilments(tx, ctx.clientId, changes, ctx.now);
    await this.addEvents(ctx, tx, [
      ...settled.map((caseId) => ({ caseId, kind: 'case.settled', detail: {} })),
      ...reopened.map((caseId) => ({ caseId, kind: 'case.reopened', detail: {} })),
    ]);
  }

  /** One case with items and timeline; raises `case.unknown`. */
  async get(ctx: Ctx, id: string): Promise<CaseDetail> {
    requirePermission(ctx, 'case.read');
    return this.db.tx(ctx, async (tx) => {
      const [row] = await casesById(tx, ctx.clientId, [id]);
      if (!row) throw fail('case.unknown');
      const items = await this.itemsByCase(tx, ctx.clientId, [id]);
      const events = await timelineOf(tx, ctx.clientId, id);
      return {
        ...toView(row, items.get(id) ?? []),
        timeline: events.map((e) => ({ ...e, at: e.at.toISOString() })),
      };
    });
  }

  /** Cases, newest first. */
  async list(ctx: Ctx, query: CaseQuery): Promise<Page<CaseView>> {
    requirePermission(ctx, 'case.read');
    const before = query.after === undefined ? null : String(decodeCursor(query.after, 1)[0]);
    return this.db.tx(ctx, async (tx) => {
      const rows = await listCases(tx, ctx.clientId, query, before);
      const items = await this.itemsByCase(
        tx,
        ctx.clientId,
        rows.map((r) => r.id),
      );
      return toPage(
        rows,
        query.limit,
        (row) => [row.id],
        (row) => toView(row, items.get(row.id) ?? []),
      );
    });
  }

  private async itemsByCase(
    tx: Tx,
    clientId: string,
    caseIds: readonly string[],
  ): Promise<Map<string, CaseItem[]>> {
    const byCase = new Map<string, CaseItem[]>();
    if (caseIds.length === 0) return byCase;
    for (const row of await itemsOf(tx, clientId, caseIds)) {
      const items = byCase.get(row.case_id);
      if (items) items.push(toItem(row));
      else byCase.set(row.case_id, [toItem(row)]);
    }
    return byCase;
  }
}

function toView(row: CaseRow, items: readonly CaseItem[]): CaseView {
  return {
    id: row.id,
    caseRef: row.case_ref,
    orderRef: row.order_ref,
    state: row.state,
    waitsFor: row.waits_for,
    customer: { id: row.customer_id, name: row.name, email: row.email, phone: row.phone },
    language: row.language,
    country: row.country,
    orderedOn: row.ordered_on,
    deliveredOn: row.delivered_on,
    requestedOn: row.requested_on,
    receivedOn: row.received_on,
    deadlineOn: row.deadline_on,
    paymentRef: row.payment_ref,
    iban: row.iban,
    accountHolder: row.account_holder,
    postalCode: row.postal_code,
    city: row.city,
    street: row.street,
    note: row.note,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    items: items.map((i) => ({
      id: i.id,
      line: i.lineNo,
      sku: i.sku,
      product: i.product,
      category: i.category,
      quantity: i.quantity,
      unitPrice:
        i.unitPriceMinor === null || i.currency === null
          ? null
          : { amountMinor: i.unitPriceMinor, currency: i.currency },
      reason: i.reason,
      legalBasis: i.legalBasis,
      condition: i.condition,
      photoUrl: i.photoUrl,
      resolution: i.outcome,
      fulfilment: i.fulfilment,
    })),
  };
}

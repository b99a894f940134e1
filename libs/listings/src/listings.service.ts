import { Injectable } from '@nestjs/common';
import { Database, isId, newId, requirePermission, type ClientCtx, type Ctx, type Tx } from '#platform';
import { Clients } from '#clients';
import { Cases, type CaseItem, type CaseRecord } from '#cases';
import { WorkItems } from '#desk';
import { fail } from './listing.errors.js';
import { addFinal, joinOpenListing } from './listing.queries.js';
import {
  insertLines,
  itemsInOpenListing,
  latestAttempts,
  linesById,
  liveLines,
  type LineRow,
  type NewLine,
} from './line.queries.js';
import { referenceOf } from './line-reference.js';
import type { Relisted } from './listing.schema.js';
import { isProblem, type ListingKind } from './listing.states.js';

/** An item to be paid or sent, with the case it belongs to. */
export interface ListingEntry {
  readonly record: CaseRecord;
  readonly item: CaseItem;
  /** 1 unless it was listed before. */
  readonly attempt?: number;
  /** The earlier line that this one lists again. */
  readonly of?: { readonly listingId: string; readonly lineId: string };
}

/** A line in the open listing. */
export interface Enlisted {
  readonly listingId: string;
  readonly listingNumber: number;
  readonly lineIds: readonly string[];
}

/** Puts refunds and replacements into a client's open listing, takes them back, lists failed ones again. */
@Injectable()
export class Listings {
  constructor(
    private readonly db: Database,
    private readonly clients: Clients,
    private readonly cases: Cases,
    private readonly workItems: WorkItems,
  ) {}

  /**
   * Adds a line per entry to the client's open listing, in bulk, and marks the items as listed in memory (storing that is
   * the caller's part). Holds the book's shared lock until the end of `tx`; a caller that needs both books takes
   * refund before replacement. Amount is quantity × unit price in minor units; a refund without a price raises
   * `listing.no_amount`. An attempt that is listed already raises 23505.
   */
  async enlist(
    ctx: ClientCtx,
    tx: Tx,
    kind: ListingKind,
    entries: readonly ListingEntry[],
  ): Promise<Enlisted | null> {
    if (entries.length === 0) return null;
    const { currency } = await this.clients.current(ctx);
    const listing = await joinOpenListing(tx, ctx.clientId, kind, ctx.now);
    const lines = entries.map((entry) => lineOf(kind, entry, listing.id, currency));
    await insertLines(tx, ctx.clientId, kind, lines, ctx.now);
    for (const { item } of entries) item.fulfilment = 'listed';
    return { listingId: listing.id, listingNumber: listing.number, lineIds: lines.map((line) => line.id) };
  }

  /** The attempt number under which each item would be listed next; 1 for one that never was. */
  async nextAttempts(
    ctx: ClientCtx,
    tx: Tx,
    kind: ListingKind,
    itemIds: readonly string[],
  ): Promise<Map<string, number>> {
    const latest = await latestAttempts(tx, ctx.clientId, kind, itemIds);
    return new Map(itemIds.map((id) => [id, (latest.get(id)?.attempt ?? 0) + 1]));
  }

  /**
   * Takes back what is listed and not paid or sent: a `withdraw` line in the open listing that points at the old one,
   * also when the old one is in the same listing. Items that are not listed, or paid or sent already, are left alone.
   * Returns the ids of the items withdrawn. Locks the cases, then the book, then the listings of the old lines.
   */
  async withdraw(
    ctx: ClientCtx,
    tx: Tx,
    kind: ListingKind,
    itemIds: readonly string[],
    reason: string,
  ): Promise<readonly string[]> {
    const seen = await liveLines(tx, ctx.clientId, kind, itemIds);
    await this.cases.load(ctx, tx, [...new Set(seen.map((line) => line.case_id))], { lock: true });
    const live = (await liveLines(tx, ctx.clientId, kind, itemIds)).filter(
      (line) => line.result === null || isProblem(line.result),
    );
    if (live.length === 0) return [];
    const open = await joinOpenListing(tx, ctx.clientId, kind, ctx.now);
    await insertLines(
      tx,
      ctx.clientId,
      kind,
      live.map((line) => withdrawalOf(line, open.id)),
      ctx.now,
    );
    await this.countFinal(ctx, tx, live);
    await this.cases.setFulfilment(
      ctx,
      tx,
      live.map((line) => ({ caseId: line.case_id, itemId: line.item_id, to: 'withdrawn' as const })),
    );
    await this.cases.addEvents(
      ctx,
      tx,
      live.map((line) => ({
        caseId: line.case_id,
        kind: `${kind}.withdrawn`,
        detail: { itemId: line.item_id, reference: referenceOf(line.id), listing: open.number, reason },
      })),
    );
    const withdrawn = live.map((line) => line.item_id);
    await this.workItems.close(ctx, tx, workItemKind(kind), withdrawn, 'cancelled');
    return withdrawn;
  }

  /** Which of these items wait in the open listing: taken out of it, nobody has seen them. */
  async inOpenListing(
    ctx: ClientCtx,
    tx: Tx,
    kind: ListingKind,
    itemIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    return itemIds.length === 0 ? new Set() : itemsInOpenListing(tx, ctx.clientId, kind, itemIds);
  }

  /**
   * Lists failed and returned lines of these items again, with the case's payment details as they are now; others are left
   * alone. Returns the items. The caller holds the cases.
   */
  async relistProblems(
    ctx: ClientCtx,
    tx: Tx,
    kind: ListingKind,
    itemIds: readonly string[],
  ): Promise<string[]> {
    const lines = await liveLines(tx, ctx.clientId, kind, itemIds);
    const problems = lines.filter((line) => line.result !== null && isProblem(line.result));
    for (const line of problems) await this.relistLine(ctx, tx, kind, line.listing_id, line.id);
    return problems.map((line) => line.item_id);
  }

  /** Withdraws one line before it is paid or sent; raises `listing.line_unknown`, `listing.not_withdrawable`. */
  async withdrawLine(
    ctx: Ctx,
    kind: ListingKind,
    listingId: string,
    lineId: string,
    reason: string,
  ): Promise<void> {
    requirePermission(ctx, 'listing.report');
    await this.db.tx(ctx, async (tx) => {
      const line = await this.line(ctx, tx, kind, listingId, lineId);
      const [live] = await liveLines(tx, ctx.clientId, kind, [line.item_id]);
      const withdrawn =
        live?.id === line.id ? await this.withdraw(ctx, tx, kind, [line.item_id], reason) : [];
      if (withdrawn.length === 0) throw fail('listing.not_withdrawable', { reference: referenceOf(lineId) });
    });
  }

  /**
   * Lists a failed, returned or out-of-stock line again under a new reference that points at the old, with the case's
   * payment details and address as they are now. Locks the case, then joins the book. Raises `listing.line_unknown`,
   * `listing.not_relistable` when the line's last result is no problem or it was listed again or withdrawn already.
   */
  async relist(ctx: Ctx, kind: ListingKind, listingId: string, lineId: string): Promise<Relisted> {
    requirePermission(ctx, 'listing.report');
    return this.db.tx(ctx, (tx) => this.relistLine(ctx, tx, kind, listingId, lineId));
  }

  private async relistLine(
    ctx: ClientCtx,
    tx: Tx,
    kind: ListingKind,
    listingId: string,
    lineId: string,
  ): Promise<Relisted> {
    const { case_id: caseId, item_id: itemId } = await this.line(ctx, tx, kind, listingId, lineId);
    const [record] = await this.cases.load(ctx, tx, [caseId], { lock: true });
    const item = record?.items.find((i) => i.id === itemId);
    const line = await this.line(ctx, tx, kind, listingId, lineId);
    const latest = (await latestAttempts(tx, ctx.clientId, kind, [itemId])).get(itemId);
    const possible =
      record !== undefined &&
      item?.outcome === kind &&
      line.entry === 'add' &&
      line.result !== null &&
      isProblem(line.result) &&
      latest?.attempt === line.attempt &&
      !latest.withdrawn;
    if (!possible) throw fail('listing.not_relistable', { reference: referenceOf(lineId) });
    const enlisted = await this.enlist(ctx, tx, kind, [
      { record, item, attempt: line.attempt + 1, of: { listingId, lineId: line.id } },
    ]);
    const [newLineId] = enlisted?.lineIds ?? [];
    if (!enlisted || newLineId === undefined) throw new Error('nothing was listed');
    const reference = referenceOf(newLineId);
    await this.cases.setFulfilment(ctx, tx, [{ caseId, itemId, to: 'listed' }]);
    await this.cases.addEvents(ctx, tx, [
      {
        caseId,
        kind: `${kind}.relisted`,
        detail: {
          itemId,
          reference,
          replaces: referenceOf(line.id),
          listing: enlisted.listingNumber,
          attempt: line.attempt + 1,
        },
      },
    ]);
    await this.workItems.close(ctx, tx, workItemKind(kind), [itemId]);
    return {
      listingId: enlisted.listingId,
      listingNumber: enlisted.listingNumber,
      lineId: newLineId,
      reference,
    };
  }

  private async line(
    ctx: ClientCtx,
    tx: Tx,
    kind: ListingKind,
    listingId: string,
    lineId: string,
  ): Promise<LineRow> {
    if (!isId(listingId) || !isId(lineId)) throw fail('listing.line_unknown');
    const [line] = await linesById(tx, ctx.clientId, kind, listingId, [lineId]);
    if (!line) throw fail('listing.line_unknown');
    return line;
  }

  /** A line that had no result is final now; listings in id order, so that two withdrawals don't block each other. */
  private async countFinal(ctx: ClientCtx, tx: Tx, lines: readonly LineRow[]): Promise<void> {
    const byListing = new Map<string, number>();
    for (const line of lines) {
      if (line.result !== null) continue;
      byListing.set(line.listing_id, (byListing.get(line.listing_id) ?? 0) + 1);
    }
    for (const id of [...byListing.keys()].sort()) {
      await addFinal(tx, ctx.clientId, id, byListing.get(id) ?? 0, ctx.now);
    }
  }
}

/** The kind of work item that a problem of this book becomes. */
export function workItemKind(kind: ListingKind): 'refund_problem' | 'out_of_stock' {
  return kind === 'refund' ? 'refund_problem' : 'out_of_stock';
}

/** A replacement line carries no bank details, and the client's currency when its item has no price. */
function lineOf(
  kind: ListingKind,
  { record, item, attempt = 1, of }: ListingEntry,
  listingId: string,
  clientCurrency: string,
): NewLine {
  if (kind === 'refund' && (item.unitPriceMinor === null || item.currency === null)) {
    throw fail('listing.no_amount', { caseRef: record.caseRef });
  }
  const currency = item.currency ?? clientCurrency;
  const amountMinor = item.quantity * (item.unitPriceMinor ?? 0);
  if (!Number.isSafeInteger(amountMinor) || !/^[A-Z]{3}$/.test(currency)) {
    throw fail('listing.no_amount', { caseRef: record.caseRef });
  }
  const pays = kind === 'refund';
  return {
    id: newId(),
    listingId,
    entry: 'add',
    attempt,
    caseId: record.id,
    itemId: item.id,
    caseRef: record.caseRef,
    orderRef: record.orderRef,
    sku: item.sku,
    product: item.product,
    quantity: item.quantity,
    amountMinor,
    currency,
    payeeName: (pays ? record.accountHolder : null) ?? record.customer.name,
    iban: pays ? record.iban : null,
    paymentRef: pays ? record.paymentRef : null,
    country: record.country,
    postalCode: record.postalCode,
    city: record.city,
    street: record.street,
    phone: record.customer.phone,
    email: record.customer.email,
    ofListingId: of?.listingId ?? null,
    ofLineId: of?.lineId ?? null,
  };
}

function withdrawalOf(line: LineRow, listingId: string): NewLine {
  return {
    id: newId(),
    listingId,
    entry: 'withdraw',
    attempt: line.attempt,
    caseId: line.case_id,
    itemId: line.item_id,
    caseRef: line.case_ref,
    orderRef: line.order_ref,
    sku: line.sku,
    product: line.product,
    quantity: line.quantity,
    amountMinor: line.amount_minor,
    currency: line.currency,
    payeeName: line.payee_name,
    iban: line.iban,
    paymentRef: line.payment_ref,
    country: line.country,
    postalCode: line.postal_code,
    city: line.city,
    street: line.street,
    phone: line.phone,
    email: line.email,
    ofListingId: line.listing_id,
    ofLineId: line.id,
  };
}

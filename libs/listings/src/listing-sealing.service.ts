import { Injectable } from '@nestjs/common';
import {
  actorName,
  closeBook,
  Database,
  latestCutoff,
  log,
  requirePermission,
  systemCtx,
  type ClientCtx,
  type Ctx,
  type Tx,
} from '#platform';
import { Clients, type Client } from '#clients';
import { fail } from './listing.errors.js';
import { ListingFreezing } from './listing-freezing.service.js';
import {
  dueCutoffs,
  listingById,
  markSealed,
  openListing,
  openNextListing,
  type Cutoff,
} from './listing.queries.js';
import type { ListingView } from './listing.schema.js';
import { existingView } from './listing.views.js';
import { listingKinds, type ListingKind } from './listing.states.js';

/** Closes a client's open listing and opens the next, by hand or by the client's schedule. */
@Injectable()
export class ListingSealing {
  constructor(
    private readonly db: Database,
    private readonly clients: Clients,
    private readonly freezing: ListingFreezing,
  ) {}

  /**
   * Seals the open listing now, opens the next, and freezes the file of the sealed one. The book's exclusive lock is held
   * for the first two only, so its length does not depend on the lines. When freezing fails the listing stays
   * `sealed` and a sweep finishes it. Raises `listing.unknown`, and `listing.not_open` for all but the first of
   * any number of calls.
   */
  async seal(ctx: Ctx, kind: ListingKind, id: string): Promise<ListingView> {
    requirePermission(ctx, 'listing.seal');
    const client = await this.clients.current(ctx);
    const known = await this.db.tx(ctx, (tx) => listingById(tx, ctx.clientId, kind, id));
    if (!known) throw fail('listing.unknown');
    // Looked at before the lock too, so that a hundred late clicks don't queue up in front of the writers.
    const sealed =
      known.status === 'open' &&
      (await this.db.tx(ctx, async (tx) => {
        await closeBook(tx, ctx.clientId, kind);
        return this.sealOpen(ctx, tx, client, kind, id, null);
      }));
    if (!sealed) throw fail('listing.not_open', { number: known.number });
    await this.freezing.freeze(ctx, kind).catch((err: unknown) => {
      log.error({ err, listingId: id }, 'the sealed listing could not be frozen; the sweep tries again');
    });
    return this.db.tx(ctx, (tx) => existingView(tx, ctx.clientId, kind, id));
  }

  /**
   * Seals what is due by the clients' schedules: for each book the latest cut-off, once per local date. After a downtime
   * over several cut-offs only the latest is made up for: the rows of all of them are in that one listing. A book
   * that was never used is opened, and has its first cut-off after that. Returns how many were sealed.
   */
  async sealDue(ctx: Ctx): Promise<number> {
    const clients = (await this.clients.all(ctx)).filter((client) => client.status !== 'ended');
    const byId = new Map(clients.map((client) => [client.id, client]));
    const cutoffs = clients.flatMap((client) => latestCutoffs(client, ctx.now));
    const due = await this.db.tx({ ...ctx, clientId: null }, (tx) => dueCutoffs(tx, cutoffs));
    let sealed = 0;
    const failures: unknown[] = [];
    for (const { position, unopened } of due) {
      const cutoff = cutoffs[position];
      const client = cutoff && byId.get(cutoff.clientId);
      if (!client) continue;
      const scope = systemCtx('listings', client.id, ctx.now);
      try {
        if (unopened) await this.db.tx(scope, (tx) => this.open(scope, tx, cutoff.kind));
        else if (await this.db.tx(scope, (tx) => this.sealScheduled(scope, tx, client, cutoff))) sealed++;
      } catch (err) {
        log.error({ err, clientId: client.id, kind: cutoff.kind }, 'a scheduled listing could not be sealed');
        failures.push(err);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'scheduled listings could not be sealed');
    return sealed;
  }

  /** Under the lock: whether this date is still due is asked again, since another process may have been first. */
  private async sealScheduled(ctx: ClientCtx, tx: Tx, client: Client, cutoff: Cutoff): Promise<boolean> {
    await closeBook(tx, ctx.clientId, cutoff.kind);
    const [still] = await dueCutoffs(tx, [cutoff]);
    const open = await openListing(tx, ctx.clientId, cutoff.kind);
    return still !== undefined && open !== undefined
      ? this.sealOpen(ctx, tx, client, cutoff.kind, open.id, cutoff)
      : false;
  }

  /** Under the book's exclusive lock. */
  private async sealOpen(
    ctx: ClientCtx,
    tx: Tx,
    client: Client,
    kind: ListingKind,
    id: string,
    cutoff: Cutoff | null,
  ): Promise<boolean> {
    const sealed = await markSealed(tx, ctx.clientId, id, {
      cutoffAt: cutoff?.at ?? ctx.now,
      scheduledOn: cutoff?.date ?? null,
      sealedAt: ctx.now,
      sealedBy: actorName(ctx.actor),
      format: settingsOf(client, kind).format,
    });
    if (sealed) await openNextListing(tx, ctx.clientId, kind, ctx.now);
    return sealed;
  }

  private async open(ctx: ClientCtx, tx: Tx, kind: ListingKind): Promise<void> {
    await closeBook(tx, ctx.clientId, kind);
    if (!(await openListing(tx, ctx.clientId, kind))) await openNextListing(tx, ctx.clientId, kind, ctx.now);
  }
}

/** What the client has agreed for this book. */
export function settingsOf(client: Client, kind: ListingKind): Client['settings']['refundListing'] {
  return kind === 'refund' ? client.settings.refundListing : client.settings.replacementListing;
}

function latestCutoffs(client: Client, now: Date): Cutoff[] {
  return listingKinds.flatMap((kind) => {
    const { schedule } = settingsOf(client, kind);
    const latest = schedule && latestCutoff({ ...schedule, zone: client.zone }, now);
    return latest ? [{ clientId: client.id, kind, ...latest }] : [];
  });
}

import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import {
  Database,
  decodeCursor,
  Files,
  isId,
  operatorRoles,
  requirePermission,
  toPage,
  type Ctx,
  type Page,
  type PageQuery,
} from '#platform';
import { Clients } from '#clients';
import { charsetOf } from './file-encoding.js';
import { fileName } from './listing-freezing.service.js';
import { fail } from './listing.errors.js';
import { addFinal, listingById, listListings } from './listing.queries.js';
import { existingView, lineView, viewOf } from './listing.views.js';
import { linesOf } from './line.queries.js';
import type { FileFormat, LineView, ListingQuery, ListingView } from './listing.schema.js';
import { listingStates, type ListingKind } from './listing.states.js';

/** The frozen file of a listing. */
export interface ListingFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Readable;
  readonly sha256: string;
}

/** What a client's listings are and hold. */
@Injectable()
export class ListingReading {
  constructor(
    private readonly db: Database,
    private readonly clients: Clients,
    private readonly files: Files,
  ) {}

  /** Listings of one kind, newest first. */
  async list(ctx: Ctx, kind: ListingKind, query: ListingQuery): Promise<Page<ListingView>> {
    requirePermission(ctx, 'listing.read');
    const before = query.after === undefined ? null : Number(decodeCursor(query.after, 1)[0]) | 0;
    return this.db.tx(ctx, async (tx) => {
      const rows = await listListings(tx, ctx.clientId, kind, query.status ?? null, before, query.limit + 1);
      const page = toPage(
        rows,
        query.limit,
        (row) => [row.number],
        (row) => row,
      );
      const data: ListingView[] = [];
      for (const row of page.data) data.push(await viewOf(tx, ctx.clientId, row));
      return { data, next: page.next };
    });
  }

  /** One listing; raises `listing.unknown`. */
  async get(ctx: Ctx, kind: ListingKind, id: string): Promise<ListingView> {
    requirePermission(ctx, 'listing.read');
    return this.db.tx(ctx, async (tx) => {
      return existingView(tx, ctx.clientId, kind, id);
    });
  }

  /** The lines of a listing in the order of its file; raises `listing.unknown`. */
  async lines(ctx: Ctx, kind: ListingKind, id: string, query: PageQuery): Promise<Page<LineView>> {
    requirePermission(ctx, 'listing.read');
    const after = query.after === undefined ? null : String(decodeCursor(query.after, 1)[0]);
    const masked = ctx.actor.kind === 'user' && (operatorRoles as readonly string[]).includes(ctx.actor.role);
    return this.db.tx(ctx, async (tx) => {
      if (!(await listingById(tx, ctx.clientId, kind, id))) throw fail('listing.unknown');
      const rows = await linesOf(
        tx,
        ctx.clientId,
        id,
        after !== null && isId(after) ? after : null,
        query.limit + 1,
      );
      return toPage(
        rows,
        query.limit,
        (row) => [row.id],
        (row) => lineView(row, masked),
      );
    });
  }

  /**
   * The frozen file, byte for byte the same each time. Raises `listing.unknown`, `listing.still_open`,
   * `listing.not_released` in the moment between sealing and freezing, `listing.format_unavailable`.
   */
  async file(ctx: Ctx, kind: ListingKind, id: string, format: FileFormat): Promise<ListingFile> {
    requirePermission(ctx, 'listing.read');
    const { code } = await this.clients.current(ctx);
    const row = await this.db.tx(ctx, (tx) => listingById(tx, ctx.clientId, kind, id));
    if (!row) throw fail('listing.unknown');
    if (format !== 'csv') throw fail('listing.format_unavailable', { format });
    if (row.status === 'open') throw fail('listing.still_open', { number: row.number });
    if (!row.file_id || !row.format || !row.sha256)
      throw fail('listing.not_released', { number: row.number });
    return {
      name: fileName(code, kind, row.number),
      mediaType: `text/csv; charset=${charsetOf(row.format.encoding)}`,
      content: this.files.read(ctx, row.file_id),
      sha256: row.sha256,
    };
  }

  /**
   * The client is done with a listing, whatever its lines say. Raises `listing.unknown`, and
   * `listing.not_acknowledgeable` when it is not released.
   */
  async acknowledge(ctx: Ctx, kind: ListingKind, id: string): Promise<ListingView> {
    requirePermission(ctx, 'listing.report');
    return this.db.tx(ctx, async (tx) => {
      const row = await listingById(tx, ctx.clientId, kind, id, 'FOR NO KEY UPDATE');
      if (!row) throw fail('listing.unknown');
      if (listingStates[row.status].acknowledge === undefined) {
        throw fail('listing.not_acknowledgeable', { number: row.number, status: row.status });
      }
      await addFinal(tx, ctx.clientId, id, 0, ctx.now, true);
      return existingView(tx, ctx.clientId, kind, id);
    });
  }
}

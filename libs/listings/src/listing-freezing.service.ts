import { AsyncResource } from 'node:async_hooks';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Database, Files, localDate, log, systemCtx, type ClientCtx, type Ctx } from '#platform';
import { Clients } from '#clients';
import { fileContent } from './file-content.js';
import { countLines, firstSealed, markReleased, unfrozenBooks } from './listing.queries.js';
import type { ListingKind } from './listing.states.js';

/** 8 GiB: some 80 million lines. */
const maxFileBytes = 8 * 1024 ** 3;
const readAheadBytes = 4 * 1024 ** 2;

/**
 * Writes what a sealed listing is, for good: line count, totals, file, hash. May be killed anywhere and started again;
 * nobody sees a half-written file.
 */
@Injectable()
export class ListingFreezing {
  /** One at a time in a process: each holds one connection while it needs a second one. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly clients: Clients,
    private readonly files: Files,
  ) {}

  /** Freezes every sealed listing of the book, in number order. Call it outside a transaction. */
  async freeze(ctx: ClientCtx, kind: ListingKind): Promise<number> {
    const run = this.queue.then(async () => {
      let frozen = 0;
      while (await this.freezeFirst(ctx, kind)) frozen++;
      return frozen;
    });
    this.queue = run.catch(() => undefined);
    return run;
  }

  /** Freezes what is left of all clients, for example after a crash. A book that fails does not stop the others. */
  async freezeAll(ctx: Ctx): Promise<void> {
    const books = await this.db.tx({ ...ctx, clientId: null }, unfrozenBooks);
    const failures: unknown[] = [];
    for (const { clientId, kind } of books) {
      await this.freeze(systemCtx('listings', clientId, ctx.now), kind).catch((err: unknown) => {
        log.error({ err, clientId, kind }, 'a sealed listing could not be frozen');
        failures.push(err);
      });
    }
    if (failures.length > 0) throw new AggregateError(failures, 'sealed listings could not be frozen');
  }

  /**
   * One transaction reads the lines by COPY while the file is stored part by part beside it; only its last statement
   * makes them the listing's. The advisory lock keeps a second process from writing the same file.
   */
  private async freezeFirst(ctx: ClientCtx, kind: ListingKind): Promise<boolean> {
    const { code, zone } = await this.clients.current(ctx);
    // Bound to the caller's context, outside the transaction below: neither may queue behind its COPY.
    const store = AsyncResource.bind((name: string, content: AsyncIterable<Buffer>) =>
      this.files.store(ctx, name, 'text/csv', content, maxFileBytes),
    );
    const count = AsyncResource.bind((id: string) =>
      this.db.tx(ctx, (tx) => countLines(tx, ctx.clientId, id)),
    );
    return this.db.tx(ctx, async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `freeze:${ctx.clientId}:${kind}`,
      ]);
      const listing = await firstSealed(tx, ctx.clientId, kind);
      if (!listing?.format || !listing.cutoff_at) return false;
      const content = fileContent(tx, {
        clientId: ctx.clientId,
        listingId: listing.id,
        number: listing.number,
        cutoffOn: listing.scheduled_on ?? localDate(listing.cutoff_at, zone),
        format: listing.format,
      });
      const counting = count(listing.id);
      const storing = store(fileName(code, kind, listing.number), readAhead(content));
      const [counted, file] = await Promise.all([counting, storing]);
      return markReleased(tx, ctx.clientId, listing.id, {
        at: ctx.now,
        ...counted,
        sha256: file.sha256,
        previous: listing.previous,
        fileId: file.id,
      });
    });
  }
}

/** Goes on formatting while a part of the file is stored. */
function readAhead(content: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  return Readable.from(content, { objectMode: false, highWaterMark: readAheadBytes });
}

/** For example `ACME-refund-000012.csv`. */
export function fileName(clientCode: string, kind: ListingKind, number: number): string {
  return `${clientCode}-${kind}-${String(number).padStart(6, '0')}.csv`;
}

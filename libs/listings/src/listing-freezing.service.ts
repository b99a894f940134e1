import { AsyncResource } from 'node:async_hooks';
import { finished } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Database, Files, localDate, log, systemCtx, type ClientCtx, type Ctx, type Tx } from '#platform';
import { Clients } from '#clients';
import { encodeFile } from './file-encoding.js';
import { fileCopies } from './file-sql.js';
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
    // Bound to the caller's context, outside the transaction below: the parts must not queue behind its COPY.
    const store = AsyncResource.bind((name: string, content: AsyncIterable<Buffer>) =>
      this.files.store(ctx, name, 'text/csv', content, maxFileBytes),
    );
    return this.db.tx(ctx, async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `freeze:${ctx.clientId}:${kind}`,
      ]);
      const listing = await firstSealed(tx, ctx.clientId, kind);
      if (!listing?.format || !listing.cutoff_at) return false;
      const { count, due, totals } = await countLines(tx, ctx.clientId, listing.id);
      const copies = fileCopies({
        clientId: ctx.clientId,
        listingId: listing.id,
        number: listing.number,
        cutoffOn: listing.scheduled_on ?? localDate(listing.cutoff_at, zone),
        format: listing.format,
      });
      const file = await store(
        fileName(code, kind, listing.number),
        readAhead(encodeFile(outputs(tx, [copies.header, copies.lines]), listing.format)),
      );
      return markReleased(tx, ctx.clientId, listing.id, {
        at: ctx.now,
        count,
        due,
        totals,
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

/** The outputs of COPY statements, one after the other. A reader that stops early leaves the connection usable. */
async function* outputs(tx: Tx, statements: readonly string[]): AsyncGenerator<Buffer> {
  for (const sql of statements) {
    const output = tx.copyOut(sql);
    try {
      yield* output.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
    } finally {
      await drained(output);
    }
  }
}

/** The rest of a COPY must be read, or the connection never answers again. */
async function drained(output: Readable): Promise<void> {
  if (output.readableEnded || output.destroyed) return;
  output.resume();
  await finished(output).catch(() => undefined);
}

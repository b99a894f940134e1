import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import {
  Database,
  decodeCursor,
  isId,
  requirePermission,
  toPage,
  type ClientCtx,
  type Ctx,
  type Page,
  type Tx,
} from '#platform';
import { evidenceHeader, evidenceLine } from './evidence.js';
import { readEvidence } from './evidence.queries.js';
import { fail } from './metering.errors.js';
import { listStatements, markInvoiced, readStatement, type StatementRow } from './statement.queries.js';
import type { StatementQuery, StatementView } from './statement.schema.js';
import { viewStatement } from './statement-view.js';

const evidenceBatch = 5_000;

/** A client's statements, as they are read. */
@Injectable()
export class Statements {
  constructor(private readonly db: Database) {}

  /** Newest first. Totals are kept with each statement, so the open one costs no more than a closed one. */
  async list(ctx: Ctx, query: StatementQuery): Promise<Page<StatementView>> {
    requirePermission(ctx, 'statement.read');
    const { clientId } = ctx;
    const before = query.after === undefined ? null : Number(decodeCursor(query.after, 1)[0]);
    const rows = await this.db.tx(ctx, (tx) =>
      listStatements(tx, clientId, { status: query.status, before, limit: query.limit + 1 }),
    );
    return toPage(rows, query.limit, (row) => [row.number], viewStatement);
  }

  /** One statement; raises `statement.unknown`. */
  async get(ctx: Ctx, id: string): Promise<StatementView> {
    requirePermission(ctx, 'statement.read');
    return viewStatement(await this.row(ctx, id));
  }

  /**
   * One line per row of the ledger in this statement, with the facts of its contact, as CSV (UTF-8 with a byte order
   * mark, semicolons, CRLF). Streamed in batches of short transactions: any size, and a slow reader holds none
   * open. Raises `statement.unknown` before the first byte.
   */
  async contactsCsv(ctx: Ctx, id: string): Promise<Readable> {
    requirePermission(ctx, 'statement.read');
    await this.row(ctx, id);
    return Readable.from(this.evidence(ctx, id), { objectMode: false });
  }

  /** Marks a closed and frozen statement as invoiced inside the issuing transaction; false when it is not one. */
  async markInvoiced(ctx: ClientCtx, tx: Tx, id: string): Promise<boolean> {
    requirePermission(ctx, 'invoice.issue');
    return markInvoiced(tx, ctx.clientId, id, ctx.now);
  }

  /** The stored row, for those who compute with it; raises `statement.unknown`. */
  async row(ctx: Ctx, id: string): Promise<StatementRow> {
    requirePermission(ctx, 'statement.read');
    const { clientId } = ctx;
    if (!isId(id)) throw fail('statement.unknown');
    const row = await this.db.tx(ctx, (tx) => readStatement(tx, clientId, id));
    if (!row) throw fail('statement.unknown');
    return row;
  }

  private async *evidence(ctx: ClientCtx, id: string): AsyncGenerator<Buffer> {
    yield Buffer.from(evidenceHeader);
    for (let after = 0; ;) {
      const rows = await this.db.tx(ctx, (tx) => readEvidence(tx, ctx.clientId, id, after, evidenceBatch));
      if (rows.length > 0) yield Buffer.from(rows.map(evidenceLine).join(''));
      const last = rows.at(-1);
      if (!last || rows.length < evidenceBatch) return;
      after = last.seq;
    }
  }
}

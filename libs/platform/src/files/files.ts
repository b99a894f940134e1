import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { ClientCtx } from '../access/ctx.js';
import { Database } from '../db/database.js';
import { newId } from '../db/ids.js';
import { fail } from '../errors/domain-error.js';

const partBytes = 1024 * 1024;

export interface StoredFile {
  readonly id: string;
  readonly sha256: string;
  readonly byteCount: number;
}

/**
 * Files of a client, in parts of 1 MiB in PostgreSQL: one truth, one backup, row security, any number of processes.
 * Immutable once stored.
 */
@Injectable()
export class Files {
  constructor(private readonly db: Database) {}

  /**
   * Stores a stream, one short transaction per part; memory stays at one part. Raises `request.too_large`. With `keepIf`
   * its answer about the finished content decides: false discards it, and null is returned.
   */
  async store(
    ctx: ClientCtx,
    name: string,
    mediaType: string,
    content: AsyncIterable<Buffer>,
    maxBytes?: number,
  ): Promise<StoredFile>;
  async store(
    ctx: ClientCtx,
    name: string,
    mediaType: string,
    content: AsyncIterable<Buffer>,
    maxBytes: number | undefined,
    keepIf: (sha256: string) => Promise<boolean>,
  ): Promise<StoredFile | null>;
  async store(
    ctx: ClientCtx,
    name: string,
    mediaType: string,
    content: AsyncIterable<Buffer>,
    maxBytes = 1024 * 1024 * 1024,
    keepIf?: (sha256: string) => Promise<boolean>,
  ): Promise<StoredFile | null> {
    const id = newId();
    const hash = createHash('sha256');
    let byteCount = 0;
    let partNo = 0;
    let pending: Buffer[] = [];
    let pendingBytes = 0;
    const flush = async (): Promise<void> => {
      if (pendingBytes === 0) return;
      const bytes = Buffer.concat(pending);
      pending = [];
      pendingBytes = 0;
      await this.db.tx(ctx, (tx) =>
        tx.query('INSERT INTO file_part (client_id, file_id, part_no, bytes) VALUES ($1, $2, $3, $4)', [
          ctx.clientId,
          id,
          partNo++,
          bytes,
        ]),
      );
    };
    for await (const chunk of content) {
      hash.update(chunk);
      byteCount += chunk.length;
      if (byteCount > maxBytes) {
        await this.discardParts(ctx, id);
        throw fail('request.too_large', { maxBytes });
      }
      pending.push(chunk);
      pendingBytes += chunk.length;
      if (pendingBytes >= partBytes) await flush();
    }
    await flush();
    const sha256 = hash.digest('hex');
    if (keepIf && !(await keepIf(sha256))) {
      await this.discardParts(ctx, id);
      return null;
    }
    await this.db.tx(ctx, (tx) =>
      tx.query(
        `INSERT INTO file (client_id, id, name, media_type, byte_count, sha256) VALUES ($1, $2, $3, $4, $5, $6)`,
        [ctx.clientId, id, name, mediaType, byteCount, sha256],
      ),
    );
    return { id, sha256, byteCount };
  }

  private async discardParts(ctx: ClientCtx, id: string): Promise<void> {
    await this.db.tx(ctx, (tx) =>
      tx.query('DELETE FROM file_part WHERE client_id = $1 AND file_id = $2', [ctx.clientId, id]),
    );
  }

  /** The bytes of a file, one part in memory at a time. An unknown id gives an empty stream. */
  read(ctx: ClientCtx, id: string): Readable {
    return Readable.from(this.parts(ctx, id), { objectMode: false });
  }

  private async *parts(ctx: ClientCtx, id: string): AsyncGenerator<Buffer> {
    for (let partNo = 0; ; partNo++) {
      const [row] = await this.db.tx(ctx, (tx) =>
        tx.query<{ bytes: Buffer }>(
          'SELECT bytes FROM file_part WHERE client_id = $1 AND file_id = $2 AND part_no = $3',
          [ctx.clientId, id, partNo],
        ),
      );
      if (!row) return;
      yield row.bytes;
    }
  }
}

import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { DATABASE_URL } from '../db/database-url.js';
import { log } from '../log/logger.js';
import type { OutboxItem } from './outbox.js';
import { noteReceipts } from './outbox.queries.js';

interface Waiting {
  readonly item: OutboxItem;
  readonly receipt: string;
  readonly noted: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Notes at once what the outside answered, so that a worker killed before it records a whole batch repeats at most what
 * was answered in the last instant. Notes that arrive while one is written share the next write.
 *
 * On a connection of its own: senders wait for this, and a statement that is its whole transaction takes one round trip
 * where `db.tx` takes four. Without waiting for the disk: this is about a worker that is killed, and what a server that
 * loses power forgets is only that the effect need not be repeated.
 */
@Injectable()
export class OutboxReceipts implements OnApplicationShutdown {
  private readonly waiting = new Map<string, Waiting[]>();
  private readonly writing = new Set<string>();

  private pool: pg.Pool | undefined;

  constructor(@Inject(DATABASE_URL) private readonly url: string) {}

  /** Resolves when the receipt is in the database; a lost lease makes it void. */
  note(kind: string, item: OutboxItem, receipt: string): Promise<void> {
    return new Promise((noted, failed) => {
      const queue = this.waiting.get(kind) ?? [];
      queue.push({ item, receipt, noted, failed });
      this.waiting.set(kind, queue);
      if (!this.writing.has(kind)) void this.write(kind);
    });
  }

  private async write(kind: string): Promise<void> {
    this.writing.add(kind);
    for (let batch = this.waiting.get(kind); batch; batch = this.waiting.get(kind)) {
      this.waiting.delete(kind);
      const notes = batch;
      try {
        this.pool ??= this.connect();
        await noteReceipts(this.pool, kind, notes);
        for (const note of notes) note.noted();
      } catch (error) {
        for (const note of notes) note.failed(error);
      }
    }
    this.writing.delete(kind);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.end();
    this.pool = undefined;
  }

  private connect(): pg.Pool {
    const pool = new pg.Pool({
      connectionString: this.url,
      max: 1,
      options: '-c role=reintegro_system -c synchronous_commit=off',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    });
    pool.on('error', (err) => log.warn({ err }, 'receipts'));
    return pool;
  }
}

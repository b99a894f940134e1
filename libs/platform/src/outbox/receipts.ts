import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { DATABASE_URL } from '../db/database-url.js';
import { log } from '../log/logger.js';
import type { OutboxItem } from './outbox.js';
import { noteReceipt } from './outbox.queries.js';

/**
 * Notes at once what the outside answered, so that a worker killed before it records a whole batch repeats at most what
 * was answered in the last instant.
 *
 * On a connection of its own, where notes follow each other without waiting for answers (pipelining), each a statement
 * and a transaction by itself: senders wait for this, and `db.tx` would take four round trips. Without waiting for the
 * disk: this is about a worker that is killed, and what a server that loses power forgets is only that an effect need not
 * be repeated.
 */
@Injectable()
export class OutboxReceipts implements OnApplicationShutdown {
  private connecting: Promise<pg.Client> | undefined;

  constructor(@Inject(DATABASE_URL) private readonly url: string) {}

  /**
   * Resolves when the receipt is in the database; a lost lease makes it void. `handed` is called as soon as the note is
   * with the operating system: from then on it arrives even when this process is killed.
   */
  async note(kind: string, item: OutboxItem, receipt: string, handed?: () => void): Promise<void> {
    this.connecting ??= this.connect();
    const client = await this.connecting;
    const noted = noteReceipt(client, kind, item, receipt);
    handed?.();
    await noted;
  }

  async onApplicationShutdown(): Promise<void> {
    const client = await this.connecting?.catch(() => undefined);
    this.connecting = undefined;
    await client?.end();
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.url,
      options: '-c role=reintegro_system -c synchronous_commit=off',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      pipeline: true,
    });
    // The next note connects anew; those that were on their way fail.
    client.on('error', (err) => log.warn({ err }, 'receipts'));
    client.on('end', () => {
      this.connecting = undefined;
    });
    try {
      await client.connect();
      return client;
    } catch (error) {
      this.connecting = undefined;
      throw error;
    }
  }
}

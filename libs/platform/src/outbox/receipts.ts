import { Injectable } from '@nestjs/common';
import { systemCtx } from '../access/ctx.js';
import { Clock } from '../clock/clock.js';
import { Database } from '../db/database.js';
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
 */
@Injectable()
export class OutboxReceipts {
  private readonly waiting = new Map<string, Waiting[]>();
  private readonly writing = new Set<string>();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

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
        await this.db.tx(systemCtx('receipts', null, this.clock.now()), (tx) =>
          noteReceipts(tx, kind, notes),
        );
        for (const note of notes) note.noted();
      } catch (error) {
        for (const note of notes) note.failed(error);
      }
    }
    this.writing.delete(kind);
  }
}

import { Injectable } from '@nestjs/common';
import { systemCtx } from '../access/ctx.js';
import { Clock } from '../clock/clock.js';
import { Database } from '../db/database.js';
import { log } from '../log/logger.js';
import type { OutboxHandler } from './outbox.js';
import { recordInOutbox, takeFromOutbox } from './outbox.queries.js';

/** Drains the outbox, kind by kind. Any number of processes may run it at once. */
@Injectable()
export class OutboxDispatcher {
  private readonly handlers = new Map<string, OutboxHandler>();
  private readonly running = new Map<string, Promise<number>>();
  private readonly again = new Set<string>();
  private stopping = false;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Called by the worker while it starts; a kind has exactly one handler. */
  register(handler: OutboxHandler): void {
    if (this.handlers.has(handler.kind)) throw new Error(`outbox kind has two handlers: ${handler.kind}`);
    this.handlers.set(handler.kind, handler);
  }

  kinds(): string[] {
    return [...this.handlers.keys()];
  }

  /** Works until nothing of this kind is due; a second call while one runs makes that one look again. */
  drain(kind: string): Promise<number> {
    const running = this.running.get(kind);
    if (running) {
      this.again.add(kind);
      return running;
    }
    const run = this.runAll(kind).finally(() => {
      this.running.delete(kind);
      if (this.again.delete(kind) && !this.stopping)
        void this.drain(kind).catch((err: Error) => log.error({ err }, 'outbox'));
    });
    this.running.set(kind, run);
    return run;
  }

  /** Lets the batches in flight finish and takes no more. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.allSettled(this.running.values());
  }

  private async runAll(kind: string): Promise<number> {
    const handler = this.handlers.get(kind);
    if (!handler) throw new Error(`outbox kind without handler: ${kind}`);
    const loops = Array.from({ length: handler.sideBySide ?? 1 }, () => this.run(handler));
    await Promise.allSettled(loops); // a second call must not begin before all have ended
    return (await Promise.all(loops)).reduce((sum, performed) => sum + performed, 0);
  }

  private async run(handler: OutboxHandler): Promise<number> {
    const { kind } = handler;
    let performed = 0;
    // The next batch is taken while this one is performed, so the effect never waits for the database.
    let next = this.take(handler);
    for (;;) {
      const { taken, setAside } = await next;
      if (setAside.length > 0) {
        log.error({ kind, refs: setAside.map((i) => i.refId) }, 'outbox rows set aside');
        await handler.setAside(setAside);
      }
      if (taken.length === 0 && setAside.length === 0) return performed;
      next = this.stopping ? Promise.resolve({ taken: [], setAside: [] }) : this.take(handler);
      next.catch(() => undefined); // awaited at the top of the loop; this only keeps Node from calling it unhandled
      const outcomes = await handler.perform(taken);
      await this.db.tx(this.ctx(kind), (tx) => recordInOutbox(tx, kind, outcomes));
      performed += outcomes.length;
    }
  }

  private take(handler: OutboxHandler) {
    return this.db.tx(this.ctx(handler.kind), (tx) =>
      takeFromOutbox(tx, handler.kind, handler.batch, handler.leaseSeconds),
    );
  }

  private ctx(kind: string) {
    return systemCtx(`outbox:${kind}`, null, this.clock.now());
  }
}

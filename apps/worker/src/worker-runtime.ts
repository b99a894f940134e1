import { Jobs, OutboxDispatcher, outboxSweep, outboxWake } from '#platform';

/** A library's job handlers. */
export interface JobRegistrar {
  register(): void;
  /** What a library begins once jobs are worked off: listening to the outside. */
  begin?(): Promise<void>;
}

/** Starts and stops the work of a process: every library's jobs, the outbox and its sweep. */
export class WorkerRuntime {
  private started = false;

  constructor(
    private readonly jobs: Jobs,
    private readonly outbox: OutboxDispatcher,
    private readonly registrars: readonly JobRegistrar[],
  ) {}

  /** Registers all handlers and begins. Fails when a declared job has none, or one has two. */
  async start(): Promise<void> {
    for (const registrar of this.registrars) registrar.register();
    this.jobs.handle(outboxWake, async ({ kind }) => {
      await this.outbox.drain(kind);
    });
    this.jobs.handle(outboxSweep, async () => {
      await Promise.all(this.outbox.kinds().map((kind) => this.outbox.drain(kind)));
    });
    await this.jobs.start();
    this.started = true;
    for (const registrar of this.registrars) await registrar.begin?.();
  }

  /** Takes no more work and lets what is in flight finish. */
  async stop(): Promise<void> {
    if (this.started) await Promise.all([this.outbox.stop(), this.jobs.stop()]);
  }
}

/**
 * A figure that takes a while to count: whoever asks gets the one at hand, and once it is older than it may be it is counted
 * anew beside that. Counting takes at most a fiftieth of the time, however slow it gets: a count of 5 ms is repeated every
 * `freshMs`, one of 300 ms every 15 s. Many who ask at once share one count.
 */
export class Recount<T> {
  private kept: { value: T; staleAt: number } | undefined;
  private running: Promise<T> | undefined;

  constructor(
    private readonly count: () => Promise<T>,
    private readonly freshMs: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** At most as old as said above; only the very first who asks has to wait for a count. */
  async value(): Promise<T> {
    if (!this.kept) return this.again();
    // The next who asks tries again, and whoever has no figure yet is told: a failed count leaves the last one in place.
    if (this.nowMs() >= this.kept.staleAt) this.again().catch(() => undefined);
    return this.kept.value;
  }

  private again(): Promise<T> {
    this.running ??= this.measured().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async measured(): Promise<T> {
    const from = this.nowMs();
    const value = await this.count();
    const took = this.nowMs() - from;
    this.kept = { value, staleAt: this.nowMs() + Math.max(this.freshMs, took * 49) };
    return value;
  }
}

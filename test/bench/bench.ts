/** One measured path against its limit, and against what a user would pick instead, in the same run. */
export interface BenchRow {
  readonly path: string;
  /** Units per second (rows, mails, lines); for `lowerIsBetter` a cost, for example milliseconds. */
  readonly ours: number;
  readonly unit: string;
  readonly limit?: { readonly name: string; readonly value: number };
  readonly peer?: { readonly name: string; readonly value: number };
  readonly memoryMb?: number;
  readonly lowerIsBetter?: boolean;
  /** What `promises.md` asks: the least (or with `lowerIsBetter` the most) that `ours / limit` may be, or an absolute bound. */
  readonly promise: { readonly text: string; readonly kept: boolean };
}

export interface Bench {
  readonly name: string;
  /** Runs on a migrated database of its own; the median of `repeats` runs where that makes sense. */
  run(kit: BenchKit): Promise<BenchRow[]>;
}

export interface BenchKit {
  /** A fresh, migrated, empty database on a server with production settings (fsync on). */
  database(): Promise<{ url: string; drop(): Promise<void> }>;
  /** Multiplies row counts; 1 is the full size, smaller for a quick look. */
  readonly scale: number;
  readonly repeats: number;
  log(line: string): void;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Times `fn` in seconds. */
export async function seconds(fn: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  await fn();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** Peak resident memory above the level at the start, in MiB, while `fn` runs. */
export async function peakMemoryMb<T>(fn: () => Promise<T>): Promise<{ result: T; peakMb: number }> {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  try {
    const result = await fn();
    return { result, peakMb: Math.max(0, Math.max(peak, process.memoryUsage.rss()) - before) / 1024 / 1024 };
  } finally {
    clearInterval(timer);
  }
}

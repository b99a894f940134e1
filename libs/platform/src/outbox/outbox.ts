/** A leased outbox row: the effect to perform, identified by its business row. `token` fences late workers off. */
export interface OutboxItem {
  readonly clientId: string;
  readonly refId: string;
  /** How often it was taken, this time included; counted before the effect, so a crash counts too. */
  readonly attempt: number;
  readonly token: string;
  /** What the outside answered to an earlier take that died before its outcome was recorded: record it, don't repeat it. */
  readonly receipt: string | null;
}

export type OutboxOutcome =
  | { readonly item: OutboxItem; readonly result: 'done' }
  | { readonly item: OutboxItem; readonly result: 'retry'; readonly nextAt: Date; readonly reason: string }
  | { readonly item: OutboxItem; readonly result: 'failed'; readonly reason: string };

/** One kind of outside effect. Performed outside any transaction; assume that each item may come again. */
export interface OutboxHandler {
  readonly kind: string;
  /** Rows per take. */
  readonly batch: number;
  /** Longer than twice the slowest batch (the next is taken while one is performed): then another worker may take the rows. */
  readonly leaseSeconds: number;
  /** How many batches one process performs side by side, 1 unless said: with 2, one sends while the other is recorded. */
  readonly sideBySide?: number;
  /**
   * Performs the effects and writes their outcomes into the business rows, at most one failure per item: an item
   * missing from the result is retried after its lease. Must not throw for one item's sake.
   */
  perform(items: readonly OutboxItem[]): Promise<readonly OutboxOutcome[]>;
  /** Tells the business row of an item that was set aside after its worker died five times. */
  setAside(items: readonly OutboxItem[]): Promise<void>;
}

/** The items of each client, in the order in which they come. */
export function byClient(items: readonly OutboxItem[]): Map<string, OutboxItem[]> {
  const groups = new Map<string, OutboxItem[]>();
  for (const item of items) {
    const group = groups.get(item.clientId);
    if (group) group.push(item);
    else groups.set(item.clientId, [item]);
  }
  return groups;
}

const minute = 60_000;

/** When to try again after the nth attempt: 1, 2, 4, … minutes with a tenth of jitter, at most four hours apart. */
export function backoff(now: Date, attempt: number, random: () => number = Math.random): Date {
  const wait = Math.min(2 ** (attempt - 1) * minute, 240 * minute);
  return new Date(now.getTime() + wait * (0.95 + random() * 0.1));
}

import type { ClientCtx, Tx } from '#platform';
import type { CaseRecord } from '#cases';
import type { LineResult } from './listing.states.js';

/** What became of a line, when that is news. */
export interface ResultNews {
  /** The case as it was before this result. */
  readonly record: CaseRecord;
  readonly itemId: string;
  readonly lineId: string;
  readonly result: LineResult;
  /** What was paid, in minor units; for refunds. */
  readonly amount: { readonly amountMinor: number; readonly currency: string };
  /** As reported: reason, carrier, tracking, dates. */
  readonly detail: Readonly<Record<string, string>>;
}

/**
 * What follows from results beyond the case, turned around so that data flows one way: listings must not know who tells
 * customers. Resolution provides it; it runs in the transaction that records the results.
 */
export abstract class ResultEffects {
  /** In bulk; the caller holds the cases. */
  abstract follow(ctx: ClientCtx, tx: Tx, news: readonly ResultNews[]): Promise<void>;
}

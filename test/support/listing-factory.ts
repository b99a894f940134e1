import type { CaseItem, CaseRecord } from '#cases';
import { Cases } from '#cases';
import type { ClientCtx } from '#platform';
import { Listings, type ListingEntry, type ListingKind } from '#listings';
import { newCaseRecord, newItem } from './case-factory.js';
import type { World } from './world.js';

/** Decided cases of one item each, not stored yet. */
export function decidedCases(
  count: number,
  outcome: ListingKind,
  item: Partial<CaseItem> = {},
  record: Partial<CaseRecord> = {},
): CaseRecord[] {
  return Array.from({ length: count }, () =>
    newCaseRecord({
      state: 'decided',
      ...record,
      items: [newItem({ outcome, fulfilment: 'listed', ...item })],
    }),
  );
}

/** Stores decided cases and lists their items, in one transaction as the flow does. */
export async function enlistCases(
  world: Pick<World, 'db' | 'get'>,
  ctx: ClientCtx,
  kind: ListingKind,
  records: readonly CaseRecord[],
): Promise<{ listingId: string; lineIds: readonly string[] }> {
  return world.db.tx(ctx, async (tx) => {
    await world.get(Cases).write(ctx, tx, records);
    const entries = records.flatMap((record) => record.items.map((item): ListingEntry => ({ record, item })));
    const enlisted = await world.get(Listings).enlist(ctx, tx, kind, entries);
    if (!enlisted) throw new Error('nothing was listed');
    return enlisted;
  });
}

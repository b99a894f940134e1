import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ListingFreezing, ListingReading, ListingSealing, ListingsModule } from '#listings';
import { decidedCases, enlistCases } from '../support/listing-factory.js';
import { SilentResultsModule } from '../support/silent-results.js';
import { createWorld, type World } from '../support/world.js';

/** `REINTEGRO_WRITER_REFUNDS=100000` runs the full size. */
const refunds = Number(process.env['REINTEGRO_WRITER_REFUNDS'] ?? 20_000);
const writers = 16;
const perTransaction = 25;

let world: World;
beforeAll(async () => {
  world = await createWorld([SilentResultsModule, ListingsModule]);
});
afterAll(() => world.close());

describe('sixteen writers against a seal every 0.2 s', () => {
  it('put every refund into exactly one listing, and numbers have no gaps', async () => {
    const ctx = world.as(await world.newClient());
    const reading = world.get(ListingReading);
    const sealing = world.get(ListingSealing);
    // What each writer was told its rows are in, to be held against what the sealed listings say.
    const told = new Map<string, number>();
    let left = refunds;
    let done = false;
    const write = async (): Promise<void> => {
      while (left > 0) {
        const count = Math.min(perTransaction, left);
        left -= count;
        const { listingId } = await enlistCases(world, ctx, 'refund', decidedCases(count, 'refund'));
        told.set(listingId, (told.get(listingId) ?? 0) + count);
      }
    };
    const sealRegularly = async (): Promise<number> => {
      let sealed = 0;
      while (!done) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        const [open] = (await reading.list(ctx, 'refund', { limit: 1, status: 'open' })).data;
        if (!open) continue;
        await sealing.seal(ctx, 'refund', open.id);
        sealed++;
      }
      return sealed;
    };
    const sealer = sealRegularly();
    await Promise.all(Array.from({ length: writers }, write)).finally(() => {
      done = true;
    });
    const seals = await sealer;
    await world.get(ListingFreezing).freezeAll(world.across);

    const owner = await world.database.owner();
    const { rows: listings } = await owner.query<{
      id: string;
      number: number;
      status: string;
      line_count: number | null;
      lines: number;
    }>(
      `SELECT l.id, l.number, l.status, l.line_count, count(n.id)::int AS lines
       FROM listing l LEFT JOIN listing_line n ON n.client_id = l.client_id AND n.listing_id = l.id
       GROUP BY l.client_id, l.id ORDER BY l.number`,
    );
    const { rows: items } = await owner.query<{ missed: number; doubled: number }>(
      `SELECT count(*) FILTER (WHERE n = 0)::int AS missed, count(*) FILTER (WHERE n > 1)::int AS doubled
       FROM (SELECT count(l.id) AS n FROM case_item i
             LEFT JOIN listing_line l ON l.client_id = i.client_id AND l.item_id = i.id
             GROUP BY i.client_id, i.id) counted`,
    );
    expect(items).toEqual([{ missed: 0, doubled: 0 }]);
    expect(listings.reduce((sum, l) => sum + l.lines, 0)).toBe(refunds);
    expect(listings.map((l) => l.number)).toEqual(listings.map((_, i) => i + 1));
    expect(seals).toBeGreaterThan(1);
    expect(listings).toHaveLength(seals + 1);
    expect(listings.map((l) => l.status)).toEqual([...Array<string>(seals).fill('released'), 'open']);
    for (const l of listings) {
      expect(l.lines).toBe(told.get(l.id) ?? 0);
      if (l.status !== 'open') expect(l.line_count).toBe(l.lines);
    }
  }, 300_000);
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addDays, localDate, localInstant, type Weekday } from '#platform';
import type { NewClient } from '#clients';
import { WorkItems } from '#desk';
import { decidedCases, enlistCases } from '../../../test/support/listing-factory.js';
import { SilentResultsModule } from '../../../test/support/silent-results.js';
import { createWorld, plainFormat, type World } from '../../../test/support/world.js';
import { DeadlineAlarm } from './deadline-alarm.service.js';
import { ListingReading } from './listing-reading.service.js';
import { ListingSealing } from './listing-sealing.service.js';
import { ListingsModule } from './listings.module.js';

const everyDay: Weekday[] = [1, 2, 3, 4, 5, 6, 7];
let world: World;
let sealing: ListingSealing;

beforeAll(async () => {
  world = await createWorld([SilentResultsModule, ListingsModule]);
  sealing = world.get(ListingSealing);
});
afterAll(() => world.close());
beforeEach(async () => {
  // Clients of other tests would be sealed as well.
  await (await world.database.owner()).query("UPDATE client SET status = 'ended'");
});

const settings = (at: string, weekdays: Weekday[] | null): NewClient['settings'] => ({
  formality: 'formal',
  paymentDays: 14,
  refundListing: { schedule: weekdays && { at, weekdays }, format: plainFormat },
  replacementListing: { schedule: null, format: plainFormat },
});

/** One run of the minute's job at this instant. */
async function tick(at: Date | string): Promise<number> {
  world.clock.set(at);
  return sealing.sealDue(world.across);
}

interface Sealed {
  client_id: string;
  number: number;
  scheduled_on: string | null;
  cutoff_at: Date;
  sealed_at: Date;
}
async function sealedListings(): Promise<Sealed[]> {
  const owner = await world.database.owner();
  const { rows } = await owner.query<Sealed>(
    `SELECT l.client_id, l.number, l.scheduled_on, l.cutoff_at, l.sealed_at FROM listing l JOIN client c ON c.id = l.client_id
     WHERE l.status <> 'open' AND c.status <> 'ended' ORDER BY l.client_id, l.number`,
  );
  return rows;
}

describe('scheduled cut-offs', () => {
  it('make exactly one listing per client and local date in a leap year, across both clock changes, in every zone', async () => {
    const zones: [string, string][] = [
      ['Europe/Berlin', '16:00'],
      ['Europe/London', '00:30'],
      ['Europe/Lisbon', '04:00'],
      ['Europe/Athens', '23:59'],
      ['Atlantic/Azores', '00:00'],
      ['Europe/Istanbul', '12:15'],
    ];
    const [first, last] = ['2027-12-31', '2029-01-01'];
    const start = new Date('2027-12-30T12:00:00Z');
    world.clock.set(start);
    const clients = new Map<string, [string, string]>();
    for (const [zone, at] of zones) {
      const client = await world.newClient({ zone, settings: settings(at, everyDay) });
      clients.set(client.id, [zone, at]);
    }
    expect(await tick(start)).toBe(0);
    // Each cut-off is a probe for the other zones; on days that are special, also a minute before and an hour after.
    const special = /-(02-2[89]|03-(01|2[4-8])|10-(2[7-9]|3[01])|12-31|01-01)$/;
    const instants = new Set<number>();
    for (let date: string = first; date <= last; date = addDays(date, 1)) {
      for (const [zone, at] of zones) {
        const cutoff = localInstant(date, at, zone).getTime();
        for (const offset of special.test(date) ? [-1, 0, 60] : [0]) instants.add(cutoff + offset * 60_000);
      }
    }
    const ticks = [...instants].sort((a, b) => a - b).filter((t) => t > start.getTime());
    for (const at of ticks) await tick(new Date(at));
    const sealed = await sealedListings();
    for (const [id, [zone, at]] of clients) {
      const own = sealed.filter((l) => l.client_id === id && (l.scheduled_on ?? '') >= first);
      const dates: string[] = [];
      for (let date: string = first; date <= last; date = addDays(date, 1)) dates.push(date);
      expect(own.map((l) => l.scheduled_on)).toEqual(dates);
      expect(dates).toContain('2028-02-29');
      expect(own.every((l) => l.sealed_at.getTime() === l.cutoff_at.getTime())).toBe(true);
      expect(own.every((l) => localDate(l.cutoff_at, zone) === l.scheduled_on)).toBe(true);
      expect(own.every((l) => +l.cutoff_at === +localInstant(l.scheduled_on ?? '', at, zone))).toBe(true);
      const numbers = sealed.filter((l) => l.client_id === id).map((l) => l.number);
      expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    }
  }, 120_000);

  it('are made up for once after a downtime, with all rows up to the sealing', async () => {
    world.clock.set('2026-03-02T10:00:00Z');
    const client = await world.newClient({ settings: settings('16:00', everyDay) });
    const { listingId } = await enlistCases(world, world.as(client), 'refund', decidedCases(2, 'refund'));
    world.clock.set('2026-03-05T17:30:00Z');
    await enlistCases(world, world.as(client), 'refund', decidedCases(3, 'refund'));
    expect(await tick('2026-03-05T17:31:00Z')).toBe(1);
    expect(await tick('2026-03-05T17:32:00Z')).toBe(0);
    const view = await world.get(ListingReading).get(world.as(client), 'refund', listingId);
    expect(view).toMatchObject({
      status: 'sealed',
      count: 5,
      scheduledOn: '2026-03-05',
      cutoffAt: '2026-03-05T15:00:00.000Z',
      sealedAt: '2026-03-05T17:31:00.000Z',
    });
  });

  it('stay one per date when the clock is wrong by an hour, workers compete, and somebody seals by hand', async () => {
    world.clock.set('2026-03-02T10:00:00Z');
    const client = await world.newClient({ settings: settings('16:00', everyDay) });
    await enlistCases(world, world.as(client), 'refund', decidedCases(1, 'refund'));
    world.clock.set('2026-03-02T14:59:30Z');
    const [open] = (await world.get(ListingReading).list(world.as(client), 'refund', { limit: 1 })).data;
    await sealing.seal(world.as(client), 'refund', open?.id ?? '');
    world.clock.set('2026-03-02T15:00:00Z');
    const counts = await Promise.all(Array.from({ length: 5 }, () => sealing.sealDue(world.across)));
    expect(counts.reduce((a, b) => a + b)).toBe(1);
    for (const at of ['14:10', '15:30', '14:30', '16:30']) expect(await tick(`2026-03-02T${at}:00Z`)).toBe(0);
    expect((await sealedListings()).map((l) => [l.number, l.scheduled_on])).toEqual([
      [1, null],
      [2, '2026-03-02'],
    ]);
  });

  it('have no effect before the first book, without a schedule, and on other weekdays', async () => {
    world.clock.set('2026-03-02T16:30:00Z');
    const late = await world.newClient({ settings: settings('16:00', everyDay) });
    const byHand = await world.newClient({ settings: settings('16:00', null) });
    const fridays = await world.newClient({ settings: settings('16:00', [5]) });
    for (const client of [late, byHand, fridays]) {
      await enlistCases(world, world.as(client), 'refund', decidedCases(1, 'refund'));
    }
    expect(await tick('2026-03-02T16:31:00Z')).toBe(0);
    expect(await tick('2026-03-03T15:00:00Z')).toBe(1);
    expect(await tick('2026-03-06T15:00:00Z')).toBe(2);
    expect((await sealedListings()).filter((l) => l.client_id === fridays.id)).toMatchObject([
      { scheduled_on: '2026-03-06' },
    ]);
  });
});

const dueOn = (deadlineOn: string) => decidedCases(1, 'refund', {}, { deadlineOn });

describe('the deadline alarm', () => {
  it('finds refunds whose next cut-off comes too late, four days ahead, once', async () => {
    world.clock.set('2026-03-04T10:00:00Z');
    const client = await world.newClient({ settings: settings('16:00', [1]) });
    const ctx = world.as(client);
    const alarm = world.get(DeadlineAlarm);
    const [sealed, late, intime, far, settled] = [
      dueOn('2026-03-06'),
      dueOn('2026-03-08'),
      dueOn('2026-03-09'),
      dueOn('2026-03-20'),
      decidedCases(1, 'refund', {}, { deadlineOn: '2026-03-06', state: 'settled' }),
    ];
    const first = await enlistCases(world, ctx, 'refund', sealed);
    await sealing.seal(ctx, 'refund', first.listingId);
    await enlistCases(world, ctx, 'refund', [...late, ...intime, ...far, ...settled]);
    expect(await alarm.raise(ctx, client)).toBe(1);
    expect(await alarm.raise(ctx, client)).toBe(0);
    expect((await world.get(WorkItems).list(ctx, { limit: 9 })).data).toMatchObject([
      { kind: 'refund_problem', reason: 'deadline', caseId: late[0]?.id, dueOn: '2026-03-08' },
    ]);
  });
});

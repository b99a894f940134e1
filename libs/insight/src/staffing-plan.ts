import { tenths } from './board-view.js';
import { requiredAgents, type ServiceTarget } from './erlang.js';
import type { ArrivalRow } from './staffing.queries.js';
import type { Staffing } from './staffing.schema.js';

const halfHourMs = 30 * 60_000;

/** What is known of a day's work and of who is there. */
export interface Expected {
  readonly zone: string;
  /** Local midnight, and the next one. */
  readonly from: Date;
  readonly until: Date;
  readonly now: Date;
  /** Over how many days `history` goes. */
  readonly weeks: number;
  readonly history: readonly ArrivalRow[];
  readonly scheduled: readonly { readonly slot: number; readonly items: number }[];
  readonly waitingNow: number;
  readonly ahtSeconds: number;
  readonly shifts: readonly { readonly from_at: Date; readonly until_at: Date }[];
}

/**
 * One entry for each half hour there is: 46 or 50 on the days of the clock changes. The hour that such a day has twice
 * expects each time what it brings on other days.
 */
export function planHalfHours(expected: Expected, target: ServiceTarget): Staffing['halfHours'] {
  const { from, until, now, weeks, ahtSeconds } = expected;
  const usual = averages(expected.history, weeks, false);
  const usuallySet = averages(expected.history, weeks, true);
  const set = new Map(expected.scheduled.map(({ slot, items }) => [slot, items]));
  const slotAt = wallClock(expected.zone);
  const halfHours = [];
  for (let at = from.getTime(); at < until.getTime(); at += halfHourMs) {
    const slot = slotAt(at);
    const arrivals = (usual.get(slot) ?? 0) + Math.max(usuallySet.get(slot) ?? 0, set.get(slot) ?? 0);
    halfHours.push({ at, arrivals, rostered: rosteredAt(expected.shifts, at) });
  }
  const rest = restOfDay(halfHours, now.getTime());
  return halfHours.map(({ at, arrivals: coming, rostered }) => {
    const arrivals = coming + (rest.has(at) ? expected.waitingNow / rest.size : 0);
    return {
      from: new Date(at).toISOString(),
      arrivals: tenths(arrivals),
      ahtSeconds: tenths(ahtSeconds),
      required: requiredAgents((arrivals * ahtSeconds * 1000) / halfHourMs, ahtSeconds, target),
      rostered: Math.round(rostered * 100) / 100,
    };
  });
}

/** The half hours still to come in which somebody works or something comes; else the one that it is now. */
function restOfDay(
  halfHours: readonly { at: number; arrivals: number; rostered: number }[],
  now: number,
): ReadonlySet<number> {
  const left = halfHours.filter(({ at }) => at + halfHourMs > now);
  const busy = left.filter(({ arrivals, rostered }) => arrivals > 0 || rostered > 0);
  return new Set((busy.length > 0 ? busy : left.slice(0, 1)).map(({ at }) => at));
}

function averages(history: readonly ArrivalRow[], weeks: number, scheduled: boolean): Map<number, number> {
  const sums = new Map<number, number>();
  for (const row of history) {
    if (row.scheduled === scheduled) sums.set(row.slot, (sums.get(row.slot) ?? 0) + row.items / weeks);
  }
  return sums;
}

/** Agents on shift in a half hour, each by the share of it. */
function rosteredAt(shifts: Expected['shifts'], at: number): number {
  const overlap = shifts.map(
    (shift) => Math.min(shift.until_at.getTime(), at + halfHourMs) - Math.max(shift.from_at.getTime(), at),
  );
  return overlap.reduce((sum, ms) => sum + Math.max(0, ms), 0) / halfHourMs;
}

/** Which half hour of the clock on the wall an instant is in. */
function wallClock(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => {
    const [hour, minute] = format.format(at).split(':').map(Number) as [number, number];
    return hour * 2 + Math.floor(minute / 30);
  };
}

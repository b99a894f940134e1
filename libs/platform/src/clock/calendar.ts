import { DateTime } from 'luxon';

/** A weekday by ISO number: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** A recurring local time: every day, or on the weekdays named. `at` is `HH:MM` local time. */
export interface CutoffSchedule {
  readonly zone: string;
  readonly at: string;
  readonly weekdays: readonly Weekday[];
}

/** The ISO date (`2026-03-29`) of an instant in a zone. */
export function localDate(instant: Date, zone: string): string {
  return DateTime.fromJSDate(instant, { zone }).toISODate() as string;
}

/** The `YYYY-MM` month of an instant in a zone. */
export function localMonth(instant: Date, zone: string): string {
  return localDate(instant, zone).slice(0, 7);
}

/** The instant at which a local day starts in a zone. */
export function startOfLocalDay(date: string, zone: string): Date {
  return DateTime.fromISO(date, { zone }).startOf('day').toJSDate();
}

/** The instant of a local date and `HH:MM` in a zone; a time that a clock change skips becomes the first after it. */
export function localInstant(date: string, at: string, zone: string): Date {
  return DateTime.fromISO(`${date}T${at}`, { zone }).toJSDate();
}

/** A local ISO date moved by whole days. */
export function addDays(date: string, days: number): string {
  // A day of UTC always has 24 hours. Luxon takes 7 µs for this, and each case's deadline asks for it.
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Whole days from one ISO date to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/**
 * The latest cut-off at or before `now`, as local date and instant; null when the schedule has no weekdays.
 * Cut-offs are local calendar times, so the 23 and 25 hour days of the clock changes have exactly one each.
 */
export function latestCutoff(schedule: CutoffSchedule, now: Date): { date: string; at: Date } | null {
  const today = localDate(now, schedule.zone);
  for (let back = 0; back <= 7; back++) {
    const date = addDays(today, -back);
    const at = localInstant(date, schedule.at, schedule.zone);
    const weekday = DateTime.fromISO(date, { zone: 'utc' }).weekday as Weekday;
    if (schedule.weekdays.includes(weekday) && at <= now) return { date, at };
  }
  return null;
}

/** The first cut-off after `after`, as local date and instant; null when the schedule has no weekdays. */
export function nextCutoff(schedule: CutoffSchedule, after: Date): { date: string; at: Date } | null {
  const today = localDate(after, schedule.zone);
  for (let ahead = 0; ahead <= 8; ahead++) {
    const date = addDays(today, ahead);
    const at = localInstant(date, schedule.at, schedule.zone);
    const weekday = DateTime.fromISO(date, { zone: 'utc' }).weekday as Weekday;
    if (schedule.weekdays.includes(weekday) && at > after) return { date, at };
  }
  return null;
}

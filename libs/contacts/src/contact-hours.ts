import { DateTime } from 'luxon';
import type { ContactWindow } from '#clients';
import { isPublicHoliday } from './public-holidays.js';

/** Longer than any run of holidays and weekends. */
const horizonDays = 21;

export interface OpenHours {
  /** When it may be used; not before `now`. */
  readonly opensAt: Date;
  /** Null where it never closes. */
  readonly closesAt: Date | null;
}

/** When a channel may next be used for someone in `zone`: the beginning of `nextHours`; null for not within three weeks. */
export function nextOpening(
  window: ContactWindow | null,
  zone: string,
  country: string | null,
  now: Date,
): Date | null {
  return nextHours(window, zone, country, now)?.opensAt ?? null;
}

/**
 * The next hours in which a channel may be used for someone in `zone`, from `now` on when it is open now; null when it
 * does not open within three weeks. Hours are local, so a clock change moves the instant and not the hour; an hour
 * that does not exist that day begins when the clock has jumped.
 */
export function nextHours(
  window: ContactWindow | null,
  zone: string,
  country: string | null,
  now: Date,
): OpenHours | null {
  if (window === null) return { opensAt: now, closesAt: null };
  const local = DateTime.fromJSDate(now, { zone });
  const hours = window.hours.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  for (let day = 0; day < horizonDays; day++) {
    const date = local.startOf('day').plus({ days: day });
    const isClosed =
      !window.onHolidays && country !== null && isPublicHoliday(country, date.toISODate() ?? '');
    if (isClosed) continue;
    for (const { weekdays, from, to } of hours) {
      if (!weekdays.includes(date.weekday)) continue;
      const opensAt = at(date, from);
      const closesAt = at(date, to);
      if (now < closesAt) return { opensAt: now < opensAt ? opensAt : now, closesAt };
    }
  }
  return null;
}

function at(date: DateTime, time: string): Date {
  const [hour, minute] = time.split(':').map(Number);
  return date.set({ hour, minute }).toJSDate();
}

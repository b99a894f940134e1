import { DateTime } from 'luxon';
import type { ContactWindow } from '#clients';
import { isPublicHoliday } from './public-holidays.js';

/** Longer than any run of holidays and weekends. */
const horizonDays = 21;

/**
 * When a channel may next be used for someone in `zone`: `now` itself when it is open, else the moment it opens, and null
 * when it does not within three weeks. Hours are local, so a clock change moves the instant and not the hour; an hour
 * that does not exist that day begins when the clock has jumped.
 */
export function nextOpening(
  window: ContactWindow | null,
  zone: string,
  country: string | null,
  now: Date,
): Date | null {
  if (window === null) return now;
  const local = DateTime.fromJSDate(now, { zone });
  const hours = window.hours.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  for (let day = 0; day < horizonDays; day++) {
    const date = local.startOf('day').plus({ days: day });
    const isClosed =
      !window.onHolidays && country !== null && isPublicHoliday(country, date.toISODate() ?? '');
    if (isClosed) continue;
    for (const { weekdays, from, to } of hours) {
      if (!weekdays.includes(date.weekday)) continue;
      const opens = at(date, from);
      const closes = at(date, to);
      if (now < opens) return opens;
      if (now < closes) return now;
    }
  }
  return null;
}

function at(date: DateTime, time: string): Date {
  const [hour, minute] = time.split(':').map(Number);
  return date.set({ hour, minute }).toJSDate();
}

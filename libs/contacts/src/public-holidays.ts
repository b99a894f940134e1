import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import { addDays } from '#platform';

const dayMs = 24 * 3_600_000;

const years = new Map<string, ReadonlySet<string>>();
/** European countries over some years; more than that is a mistake of somebody's clock. */
const keptYears = 500;

let library: typeof Holidays | undefined;

/**
 * Whether an ISO date is a public holiday in all of a country; days of its regions don't count. A country's year is computed
 * once (10 to 30 ms), and the library is read when the first one is asked for (0.3 s, 10 MB).
 */
export function isPublicHoliday(country: string, date: string): boolean {
  const year = date.slice(0, 4);
  const key = `${country}/${year}`;
  let days = years.get(key);
  if (!days) {
    if (years.size >= keptYears) years.clear();
    days = daysOf(country, Number(year));
    years.set(key, days);
  }
  return days.has(date);
}

function daysOf(country: string, year: number): ReadonlySet<string> {
  library ??= createRequire(import.meta.url)('date-holidays') as typeof Holidays;
  const days = new Set<string>();
  for (const { type, date, start, end } of new library(country).getHolidays(year)) {
    if (type !== 'public') continue;
    // Feasts of several days are one entry; a half day counts as a whole.
    const length = Math.ceil((end.getTime() - start.getTime()) / dayMs);
    for (let day = 0; day < length; day++) days.add(addDays(date.slice(0, 10), day));
  }
  return days;
}

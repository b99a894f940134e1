import { describe, expect, it } from '@jest/globals';
import { daysBetween, latestCutoff, localDate, nextCutoff, type CutoffSchedule } from './calendar.js';

const everyDay = [1, 2, 3, 4, 5, 6, 7] as const;

describe('calendar', () => {
  it('knows the local date of an instant', () => {
    expect(localDate(new Date('2026-03-01T23:30:00Z'), 'Europe/Berlin')).toBe('2026-03-02');
    expect(localDate(new Date('2026-03-01T23:30:00Z'), 'Atlantic/Azores')).toBe('2026-03-01');
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  });

  it.each(['Europe/Berlin', 'Europe/London', 'Europe/Athens', 'Atlantic/Azores', 'Europe/Istanbul'])(
    'has exactly one cut-off per local date through a year in %s, both clock changes and the leap day included',
    (zone) => {
      const schedule: CutoffSchedule = { zone, at: '16:00', weekdays: [...everyDay] };
      const dates: string[] = [];
      let at = new Date('2027-12-31T20:00:00Z');
      for (
        let cut = nextCutoff(schedule, at);
        cut && cut.date < '2029-01-01';
        cut = nextCutoff(schedule, at)
      ) {
        dates.push(cut.date);
        expect(latestCutoff(schedule, cut.at)?.date).toBe(cut.date);
        expect(latestCutoff(schedule, new Date(cut.at.getTime() - 1))?.date).not.toBe(cut.date);
        at = cut.at;
      }
      expect(new Set(dates).size).toBe(dates.length);
      expect(dates.filter((d) => d.startsWith('2028'))).toHaveLength(366);
    },
  );

  it('has none without weekdays', () => {
    expect(latestCutoff({ zone: 'Europe/Berlin', at: '16:00', weekdays: [] }, new Date())).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import { contactWindowSchema } from '#clients';
import { nextCallHours, nextTry, type CallHours } from './call-hours.js';

const hours = (changes: Partial<CallHours> = {}): CallHours => ({
  zone: 'Europe/Berlin',
  country: 'DE',
  window: contactWindowSchema.parse({
    hours: [
      { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '20:00' },
      { weekdays: [6], from: '10:00', to: '18:00' },
    ],
  }),
  ...changes,
});
/** Berlin is an hour ahead of UTC until 29 March 2026. Monday 2 March. */
const at = (utc: string): Date => new Date(`2026-03-${utc}:00Z`);
const tryAgain = (tries: string[], from: string, of = hours()): string[] | null => {
  const open = nextTry(of, tries.map(at), at(from));
  return open && [open.opensAt, open.closesAt ?? new Date(0)].map((d) => d.toISOString().slice(5, 16));
};

describe('calling hours', () => {
  it('are the customer’s, also on holidays and where the clock is another', () => {
    const next = (of: CallHours, from: string) => nextCallHours(of, at(from))?.opensAt.toISOString();
    expect(next(hours(), '02T10:00')).toBe('2026-03-02T10:00:00.000Z');
    expect(next(hours(), '02T19:30')).toBe('2026-03-03T08:00:00.000Z');
    expect(next(hours({ zone: 'Atlantic/Canary', country: 'ES' }), '02T08:30')).toBe(
      '2026-03-02T09:00:00.000Z',
    );
    // 25 March is a holiday in Greece.
    expect(next(hours({ zone: 'Europe/Athens', country: 'GR' }), '25T09:00')).toBe(
      '2026-03-26T07:00:00.000Z',
    );
  });

  it('take another daypart than the tries before, and never the same hour of the day', () => {
    expect(tryAgain(['02T09:15'], '02T09:45')).toEqual(['03-02T11:00', '03-02T16:00']);
    expect(tryAgain(['02T09:15', '02T12:15'], '02T15:15')).toEqual(['03-02T16:00', '03-02T19:00']);
    // All three were tried: another than the last, and not at 10, 13 or 17 o'clock.
    expect(tryAgain(['02T09:15', '02T12:15', '02T16:15'], '02T19:15')).toEqual([
      '03-03T08:00',
      '03-03T09:00',
    ]);
    expect(tryAgain(['02T08:15', '02T12:15', '02T16:15'], '02T19:15')).toEqual([
      '03-03T09:00',
      '03-03T11:00',
    ]);
  });

  it('end before an hour that was tried, and with the client’s hours', () => {
    expect(tryAgain(['02T12:15', '02T18:15'], '03T07:00')).toEqual(['03-03T08:00', '03-03T11:00']);
    const short = hours({
      window: contactWindowSchema.parse({ hours: [{ weekdays: [1, 2], from: '09:00', to: '09:30' }] }),
    });
    expect(tryAgain([], '02T07:00', short)).toEqual(['03-02T08:00', '03-02T08:30']);
    expect(tryAgain(['02T08:05'], '02T09:00', short)).toBeNull();
  });
});

import { DateTime } from 'luxon';
import { nextHours, zoneOf, type OpenHours } from '#contacts';
import { notificationSettingsSchema, type Client, type ContactWindow } from '#clients';

const defaults = notificationSettingsSchema.parse({});
/** How far ahead a free hour is looked for. */
const horizonHours = 14 * 24;

/** Where a customer lives. */
export interface CallPlace {
  readonly country: string | null;
  readonly postalCode: string | null;
}

/** When customers of a place may be rung up for a client. */
export interface CallHours {
  readonly zone: string;
  readonly country: string;
  readonly window: ContactWindow | null;
}

export function callHoursOf(client: Client, place: CallPlace): CallHours {
  return {
    zone: zoneOf(place, client.zone),
    country: place.country ?? client.country,
    window: (client.settings.notifications ?? defaults).windows.voice,
  };
}

/** The hours from `from` on in which a call is allowed; null for none within three weeks. */
export function nextCallHours(hours: CallHours, from: Date): OpenHours | null {
  return nextHours(hours.window, hours.zone, hours.country, from);
}

export type Daypart = 'morning' | 'afternoon' | 'evening';

export function daypartOf(hour: number): Daypart {
  if (hour < 12) return 'morning';
  return hour < 17 ? 'afternoon' : 'evening';
}

/**
 * When to ring up a customer again who was tried at `tries` (oldest first) and missed: in allowed hours from `from` on, never
 * at an hour of the day that was tried before, in a daypart that was not tried or, when all were, in another than the
 * last one; all by the customer's clock. It ends with the daypart, the allowed hours, or before an hour that was tried.
 * Null when the next two weeks have no such hour. Without tries, the next allowed hours.
 */
export function nextTry(hours: CallHours, tries: readonly Date[], from: Date): OpenHours | null {
  if (tries.length === 0) return nextCallHours(hours, from);
  const triedHours = tries.map((at) => DateTime.fromJSDate(at, { zone: hours.zone }).hour);
  const triedParts = triedHours.map(daypartOf);
  for (const avoided of [triedParts, triedParts.slice(-1), []]) {
    const isFree = (hour: number): boolean =>
      !triedHours.includes(hour) && !avoided.includes(daypartOf(hour));
    const found = firstFree(hours, from, isFree);
    if (found) return found;
  }
  return null;
}

function firstFree(hours: CallHours, from: Date, isFree: (hour: number) => boolean): OpenHours | null {
  const start = DateTime.fromJSDate(from, { zone: hours.zone });
  for (let n = 0; n < horizonHours; n++) {
    const slot = n === 0 ? start : start.startOf('hour').plus({ hours: n });
    if (!isFree(slot.hour)) continue;
    const open = nextCallHours(hours, slot.toJSDate());
    if (open === null) return null;
    const opens = DateTime.fromJSDate(open.opensAt, { zone: hours.zone });
    if (opens.startOf('hour').toMillis() !== slot.startOf('hour').toMillis()) continue;
    return { opensAt: open.opensAt, closesAt: endOfFree(opens, open.closesAt, isFree) };
  }
  return null;
}

/** Where the free hours of the same daypart end. */
function endOfFree(opens: DateTime, closesAt: Date | null, isFree: (hour: number) => boolean): Date {
  const part = daypartOf(opens.hour);
  let end = opens.startOf('hour').plus({ hours: 1 });
  while (isFree(end.hour) && daypartOf(end.hour) === part && end.hasSame(opens, 'day'))
    end = end.plus({ hours: 1 });
  const closes = closesAt?.getTime() ?? Number.POSITIVE_INFINITY;
  return new Date(Math.min(end.toMillis(), closes));
}

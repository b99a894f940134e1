import { addDays, localDate, nextCutoff } from '#platform';
import type { Client } from '#clients';
import type { Scene } from '../scene.js';

/**
 * When the money comes. The next cut-off is named only where it and three bank days are within the statutory deadline,
 * and the deadline only while it lies ahead: the message must not promise what the law or the calendar contradicts.
 */
export function refundTiming({ voice, formats, record, client, now }: Scene): string[] {
  const { today, cutoff } = calendarOf(client, now);
  const deadline = record.deadlineOn !== null && record.deadlineOn >= today ? record.deadlineOn : null;
  const fits = cutoff !== null && (deadline === null || cutoff.banked <= deadline);
  const lines: string[] = [];
  if (cutoff !== null && fits) lines.push(voice.say('refund.scheduled', { date: formats.date(cutoff.date) }));
  else if (deadline === null || cutoff !== null) lines.push(voice.say('refund.soon'));
  if (deadline !== null) lines.push(voice.say('refund.deadline', { date: formats.date(deadline) }));
  return lines;
}

interface CalendarOfClient {
  readonly minute: number;
  readonly today: string;
  readonly cutoff: { readonly date: string; readonly banked: string } | null;
}

const calendars = new WeakMap<Client, CalendarOfClient>();

/** Today and the next refund cut-off of a client, kept for the minute: the calendar's arithmetic costs more than a mail. */
function calendarOf(client: Client, now: Date): CalendarOfClient {
  const minute = Math.floor(now.getTime() / 60_000);
  const kept = calendars.get(client);
  if (kept?.minute === minute) return kept;
  const { schedule } = client.settings.refundListing;
  const next = schedule === null ? null : nextCutoff({ zone: client.zone, ...schedule }, now);
  const made = {
    minute,
    today: localDate(now, client.zone),
    cutoff: next === null ? null : { date: next.date, banked: addBankDays(next.date, 3) },
  };
  calendars.set(client, made);
  return made;
}

/** Monday to Friday; holidays differ by country and only make the real date later, which `usually` covers. */
function addBankDays(date: string, days: number): string {
  let at = date;
  for (let left = days; left > 0;) {
    at = addDays(at, 1);
    const weekday = new Date(`${at}T00:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left--;
  }
  return at;
}

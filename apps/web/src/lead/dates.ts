const dayMs = 86_400_000;

/** Today's date where the reader works. */
export function today(zone: string): string {
  return dateIn(new Date(), zone);
}

/** The local date of an instant. */
export function dateIn(at: Date, zone: string): string {
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at);
}

export function plusDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** The Monday of a date's week. */
export function mondayOf(date: string): string {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return plusDays(date, -((weekday + 6) % 7));
}

/** The instant of a local date and time; a time that the clock skips is taken as the hour after. */
export function instantOf(date: string, time: string, zone: string): string {
  const wall = Date.parse(`${date}T${time}:00Z`);
  let at = wall;
  // Twice: the first guess may lie on the other side of a clock change.
  for (let i = 0; i < 2; i++) at = wall - offsetMs(at, zone);
  return new Date(at).toISOString();
}

function offsetMs(at: number, zone: string): number {
  const wall = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at);
  return Date.parse(`${wall.replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;
}

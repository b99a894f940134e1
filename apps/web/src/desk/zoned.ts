/** The wall clock of a zone at an instant, as date fields of browsers write it: `2026-03-02T16:30`. */
export function wallClock(at: Date, timeZone: string): string {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}`;
}

/** The instant at which a zone's wall clock shows this; an hour that is skipped counts as the one after it. */
export function instantOf(local: string, timeZone: string): Date {
  const wanted = Date.parse(`${local}:00Z`);
  let at = wanted;
  // The offset at a first guess may be that of the other side of a clock change.
  for (let round = 0; round < 2; round++)
    at += wanted - Date.parse(`${wallClock(new Date(at), timeZone)}:00Z`);
  return new Date(at);
}

import type { Tx } from '#platform';

export interface ArrivalRow {
  /** Which of the days asked for, from 1. */
  readonly day: number;
  /** Half hours since the day's local midnight by the clock on the wall: 0 to 47. */
  readonly slot: number;
  /** Whether it came at a time that had been set for it: a callback, the next calling hour. */
  readonly scheduled: boolean;
  readonly items: number;
}

/** A local day as instants. */
export interface DaySpan {
  readonly from: Date;
  readonly until: Date;
}

const slot = (at: string, zone: string): string =>
  `(extract(hour FROM ${at} AT TIME ZONE ${zone}) * 2 + floor(extract(minute FROM ${at} AT TIME ZONE ${zone}) / 30))::int`;

/**
 * Items that came up for an agent on those days, newest first, by half hour of the clock in `zone`. What was set for a time may
 * have been queued up to two weeks before. Reads all items of the time that the days span, by `ix_work_item_created`: seven
 * weeks of 48,000 a day take a second or two, for a team lead who plans.
 */
export async function arrivalsOn(
  tx: Tx,
  days: readonly DaySpan[],
  where: { zone: string; language: string | null },
): Promise<ArrivalRow[]> {
  return tx.query<ArrivalRow & Record<string, unknown>>(
    `SELECT d.day::int, ${slot('a.at', '$3')} AS slot, a.scheduled, count(*)::int AS items
     FROM (
       SELECT greatest(created_at, available_at) AS at, coalesce(available_at > created_at, false) AS scheduled
       FROM work_item
       WHERE created_at >= $5::timestamptz - interval '14 days' AND created_at < $6
         AND ($4::text IS NULL OR language = $4)
     ) a JOIN unnest($1::timestamptz[], $2::timestamptz[]) WITH ORDINALITY AS d (from_at, until_at, day)
       ON a.at >= d.from_at AND a.at < d.until_at
     GROUP BY 1, 2, 3`,
    [
      days.map((day) => day.from),
      days.map((day) => day.until),
      where.zone,
      where.language,
      days.at(-1)?.from,
      days[0]?.until,
    ],
  );
}

/** What is set for a time between two instants. By `ix_work_item_scheduled`. */
export async function scheduledBetween(
  tx: Tx,
  from: Date,
  until: Date,
  where: { zone: string; language: string | null },
): Promise<{ slot: number; items: number }[]> {
  return tx.query<{ slot: number; items: number }>(
    `SELECT ${slot('available_at', '$3')} AS slot, count(*)::int AS items FROM work_item
     WHERE state = 'scheduled' AND available_at >= $1 AND available_at < $2 AND ($4::text IS NULL OR language = $4)
     GROUP BY 1`,
    [from, until, where.zone, where.language],
  );
}

/** Mean handling time of agents' contacts between two instants, in seconds; null where there were none. */
export async function meanHandling(
  tx: Tx,
  from: Date,
  until: Date,
  language: string | null,
): Promise<number | null> {
  const [row] = await tx.query<{ mean: number | null }>(
    `SELECT avg(c.handling_seconds)::float8 AS mean
     FROM claim c JOIN work_item w ON w.client_id = c.client_id AND w.id = c.work_item_id
     WHERE c.ended_at >= $1 AND c.ended_at < $2 AND c.state = 'wrapped_up' AND c.contact_id IS NOT NULL
       AND ($3::text IS NULL OR w.language = $3)`,
    [from, until, language],
  );
  return row?.mean ?? null;
}

/** Shifts that overlap with the time, of agents who speak the language well enough for some of its work. */
export async function shiftsBetween(
  tx: Tx,
  from: Date,
  until: Date,
  language: string | null,
): Promise<{ from_at: Date; until_at: Date }[]> {
  return tx.query<{ from_at: Date; until_at: Date }>(
    `SELECT s.from_at, s.until_at FROM shift s LEFT JOIN agent_profile p ON p.agent_id = s.agent_id
     WHERE s.from_at >= $1::timestamptz - interval '24 hours' AND s.from_at < $2 AND s.until_at > $1
       AND ($3::text IS NULL OR coalesce(p.languages ->> $3, 'A1') <> 'A1')`,
    [from, until, language],
  );
}

import { localInstant } from '#platform';
import { adherenceOf, occupancyOf, type AgentTime } from '#desk';
import type { AgentNowRow, DayRow, QueueCountRow } from './board.queries.js';
import type { BoardAgent, BoardQueue, BoardView } from './board.schema.js';

/** What waited when it was last counted. */
export interface QueueCounts {
  readonly at: Date;
  readonly rows: readonly QueueCountRow[];
  readonly codes: ReadonlyMap<string, string>;
}

/** How the day has gone so far. */
export interface Day {
  readonly contacts: readonly DayRow[];
  readonly times: readonly AgentTime[];
  readonly figures: Pick<BoardView, 'serviceLevel' | 'aht' | 'contacts' | 'money'>;
}

/** That local date at the time of day that it is now: days are compared up to the same hour. */
export function sameTimeOfDay(now: Date, date: string, zone: string): Date {
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(now);
  return localInstant(date, time, zone);
}

/** Queues with overdue callbacks first, then the oldest first. */
export function toQueues(counts: QueueCounts, clientId: string | null, at: Date): BoardQueue[] {
  const queues = new Map<string, BoardQueue>();
  for (const row of counts.rows) {
    if (clientId !== null && row.client_id !== clientId) continue;
    const key = `${row.client_id} ${row.language} ${row.skill}`;
    const oldest = secondsBetween(row.since, at);
    const known = queues.get(key);
    queues.set(key, {
      clientId: row.client_id,
      clientCode: counts.codes.get(row.client_id) ?? '',
      language: row.language,
      skill: row.skill,
      kindCounts: { ...known?.kindCounts, [row.kind]: row.waiting },
      waiting: (known?.waiting ?? 0) + row.waiting,
      oldestSeconds: Math.max(known?.oldestSeconds ?? 0, oldest),
      overdue: (known?.overdue ?? 0) + (row.kind === 'callback' ? row.waiting : 0),
      dueSoon: (known?.dueSoon ?? 0) + row.due_soon,
    });
  }
  return [...queues.values()].sort(
    (a, b) => Number(b.overdue > 0) - Number(a.overdue > 0) || b.oldestSeconds - a.oldestSeconds,
  );
}

export function toAgents(rows: readonly AgentNowRow[], day: Day): BoardAgent[] {
  const times = new Map(day.times.map((time) => [time.agentId, time]));
  const done = new Map<string, { contacts: number; seconds: number }>();
  for (const { agent_id: agentId, contacts, seconds } of day.contacts) {
    const known = done.get(agentId) ?? { contacts: 0, seconds: 0 };
    done.set(agentId, { contacts: known.contacts + contacts, seconds: known.seconds + seconds });
  }
  return rows.map((row) => {
    const { contacts, seconds } = done.get(row.id) ?? { contacts: 0, seconds: 0 };
    const time = times.get(row.id);
    return {
      id: row.id,
      name: row.name,
      state: row.state,
      since: row.since?.toISOString() ?? null,
      claim: claimOf(row),
      contactsToday: contacts,
      ahtSeconds: contacts > 0 ? tenths(seconds / contacts) : null,
      occupancy: time ? occupancyOf(time) : null,
      adherence: time ? adherenceOf(time) : null,
    };
  });
}

function claimOf(row: AgentNowRow): BoardAgent['claim'] {
  const { claim_id: id, work_item_id: workItemId, client_code: clientCode, kind, language } = row;
  if (id === null || workItemId === null || clientCode === null || kind === null || language === null)
    return null;
  return { id, workItemId, clientCode, kind, language, seconds: Math.round(row.seconds ?? 0) };
}

export function secondsBetween(from: Date, until: Date): number {
  return Math.max(0, Math.round((until.getTime() - from.getTime()) / 1000));
}

export function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

import type { Tx } from '#platform';

/** Seconds of one agent between two instants. */
export interface AgentTime {
  readonly agentId: string;
  /** In any state but offline. */
  readonly loggedInSeconds: number;
  /** On contact and in wrap-up. */
  readonly handlingSeconds: number;
  readonly rosteredSeconds: number;
  /** Of the rostered time, in a state that is expected then. */
  readonly expectedSeconds: number;
}

/**
 * How long agents were there, at work, and where their shifts say, between two instants; open intervals last until the
 * end. In a shift all states but break and offline are expected, and of breaks as much as working time law gives: 30
 * minutes from six hours on, 45 from nine (§ 4 ArbZG; Directive 2003/88/EC, article 4, leaves the length to the states).
 * Instants all through, so midnight and clock changes need no care. No interval but offline lasts a day (`closeSilent`):
 * that bounds what is read by `ix_presence_from`, as a shift's length does for `ix_shift_from`.
 */
export async function agentTimes(tx: Tx, from: Date, until: Date): Promise<AgentTime[]> {
  return tx.query<AgentTime & Record<string, unknown>>(
    `WITH present AS MATERIALIZED (
       SELECT agent_id, state, greatest(from_at, $1) AS from_at, least(until_at, $2) AS until_at FROM presence_interval
       WHERE from_at >= $1::timestamptz - interval '24 hours' AND from_at < $2 AND (until_at IS NULL OR until_at > $1)
         AND state <> 'offline'
     ), logged AS (
       SELECT agent_id, sum(extract(epoch FROM until_at - from_at)) AS seconds,
         sum(extract(epoch FROM until_at - from_at)) FILTER (WHERE state IN ('on_contact', 'wrap_up')) AS handling
       FROM present GROUP BY agent_id
     ), rostered AS (
       SELECT id, agent_id, greatest(from_at, $1) AS from_at, least(until_at, $2) AS until_at,
         CASE WHEN until_at - from_at > interval '9 hours' THEN 2700 WHEN until_at - from_at > interval '6 hours' THEN 1800
           ELSE 0 END AS pause
       FROM shift WHERE from_at >= $1::timestamptz - interval '24 hours' AND from_at < $2 AND until_at > $1
     ), worked AS (
       SELECT r.agent_id, extract(epoch FROM r.until_at - r.from_at) AS seconds,
         coalesce(sum(overlap.seconds) FILTER (WHERE p.state <> 'break'), 0)
           + least(coalesce(sum(overlap.seconds) FILTER (WHERE p.state = 'break'), 0), r.pause) AS expected
       FROM rostered r
       LEFT JOIN present p ON p.agent_id = r.agent_id AND p.from_at < r.until_at AND p.until_at > r.from_at
       LEFT JOIN LATERAL (
         SELECT extract(epoch FROM least(p.until_at, r.until_at) - greatest(p.from_at, r.from_at)) AS seconds) overlap ON true
       GROUP BY r.id, r.agent_id, r.from_at, r.until_at, r.pause
     ), adhered AS (
       SELECT agent_id, sum(seconds) AS seconds, sum(expected) AS expected FROM worked GROUP BY agent_id
     )
     SELECT agent_id AS "agentId", coalesce(l.seconds, 0)::float8 AS "loggedInSeconds",
       coalesce(l.handling, 0)::float8 AS "handlingSeconds", coalesce(a.seconds, 0)::float8 AS "rosteredSeconds",
       coalesce(a.expected, 0)::float8 AS "expectedSeconds"
     FROM logged l FULL JOIN adhered a USING (agent_id)`,
    [from, until],
  );
}

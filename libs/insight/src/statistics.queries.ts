import { OPERATOR_ID, type Tx } from '#platform';
import type { StatisticsBy } from './statistics.schema.js';

export interface StatisticsRecord {
  readonly key: string;
  readonly label: string;
  readonly currency: string;
  readonly contacts: number;
  readonly seconds: number;
  readonly median: number;
  readonly p90: number;
  readonly within_budget: number;
  readonly amount_e4: number;
}

const keys: Readonly<Record<StatisticsBy, { readonly key: string; readonly label: string }>> = {
  agent: {
    key: 'c.agent_id::text',
    label: `(SELECT u.name FROM user_account u WHERE u.client_id = $3 AND u.id = g.key::uuid)`,
  },
  queue: { key: `k.code || '/' || w.language || '/' || w.skill`, label: 'g.key' },
  client: { key: 'k.code', label: '(SELECT n.name FROM client n WHERE n.code = g.key)' },
  language: { key: 'w.language', label: 'g.key' },
};

/**
 * Agents' contacts that ended between two instants, summed up by a key and by the currency of the client, in that order. The
 * handling time is that of the claim: gaps are left out of it. Reads the claims of the time by `ix_claim_time`, joins their
 * work items and charges by hash or key: three months of 500 agents are some seconds, a day some tenths of one.
 */
export async function handlingBy(
  tx: Tx,
  by: StatisticsBy,
  where: { from: Date; until: Date; clientId: string | null; budgetSeconds: number; limit: number },
  after: { key: string; currency: string } | null,
): Promise<StatisticsRecord[]> {
  const { key, label } = keys[by];
  return tx.query<StatisticsRecord & Record<string, unknown>>(
    `WITH g AS (
       SELECT ${key} AS key, coalesce(b.currency, k.currency) AS currency, count(*)::int AS contacts,
         sum(c.handling_seconds)::int AS seconds,
         percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY c.handling_seconds) AS percentiles,
         count(*) FILTER (WHERE c.handling_seconds <= $5)::int AS within_budget,
         (coalesce(sum(b.amount_e4), 0) + coalesce(sum(r.amount_e4), 0))::bigint AS amount_e4
       FROM claim c
         JOIN work_item w ON w.client_id = c.client_id AND w.id = c.work_item_id
         JOIN client k ON k.id = c.client_id
         LEFT JOIN billable_contact b ON b.client_id = c.client_id AND b.contact_id = c.contact_id AND b.entry = 'charge'
         LEFT JOIN billable_contact r ON r.client_id = c.client_id AND r.contact_id = c.contact_id AND r.entry = 'reversal'
       WHERE c.ended_at >= $1 AND c.ended_at < $2 AND c.state = 'wrapped_up' AND c.contact_id IS NOT NULL
         AND ($4::uuid IS NULL OR c.client_id = $4)
       GROUP BY 1, 2
     )
     SELECT g.key, coalesce(${label}, '') AS label, g.currency, g.contacts, g.seconds, g.percentiles[1] AS median,
       g.percentiles[2] AS p90, g.within_budget, g.amount_e4
     FROM g WHERE $3::uuid IS NOT NULL AND ($6::text IS NULL OR (g.key, g.currency) > ($6, $7))
     ORDER BY g.key, g.currency LIMIT $8`,
    [
      where.from,
      where.until,
      OPERATOR_ID,
      where.clientId,
      where.budgetSeconds,
      after?.key ?? null,
      after?.currency ?? null,
      where.limit,
    ],
  );
}

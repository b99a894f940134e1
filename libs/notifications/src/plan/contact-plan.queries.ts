import type { Tx } from '#platform';
import type { MessagePurpose } from '../message/message-purpose.js';
import type { PlanStep } from './contact-plan.schema.js';

export interface PlanRow {
  readonly purpose: MessagePurpose;
  readonly version: number;
  readonly steps: readonly PlanStep[];
  readonly created_at: Date;
  readonly created_by: string;
}

const fields = 'purpose, version, steps, created_at, created_by';

/** The newest version per purpose, and whether any version ever waits for something that did not happen. */
export async function plansInForce(
  tx: Tx,
  clientId: string,
): Promise<{ plans: PlanRow[]; isTimed: boolean }> {
  const rows = await tx.query<PlanRow & { is_timed: boolean }>(
    `SELECT DISTINCT ON (purpose) ${fields}, bool_or(steps @? '$[*].afterMinutes') OVER () AS is_timed
     FROM contact_plan WHERE client_id = $1 ORDER BY purpose, version DESC`,
    [clientId],
  );
  return { plans: rows, isTimed: rows[0]?.is_timed ?? false };
}

/** One version; by primary key. */
export async function planOfVersion(
  tx: Tx,
  clientId: string,
  purpose: string,
  version: number,
): Promise<PlanRow | undefined> {
  const [row] = await tx.query<PlanRow & Record<string, unknown>>(
    `SELECT ${fields} FROM contact_plan WHERE client_id = $1 AND purpose = $2 AND version = $3`,
    [clientId, purpose, version],
  );
  return row;
}

/** All versions of a purpose, newest first. */
export function planVersions(tx: Tx, clientId: string, purpose: string): Promise<PlanRow[]> {
  return tx.query<PlanRow & Record<string, unknown>>(
    `SELECT ${fields} FROM contact_plan WHERE client_id = $1 AND purpose = $2 ORDER BY version DESC`,
    [clientId, purpose],
  );
}

/** Appends a version; two at once get numbers of their own. */
export async function insertPlan(
  tx: Tx,
  clientId: string,
  plan: {
    readonly purpose: MessagePurpose;
    readonly steps: readonly PlanStep[];
    readonly at: Date;
    readonly by: string;
  },
): Promise<PlanRow> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`contact-plan:${clientId}`]);
  const [row] = await tx.query<PlanRow & Record<string, unknown>>(
    `INSERT INTO contact_plan (client_id, purpose, version, steps, created_at, created_by)
     SELECT $1, $2, 1 + coalesce(max(version), 0), $3, $4, $5
     FROM contact_plan WHERE client_id = $1 AND purpose = $2
     RETURNING ${fields}`,
    [clientId, plan.purpose, JSON.stringify(plan.steps), plan.at, plan.by],
  );
  return row as PlanRow;
}

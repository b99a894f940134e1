import type { Tx } from '#platform';
import type { PolicyRule } from './policy.schema.js';

export type PolicyStatus = 'draft' | 'published' | 'superseded';

export interface PolicyRow {
  id: string;
  version: number;
  status: PolicyStatus;
  name: string;
  rules: PolicyRule[];
  created_by: string;
  created_at: Date;
  published_by: string | null;
  published_at: Date | null;
}

const columns = 'id, version, status, name, rules, created_by, created_at, published_by, published_at';

/** One draft or publication of a client at a time: numbers have no gaps, and one version is in force. */
export async function lockPolicies(tx: Tx, clientId: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`policy:${clientId}`]);
}

/** Caller holds `lockPolicies`. */
export async function insertDraft(
  tx: Tx,
  clientId: string,
  draft: { id: string; name: string; rules: readonly PolicyRule[]; by: string; at: Date },
): Promise<PolicyRow> {
  const [row] = await tx.query<PolicyRow & Record<string, unknown>>(
    `INSERT INTO policy (client_id, id, version, name, rules, created_by, created_at)
     SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4::jsonb, $5, $6 FROM policy WHERE client_id = $1
     RETURNING ${columns}`,
    [clientId, draft.id, draft.name, JSON.stringify(draft.rules), draft.by, draft.at],
  );
  return row as PolicyRow;
}

/** Newest version first. `uq_policy_version` backwards. */
export function selectPolicies(
  tx: Tx,
  clientId: string,
  beforeVersion: number | null,
  limit: number,
): Promise<PolicyRow[]> {
  return tx.query<PolicyRow & Record<string, unknown>>(
    `SELECT ${columns} FROM policy WHERE client_id = $1 AND ($2::int IS NULL OR version < $2)
     ORDER BY version DESC LIMIT $3`,
    [clientId, beforeVersion, limit],
  );
}

export async function selectPolicy(tx: Tx, clientId: string, id: string): Promise<PolicyRow | undefined> {
  const [row] = await tx.query<PolicyRow & Record<string, unknown>>(
    `SELECT ${columns} FROM policy WHERE client_id = $1 AND id = $2`,
    [clientId, id],
  );
  return row;
}

/** Which version is in force. `uq_policy_published`: at most one. */
export async function selectInForce(
  tx: Tx,
  clientId: string,
): Promise<{ id: string; version: number } | undefined> {
  const [row] = await tx.query<{ id: string; version: number }>(
    `SELECT id, version FROM policy WHERE client_id = $1 AND status = 'published'`,
    [clientId],
  );
  return row;
}

/** Puts a draft in force in the place of the version before. Caller holds `lockPolicies`; false when it is no draft. */
export async function putInForce(
  tx: Tx,
  clientId: string,
  id: string,
  by: string,
  at: Date,
): Promise<PolicyRow | null> {
  await tx.execute(
    `UPDATE policy SET status = 'superseded' WHERE client_id = $1 AND status = 'published' AND id <> $2`,
    [clientId, id],
  );
  const [row] = await tx.query<PolicyRow & Record<string, unknown>>(
    `UPDATE policy SET status = 'published', published_by = $3, published_at = $4
     WHERE client_id = $1 AND id = $2 AND status = 'draft' RETURNING ${columns}`,
    [clientId, id, by, at],
  );
  return row ?? null;
}

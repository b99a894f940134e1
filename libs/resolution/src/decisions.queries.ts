import type { CaseItem, CaseRecord, Outcome } from '#cases';
import type { Tx } from '#platform';
import type { DecisionInputs } from './policy-compiler.js';

/** A decision before it is stored, with the item that it is about. */
export interface NewDecision {
  readonly record: CaseRecord;
  readonly item: CaseItem;
  readonly revision: number;
  readonly policyId: string | null;
  readonly policyVersion: number | null;
  readonly rule: string | null;
  readonly outcome: Outcome;
  readonly inputs: DecisionInputs;
  readonly ground: string | null;
  readonly reason: string | null;
  readonly decidedBy: string;
}

export interface DecisionRow {
  item_id: string;
  revision: number;
  policy_id: string | null;
  policy_version: number | null;
  rule: string | null;
  outcome: Outcome;
  inputs: DecisionInputs;
  ground: string | null;
  reason: string | null;
  decided_by: string;
  decided_at: Date;
}

const columns = [
  'client_id',
  'item_id',
  'revision',
  'case_id',
  'policy_id',
  'policy_version',
  'rule',
  'outcome',
  'inputs',
  'ground',
  'reason',
  'decided_by',
  'decided_at',
] as const;

/** Stores decisions in one statement; a revision that exists raises 23505. */
export async function insertDecisions(
  tx: Tx,
  clientId: string,
  decisions: readonly NewDecision[],
  at: Date,
): Promise<void> {
  await tx.insertMany(
    'decision',
    columns,
    decisions.map((d) => [
      clientId,
      d.item.id,
      d.revision,
      d.record.id,
      d.policyId,
      d.policyVersion,
      d.rule,
      d.outcome,
      d.inputs,
      d.ground,
      d.reason,
      d.decidedBy,
      at,
    ]),
  );
}

/** The newest decision of each item that has one. By primary key backwards, one probe per item. */
export async function latestDecisions(
  tx: Tx,
  clientId: string,
  itemIds: readonly string[],
): Promise<DecisionRow[]> {
  if (itemIds.length === 0) return [];
  return tx.query<DecisionRow & Record<string, unknown>>(
    `SELECT d.item_id, d.revision, d.policy_id, d.policy_version, d.rule, d.outcome, d.inputs, d.ground, d.reason,
       d.decided_by, d.decided_at
     FROM unnest($2::uuid[]) AS i (id)
     CROSS JOIN LATERAL (
       SELECT * FROM decision WHERE client_id = $1 AND item_id = i.id ORDER BY revision DESC LIMIT 1) d`,
    [clientId, itemIds],
  );
}

/** The newest decision of each item of a case, in line order. `uq_case_item_line`, then as `latestDecisions`. */
export async function decisionsOfCase(tx: Tx, clientId: string, caseId: string): Promise<DecisionRow[]> {
  return tx.query<DecisionRow & Record<string, unknown>>(
    `SELECT d.item_id, d.revision, d.policy_id, d.policy_version, d.rule, d.outcome, d.inputs, d.ground, d.reason,
       d.decided_by, d.decided_at
     FROM case_item i
     CROSS JOIN LATERAL (
       SELECT * FROM decision WHERE client_id = $1 AND item_id = i.id ORDER BY revision DESC LIMIT 1) d
     WHERE i.client_id = $1 AND i.case_id = $2 ORDER BY i.line_no`,
    [clientId, caseId],
  );
}

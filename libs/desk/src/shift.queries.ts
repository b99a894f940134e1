import { OPERATOR_ID, type Tx } from '#platform';

export interface ShiftRow {
  readonly id: string;
  readonly agent_id: string;
  readonly agent_name: string;
  readonly from_at: Date;
  readonly until_at: Date;
}

/** Whether this is somebody of the operator's who may work at the desk. */
export async function isAgent(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM user_account WHERE client_id = $1 AND id = $2 AND disabled_at IS NULL
       AND role IN ('agent', 'team_lead', 'administrator')`,
    [OPERATOR_ID, id],
  );
  return rows.length > 0;
}

/** Raises SQLSTATE 23P01 where the agent has a shift at that time already. */
export async function insertShift(
  tx: Tx,
  shift: { id: string; agentId: string; from: Date; until: Date; by: string },
): Promise<void> {
  await tx.execute(
    'INSERT INTO shift (id, agent_id, from_at, until_at, created_by) VALUES ($1, $2, $3, $4, $5)',
    [shift.id, shift.agentId, shift.from, shift.until, shift.by],
  );
}

export async function deleteShift(tx: Tx, id: string): Promise<number> {
  return tx.execute('DELETE FROM shift WHERE id = $1', [id]);
}

/** What overlaps with the time between two instants, by start. By `ix_shift_from`: no shift is longer than a day. */
export async function selectShifts(
  tx: Tx,
  where: { from: Date; until: Date; agentId: string | null; limit: number },
  after: { from: Date; id: string } | null,
): Promise<ShiftRow[]> {
  return tx.query<ShiftRow & Record<string, unknown>>(
    `SELECT s.id, s.agent_id, coalesce(u.name, '') AS agent_name, s.from_at, s.until_at
     FROM shift s LEFT JOIN user_account u ON u.client_id = $1 AND u.id = s.agent_id
     WHERE s.from_at >= $2::timestamptz - interval '24 hours' AND s.from_at < $3 AND s.until_at > $2
       AND ($4::uuid IS NULL OR s.agent_id = $4)
       AND ($5::timestamptz IS NULL OR (s.from_at, s.id) > ($5, $6::uuid))
     ORDER BY s.from_at, s.id LIMIT $7`,
    [
      OPERATOR_ID,
      where.from,
      where.until,
      where.agentId,
      after?.from ?? null,
      after?.id ?? null,
      where.limit,
    ],
  );
}

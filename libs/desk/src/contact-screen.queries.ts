import type { Tx } from '#platform';

export interface CaseCall {
  readonly id: string;
  readonly way: string;
  readonly state: string;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  /** Of talk, from answer to end. */
  readonly seconds: number;
  readonly recording: string;
}

/** Agents' calls about a case, oldest first. By `ix_desk_call_case`. */
export async function callsOfCase(tx: Tx, clientId: string, caseId: string): Promise<CaseCall[]> {
  return tx.query<CaseCall & Record<string, unknown>>(
    `SELECT id, way, state, started_at, ended_at, recording,
       coalesce(round(extract(epoch FROM coalesce(ended_at, now()) - answered_at)), 0)::int AS seconds
     FROM desk_call WHERE client_id = $1 AND case_id = $2 ORDER BY started_at, id`,
    [clientId, caseId],
  );
}

export interface OtherCase {
  readonly id: string;
  readonly case_ref: string;
  readonly state: string;
  readonly created_at: Date;
  readonly deadline_on: string | null;
}

/** A customer's open cases besides one, newest first. By `ix_return_case_customer`, backwards. */
export async function otherOpenCases(
  tx: Tx,
  clientId: string,
  of: { readonly customerId: string; readonly caseId: string },
  limit: number,
): Promise<OtherCase[]> {
  return tx.query<OtherCase & Record<string, unknown>>(
    `SELECT id, case_ref, state, created_at, deadline_on FROM return_case
     WHERE client_id = $1 AND customer_id = $2 AND id <> $3 AND state <> 'settled' ORDER BY id DESC LIMIT $4`,
    [clientId, of.customerId, of.caseId, limit],
  );
}

import type { CaseState } from '#cases';
import type { Tx } from '#platform';

export interface OtherCase {
  readonly id: string;
  readonly case_ref: string;
  readonly state: CaseState;
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

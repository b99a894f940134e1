import type { Tx } from '#platform';
import type { MessageChannel, MessageFacts, MessagePurpose } from '../message/message-purpose.js';
import type { MessageState } from '../message/message.states.js';

/** Where a message stands in its contact plan. */
export interface PlanPosition {
  readonly id: string;
  readonly caseId: string;
  readonly purpose: MessagePurpose;
  readonly revision: number;
  readonly step: number;
  readonly planVersion: number | null;
  readonly channel: MessageChannel;
  readonly customerId: string;
  readonly language: string;
  readonly facts: MessageFacts | null;
  readonly state: MessageState;
  readonly sentAt: Date | null;
  /** Whether a later step of the same plan was taken already. */
  readonly hasMovedOn: boolean;
  readonly superseded: boolean;
}

/** Keeps other transactions from moving these plans on until the end of `tx`. In id order. */
export async function lockPlans(tx: Tx, clientId: string, ids: readonly string[]): Promise<void> {
  await tx.query(
    'SELECT FROM message WHERE client_id = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR NO KEY UPDATE',
    [clientId, ids],
  );
}

/** Where these messages stand; one probe of the primary key and two of `uq_message_step` each. */
export function positionsOf(tx: Tx, clientId: string, ids: readonly string[]): Promise<PlanPosition[]> {
  return tx.query<PlanPosition & Record<string, unknown>>(
    `SELECT m.id, m.case_id AS "caseId", m.purpose, m.revision, m.step, m.plan_version AS "planVersion", m.channel,
       coalesce(m.customer_id, c.customer_id) AS "customerId", m.language, m.facts, m.state, m.sent_at AS "sentAt",
       EXISTS (SELECT FROM message n WHERE n.client_id = m.client_id AND n.case_id = m.case_id
               AND n.purpose = m.purpose AND n.revision = m.revision AND n.step > m.step) AS "hasMovedOn",
       EXISTS (SELECT FROM message n WHERE n.client_id = m.client_id AND n.case_id = m.case_id
               AND n.purpose = m.purpose AND n.revision > m.revision) AS superseded
     FROM unnest($2::uuid[]) AS k (id)
     JOIN message m ON m.client_id = $1 AND m.id = k.id
     JOIN return_case c ON c.client_id = m.client_id AND c.id = m.case_id
     ORDER BY m.id`,
    [clientId, ids],
  );
}

/** Cancels steps after these that are not under way yet: the message before them arrived after all. */
export function cancelLaterSteps(
  tx: Tx,
  clientId: string,
  ids: readonly string[],
  reason: string,
): Promise<{ id: string; caseId: string; channel: MessageChannel; language: string }[]> {
  return tx.query(
    `UPDATE message n SET state = 'cancelled', reason = $3, held_until = NULL
     FROM message m
     WHERE m.client_id = $1 AND m.id = ANY($2::uuid[]) AND n.client_id = $1 AND n.case_id = m.case_id
       AND n.purpose = m.purpose AND n.revision = m.revision AND n.step > m.step AND n.state = 'queued'
     RETURNING n.id, n.case_id AS "caseId", n.channel, n.language`,
    [clientId, ids, reason],
  );
}

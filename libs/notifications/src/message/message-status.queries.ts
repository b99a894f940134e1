import type { Tx } from '#platform';
import type { MessageChannel, MessagePurpose } from './message-purpose.js';
import type { MessageState } from './message.states.js';

export interface LockedMessage {
  readonly id: string;
  readonly state: MessageState;
  readonly caseId: string;
  readonly purpose: MessagePurpose;
  readonly channel: MessageChannel;
  readonly language: string;
  readonly recipient: string;
  readonly reason: string | null;
  /** Whether a later step of its contact plan was taken. */
  readonly hasMovedOn: boolean;
}

/** Messages as they are, held until the end of the transaction; locked in id order, read after the wait. */
export async function lockMessages(
  tx: Tx,
  clientId: string,
  ids: readonly string[],
): Promise<LockedMessage[]> {
  await tx.query('SELECT FROM message WHERE client_id = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR UPDATE', [
    clientId,
    ids,
  ]);
  return tx.query<LockedMessage & Record<string, unknown>>(
    `SELECT m.id, m.state, m.case_id AS "caseId", m.purpose, m.channel, m.language, m.recipient, m.reason,
       EXISTS (SELECT FROM message n WHERE n.client_id = m.client_id AND n.case_id = m.case_id
               AND n.purpose = m.purpose AND n.revision = m.revision AND n.step > m.step) AS "hasMovedOn"
     FROM message m WHERE m.client_id = $1 AND m.id = ANY($2::uuid[]) ORDER BY m.id`,
    [clientId, ids],
  );
}

export interface StatusRow {
  readonly id: string;
  readonly state: MessageState;
  readonly reason: string | null;
  readonly providerId: string | null;
  readonly segments: number | null;
  readonly sentAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly readAt: Date | null;
}

/**
 * Writes what was learnt of locked messages; what the provider counted takes the place of what we did. A provider's id that
 * another message has goes over: that one had it by a look into a list, this one knows.
 */
export async function recordStatuses(tx: Tx, clientId: string, rows: readonly StatusRow[]): Promise<void> {
  if (rows.length === 0) return;
  const known = rows.filter((row) => row.providerId !== null);
  if (known.length > 0) {
    await tx.execute(
      `UPDATE message m SET provider_id = NULL FROM unnest($2::text[], $3::uuid[]) AS k (provider_id, id)
       WHERE m.client_id = $1 AND m.provider_id = k.provider_id AND m.id <> k.id`,
      [clientId, known.map((row) => row.providerId), known.map((row) => row.id)],
    );
  }
  await tx.execute(
    `UPDATE message m SET state = r.state, reason = r.reason, provider_id = coalesce(m.provider_id, r.provider_id),
       segments = coalesce(r.segments, m.segments), sent_at = least(m.sent_at, r.sent_at),
       delivered_at = least(m.delivered_at, r.delivered_at), read_at = least(m.read_at, r.read_at)
     FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[], $7::timestamptz[], $8::timestamptz[],
                 $9::timestamptz[]) AS r (id, state, reason, provider_id, segments, sent_at, delivered_at, read_at)
     WHERE m.client_id = $1 AND m.id = r.id`,
    [
      clientId,
      rows.map((r) => r.id),
      rows.map((r) => r.state),
      rows.map((r) => r.reason),
      rows.map((r) => r.providerId),
      rows.map((r) => r.segments),
      rows.map((r) => r.sentAt),
      rows.map((r) => r.deliveredAt),
      rows.map((r) => r.readAt),
    ],
  );
}

/** Makes outbox rows due that wait for something else; one that is being performed stays with its worker. */
export async function dueNow(tx: Tx, clientId: string, kind: string, ids: readonly string[]): Promise<void> {
  await tx.execute(
    `UPDATE outbox SET next_at = now()
     WHERE client_id = $1 AND kind = $2 AND ref_id = ANY($3::uuid[]) AND state = 'pending' AND lease_token IS NULL`,
    [clientId, kind, ids],
  );
}

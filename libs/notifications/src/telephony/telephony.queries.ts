import type { Tx } from '#platform';
import type { MessagePurpose } from '../message/message-purpose.js';
import type { MessageState } from '../message/message.states.js';
import type { PhoneChannel } from './telephony-provider.js';

/** A message as it stands, before anything is done about it. */
export interface StandingMessage {
  readonly id: string;
  readonly case_id: string;
  readonly purpose: MessagePurpose;
  readonly channel: PhoneChannel;
  readonly language: string;
  readonly state: MessageState;
  readonly attempts: number;
  readonly recipient: string;
  readonly sender: string | null;
  readonly body_text: string | null;
  readonly segments: number | null;
  readonly cost_micros: number | null;
  readonly asked_at: Date | null;
  readonly created_at: Date;
}

/** The messages of outbox rows, locked until the end of `tx`. By `pk_message`. */
export function standingMessages(
  tx: Tx,
  clientId: string,
  ids: readonly string[],
): Promise<StandingMessage[]> {
  return tx.query<StandingMessage>(
    `SELECT id, case_id, purpose, channel, language, state, attempts, recipient, sender, body_text,
       segments, cost_micros, asked_at, created_at
     FROM message WHERE client_id = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR UPDATE`,
    [clientId, ids],
  );
}

/**
 * Which queued messages of these have to wait because something else is on its way to the same number over the same channel:
 * nobody gets two calls at once, and what the provider lists for a number can belong to one message only. Takers of one
 * client's messages wait for each other until the end of `tx`. By `ix_message_phone`.
 */
export async function numbersBusy(tx: Tx, clientId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('telephony ' || $1, 0))`, [clientId]);
  const rows = await tx.query<{ id: string }>(
    `SELECT m.id FROM message m WHERE m.client_id = $1 AND m.id = ANY($2::uuid[]) AND m.state = 'queued' AND EXISTS (
       SELECT FROM message o WHERE o.client_id = m.client_id AND o.recipient = m.recipient AND o.channel = m.channel
         AND o.channel IN ('sms', 'whatsapp', 'voice') AND o.id <> m.id
         AND (o.state IN ('sending', 'unknown') OR (o.state = 'queued' AND o.id < m.id AND o.id = ANY($2::uuid[]))))`,
    [clientId, ids],
  );
  return new Set(rows.map((row) => row.id));
}

export interface AskedMessage {
  readonly id: string;
  readonly recipient: string;
  readonly sender: string;
  readonly text: string;
  readonly segments: number | null;
  readonly costMicros: number;
}

/** Keeps what is about to be asked of the provider: a lost answer is looked up by it. */
export async function keepAsked(
  tx: Tx,
  clientId: string,
  asked: readonly AskedMessage[],
  at: Date,
): Promise<void> {
  if (asked.length === 0) return;
  await tx.execute(
    `UPDATE message m SET recipient = a.recipient, sender = a.sender, body_text = a.body, segments = a.segments,
       cost_micros = a.cost, asked_at = $8
     FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[], $7::bigint[])
       AS a (id, recipient, sender, body, segments, cost)
     WHERE m.client_id = $1 AND m.id = a.id`,
    [
      clientId,
      asked.map((a) => a.id),
      asked.map((a) => a.recipient),
      asked.map((a) => a.sender),
      asked.map((a) => a.text),
      asked.map((a) => a.segments),
      asked.map((a) => a.costMicros),
      at,
    ],
  );
}

/** Which of these ids of the provider belong to messages already. By `uq_message_provider`. */
export async function boundProviderIds(
  tx: Tx,
  clientId: string,
  providerIds: readonly string[],
): Promise<Set<string>> {
  if (providerIds.length === 0) return new Set();
  const rows = await tx.query<{ provider_id: string }>(
    `SELECT provider_id FROM message WHERE client_id = $1 AND provider_id = ANY($2::text[])
     UNION SELECT provider_id FROM provider_callback WHERE client_id = $1 AND provider_id = ANY($2::text[])`,
    [clientId, providerIds],
  );
  return new Set(rows.map((row) => row.provider_id));
}

import type { Tx } from '#platform';
import type { PhoneChannel, ProviderStatus } from './telephony-provider.js';

export interface CalledMessage {
  readonly id: string;
  readonly case_id: string;
  readonly channel: PhoneChannel;
  readonly language: string;
  readonly body_text: string | null;
  readonly recipient: string;
  readonly provider_id: string | null;
}

/**
 * The message of a hook, unless it is none of a phone channel; held until the end of `tx`, before its status is kept: two
 * hooks that first kept theirs and then wanted the message would wait for each other. By `pk_message`.
 */
export async function messageOfHook(
  tx: Tx,
  clientId: string,
  id: string,
): Promise<CalledMessage | undefined> {
  const [row] = await tx.query<CalledMessage & Record<string, unknown>>(
    `SELECT id, case_id, channel, language, body_text, recipient, provider_id
     FROM message WHERE client_id = $1 AND id = $2 AND channel IN ('sms', 'whatsapp', 'voice')
     FOR UPDATE`,
    [clientId, id],
  );
  return row;
}

/** Keeps a status as evidence; returns whether it is new. */
export async function keepCallback(
  tx: Tx,
  clientId: string,
  messageId: string,
  status: ProviderStatus,
  at: Date,
): Promise<boolean> {
  const { providerId, status: word, ...detail } = status;
  const kept = await tx.execute(
    `INSERT INTO provider_callback (client_id, message_id, provider_id, status, detail, received_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [clientId, messageId, providerId, word, JSON.stringify(detail), at],
  );
  return kept > 0;
}

/**
 * The latest case of the customer who was last written to or called at this number, and the message that they may be
 * answering. By `ix_message_phone`.
 */
export async function latestCaseOf(
  tx: Tx,
  clientId: string,
  number: string,
): Promise<{ caseId: string; messageId: string | null; language: string } | undefined> {
  const [row] = await tx.query<{ caseId: string; messageId: string | null; language: string }>(
    `SELECT c.id AS "caseId", CASE WHEN m.case_id = c.id THEN m.id END AS "messageId", m.language
     FROM message m
     JOIN return_case o ON o.client_id = m.client_id AND o.id = m.case_id
     JOIN return_case c ON c.client_id = o.client_id AND c.customer_id = o.customer_id
     WHERE m.client_id = $1 AND m.recipient = $2 AND m.channel IN ('sms', 'whatsapp', 'voice')
     ORDER BY m.id DESC, c.id DESC LIMIT 1`,
    [clientId, number],
  );
  return row;
}

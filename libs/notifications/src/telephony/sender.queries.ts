import type { Tx } from '#platform';
import type { Sender } from './sender-choice.js';
import type { NewSender, SenderPlace } from './sender.schema.js';
import type { ApprovedTemplate } from './whatsapp-wording.js';

export function sendersOf(tx: Tx, clientId: string): Promise<Sender[]> {
  return tx.query<Sender & Record<string, unknown>>(
    `SELECT channel, country, address, cost_micros AS "costMicros", connect_to AS "connectTo"
     FROM telephony_sender WHERE client_id = $1 ORDER BY channel, country`,
    [clientId],
  );
}

export async function putSender(
  tx: Tx,
  clientId: string,
  { channel, country }: SenderPlace,
  sender: NewSender,
  at: Date,
): Promise<void> {
  await tx.execute(
    `INSERT INTO telephony_sender (client_id, channel, country, address, cost_micros, connect_to, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (client_id, channel, country) DO UPDATE SET address = EXCLUDED.address,
       cost_micros = EXCLUDED.cost_micros, connect_to = EXCLUDED.connect_to, updated_at = EXCLUDED.updated_at`,
    [clientId, channel, country, sender.address, sender.costMicros, sender.connectTo, at],
  );
}

export function deleteSender(tx: Tx, clientId: string, { channel, country }: SenderPlace): Promise<number> {
  return tx.execute('DELETE FROM telephony_sender WHERE client_id = $1 AND channel = $2 AND country = $3', [
    clientId,
    channel,
    country,
  ]);
}

/** The newest approved template of each purpose and language. */
export function approvedTemplates(tx: Tx, clientId: string): Promise<ApprovedTemplate[]> {
  return tx.query<ApprovedTemplate & Record<string, unknown>>(
    `SELECT DISTINCT ON (purpose, language) purpose, language, content_sid AS "contentSid", body
     FROM whatsapp_template WHERE client_id = $1 AND state = 'approved' ORDER BY purpose, language, version DESC`,
    [clientId],
  );
}

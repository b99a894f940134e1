import type { Tx } from '#platform';
import type { WhatsAppTemplate } from './whatsapp-template.schema.js';

export interface TemplateRow extends Omit<WhatsAppTemplate, 'updatedAt'> {
  readonly contentSid: string | null;
  readonly updatedAt: Date;
}

const columns = `id, purpose, language, version, body, content_sid AS "contentSid", state, reason, updated_at AS "updatedAt"`;

/** All versions, newest first. */
export function templatesOf(tx: Tx, clientId: string): Promise<TemplateRow[]> {
  return tx.query<TemplateRow & Record<string, unknown>>(
    `SELECT ${columns} FROM whatsapp_template WHERE client_id = $1 ORDER BY purpose, language, version DESC`,
    [clientId],
  );
}

export async function insertTemplate(
  tx: Tx,
  clientId: string,
  template: Pick<TemplateRow, 'id' | 'purpose' | 'language' | 'version' | 'body'>,
  at: Date,
): Promise<void> {
  const { id, purpose, language, version, body } = template;
  await tx.execute(
    `INSERT INTO whatsapp_template (client_id, id, purpose, language, version, body, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
    [clientId, id, purpose, language, version, body, at],
  );
}

export async function updateTemplate(
  tx: Tx,
  clientId: string,
  id: string,
  change: Pick<TemplateRow, 'state' | 'reason' | 'contentSid'>,
  at: Date,
): Promise<void> {
  await tx.execute(
    `UPDATE whatsapp_template SET state = $3, reason = $4, content_sid = $5, updated_at = $6
     WHERE client_id = $1 AND id = $2`,
    [clientId, id, change.state, change.reason, change.contentSid, at],
  );
}

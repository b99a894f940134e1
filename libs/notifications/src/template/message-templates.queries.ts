import type { Tx } from '#platform';
import type { TemplateKey, TemplateParts, TemplateQuery } from './message-template.schema.js';

export interface TemplateRow extends TemplateKey {
  version: number;
  parts: TemplateParts;
  created_by: string;
  created_at: Date;
  retired_at: Date | null;
}

const columns = 'purpose, language, channel, version, parts, created_by, created_at, retired_at';

/** One change of a client's words at a time: versions have no gaps. */
export async function lockTemplates(tx: Tx, clientId: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`message_template:${clientId}`]);
}

/** The newest version of each text that is not retired, by purpose, language and channel. By primary key. */
export function selectInForce(
  tx: Tx,
  clientId: string,
  query: Omit<TemplateQuery, 'after'> & { readonly after: readonly string[] | null },
): Promise<(TemplateRow & Record<string, unknown>)[]> {
  const [purpose = null, language = null, channel = null] = query.after ?? [];
  return tx.query(
    `SELECT DISTINCT ON (purpose, language, channel) ${columns} FROM message_template
     WHERE client_id = $1 AND retired_at IS NULL
       AND ($2::text IS NULL OR purpose = $2) AND ($3::text IS NULL OR language = $3)
       AND ($4::text IS NULL OR channel = $4)
       AND ($5::text IS NULL OR (purpose, language, channel) > ($5, $6, $7))
     ORDER BY purpose, language, channel, version DESC LIMIT $8`,
    [
      clientId,
      query.purpose ?? null,
      query.language ?? null,
      query.channel ?? null,
      purpose,
      language,
      channel,
      query.limit,
    ],
  );
}

/** All texts in force: what a dispatch keeps in memory. */
export function selectAllInForce(
  tx: Tx,
  clientId: string,
): Promise<(TemplateRow & Record<string, unknown>)[]> {
  return tx.query(
    `SELECT DISTINCT ON (purpose, language, channel) ${columns} FROM message_template
     WHERE client_id = $1 AND retired_at IS NULL ORDER BY purpose, language, channel, version DESC`,
    [clientId],
  );
}

/** Versions of one text, newest first. */
export function selectVersions(
  tx: Tx,
  clientId: string,
  { purpose, language, channel }: TemplateKey,
  limit: number,
): Promise<(TemplateRow & Record<string, unknown>)[]> {
  return tx.query(
    `SELECT ${columns} FROM message_template
     WHERE client_id = $1 AND purpose = $2 AND language = $3 AND channel = $4 ORDER BY version DESC LIMIT $5`,
    [clientId, purpose, language, channel, limit],
  );
}

/** Characters of all texts in force but one. */
export async function sizeOfOthers(
  tx: Tx,
  clientId: string,
  { purpose, language, channel }: TemplateKey,
): Promise<number> {
  const [row] = await tx.query<{ size: number }>(
    `SELECT coalesce(sum(length(parts::text)), 0)::int AS size FROM (
       SELECT DISTINCT ON (purpose, language, channel) parts FROM message_template
       WHERE client_id = $1 AND retired_at IS NULL AND (purpose, language, channel) <> ($2, $3, $4)
       ORDER BY purpose, language, channel, version DESC) f`,
    [clientId, purpose, language, channel],
  );
  return row?.size ?? 0;
}

/** Adds the next version. The caller holds `lockTemplates`. */
export async function insertVersion(
  tx: Tx,
  clientId: string,
  { purpose, language, channel }: TemplateKey,
  parts: TemplateParts,
  by: string,
  at: Date,
): Promise<void> {
  await tx.execute(
    `INSERT INTO message_template (client_id, purpose, language, channel, version, parts, created_by, created_at)
     SELECT $1, $2, $3, $4, coalesce(max(version), 0) + 1, $5::jsonb, $6, $7 FROM message_template
     WHERE client_id = $1 AND purpose = $2 AND language = $3 AND channel = $4`,
    [clientId, purpose, language, channel, JSON.stringify(parts), by, at],
  );
}

/** Takes every version of a text out of force. The caller holds `lockTemplates`. */
export async function retireVersions(
  tx: Tx,
  clientId: string,
  { purpose, language, channel }: TemplateKey,
  by: string,
  at: Date,
): Promise<void> {
  await tx.execute(
    `UPDATE message_template SET retired_at = $5, retired_by = $6
     WHERE client_id = $1 AND purpose = $2 AND language = $3 AND channel = $4 AND retired_at IS NULL`,
    [clientId, purpose, language, channel, at, by],
  );
}

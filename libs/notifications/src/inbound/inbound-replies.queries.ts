import type { Tx } from '#platform';
import type { Voucher } from './inbound.schema.js';

export interface NewReplyRow {
  readonly id: string;
  readonly caseId: string;
  readonly messageId: string | null;
  readonly channel: string;
  readonly sourceKey: string;
  readonly mailId: string | null;
  readonly text: string;
  readonly vouchedBy: Voucher;
  readonly receivedAt: Date;
}

/** False when the same source was taken before. */
export async function insertReply(tx: Tx, clientId: string, reply: NewReplyRow): Promise<boolean> {
  const inserted = await tx.execute(
    `INSERT INTO inbound_reply (client_id, id, case_id, message_id, channel, source_key, mail_id, text, vouched_by, received_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (client_id, channel, source_key) DO NOTHING`,
    [
      clientId,
      reply.id,
      reply.caseId,
      reply.messageId,
      reply.channel,
      reply.sourceKey,
      reply.mailId,
      reply.text,
      reply.vouchedBy,
      reply.receivedAt,
    ],
  );
  return inserted > 0;
}

export interface NewAttachment {
  readonly fileId: string;
  readonly name: string;
  readonly mediaType: string;
  readonly byteCount: number;
}

export async function insertAttachments(
  tx: Tx,
  clientId: string,
  replyId: string,
  attachments: readonly NewAttachment[],
): Promise<void> {
  await tx.insertMany(
    'inbound_attachment',
    ['client_id', 'reply_id', 'file_id', 'name', 'media_type', 'byte_count'],
    attachments.map((a) => [clientId, replyId, a.fileId, a.name, a.mediaType, a.byteCount]),
  );
}

export interface ReplyRow {
  readonly id: string;
  readonly message_id: string | null;
  readonly channel: 'email' | 'sms' | 'whatsapp' | 'voice' | 'letter';
  readonly text: string;
  readonly vouched_by: Voucher;
  readonly received_at: Date;
  readonly attachments: { id: string; name: string; mediaType: string; byteCount: number }[];
}

/** A case's replies, oldest first. By `ix_inbound_reply_case`. */
export function repliesOfCase(tx: Tx, clientId: string, caseId: string): Promise<ReplyRow[]> {
  return tx.query<ReplyRow & Record<string, unknown>>(
    `SELECT r.id, r.message_id, r.channel, r.text, r.vouched_by, r.received_at,
       coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.file_id, 'name', a.name, 'mediaType', a.media_type,
                   'byteCount', a.byte_count) ORDER BY a.file_id)
                 FROM inbound_attachment a WHERE a.client_id = r.client_id AND a.reply_id = r.id), '[]') AS attachments
     FROM inbound_reply r WHERE r.client_id = $1 AND r.case_id = $2 ORDER BY r.received_at, r.id`,
    [clientId, caseId],
  );
}

/** An attachment of one of the case's replies. */
export async function attachmentOf(
  tx: Tx,
  clientId: string,
  caseId: string,
  fileId: string,
): Promise<NewAttachment | undefined> {
  const [row] = await tx.query<NewAttachment & Record<string, unknown>>(
    `SELECT a.file_id AS "fileId", a.name, a.media_type AS "mediaType", a.byte_count AS "byteCount"
     FROM inbound_reply r JOIN inbound_attachment a ON a.client_id = r.client_id AND a.reply_id = r.id
     WHERE r.client_id = $1 AND r.case_id = $2 AND a.file_id = $3`,
    [clientId, caseId, fileId],
  );
  return row;
}

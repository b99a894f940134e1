import type { Tx } from '#platform';

/** How many mails the mailbox keeps. */
export const mailboxKeeps = 20_000;

export interface ArrivedMail {
  readonly id: string;
  readonly receivedAt: Date;
  readonly channel: 'email' | 'sms' | 'whatsapp' | 'voice';
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly subject: string;
  /** What searches look in: addresses, subject and text, in lower case. */
  readonly words: string;
  readonly raw: Buffer;
}

/** Stores mails that arrived; without waiting for the disk, which only a machine that loses power would need. */
export async function insertMails(tx: Tx, mails: readonly ArrivedMail[]): Promise<void> {
  await tx.query(
    `INSERT INTO mailbox_mail (id, received_at, sender, recipients, subject, words, raw, channel)
     SELECT id, at, sender, string_to_array(recipients, ' '), subject, words, raw, channel
     FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::text[])
       AS m (id, at, sender, recipients, subject, words, raw, channel),
       (SELECT set_config('synchronous_commit', 'off', true)) AS unhurried`,
    [
      mails.map((m) => m.id),
      mails.map((m) => m.receivedAt),
      mails.map((m) => m.sender),
      mails.map((m) => m.recipients.join(' ')),
      mails.map((m) => m.subject),
      mails.map((m) => m.words),
      mails.map((m) => m.raw),
      mails.map((m) => m.channel),
    ],
  );
}

/** Drops all but the newest mails. */
export async function trimMails(tx: Tx, keep = mailboxKeeps): Promise<void> {
  await tx.query(
    `DELETE FROM mailbox_mail WHERE id <= (SELECT id FROM mailbox_mail ORDER BY id DESC OFFSET $1 LIMIT 1)`,
    [keep],
  );
}

export interface MailRow {
  id: string;
  received_at: Date;
  channel: ArrivedMail['channel'];
  sender: string;
  recipients: string[];
  subject: string;
}

/** Newest first. A search reads all words of at most 20,000 mails: a demonstration's size. */
export function listMails(tx: Tx, search: string, before: string | null, limit: number): Promise<MailRow[]> {
  return tx.query<MailRow>(
    `SELECT id, received_at, channel, sender, recipients, subject FROM mailbox_mail
     WHERE ($1 = '' OR position($1 IN words) > 0) AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [search, before, limit],
  );
}

export async function mailById(tx: Tx, id: string): Promise<(MailRow & { raw: Buffer }) | undefined> {
  const [row] = await tx.query<MailRow & { raw: Buffer }>(
    'SELECT id, received_at, channel, sender, recipients, subject, raw FROM mailbox_mail WHERE id = $1',
    [id],
  );
  return row;
}

/** Whether the mailbox took this SMS, WhatsApp message or call. */
export async function phoneMailOf(tx: Tx, messageId: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT FROM mailbox_mail WHERE channel <> 'email' AND position($1 IN words) > 0 LIMIT 1`,
    [messageId],
  );
  return rows.length > 0;
}

export async function countMails(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ n: number }>('SELECT count(*) AS n FROM mailbox_mail');
  return row?.n ?? 0;
}

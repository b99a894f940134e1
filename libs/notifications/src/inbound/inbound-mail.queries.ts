import type { ClientCtx, Tx } from '#platform';
import type { NamedAddress } from './signed-addresses.service.js';

/** The kind of outbox row that is a mail to read. */
export const inboundOutbox = 'inbound_mail';

/** A mail as the listener took it, for one recipient. */
export interface TakenMail {
  readonly id: string;
  readonly dedupeKey: Buffer;
  readonly recipient: string;
  readonly envelopeFrom: string;
  readonly remoteIp: string;
  readonly helo: string;
  readonly raw: Buffer;
  readonly receivedAt: Date;
}

/** Stores a mail about a client; false when it is here already. */
export async function insertInboundMail(tx: Tx, mail: TakenMail, named: NamedAddress): Promise<boolean> {
  const inserted = await tx.execute(
    `INSERT INTO inbound_mail (client_id, id, kind, ref_id, dedupe_key, recipient, envelope_from, remote_ip, helo, raw, received_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (client_id, dedupe_key) DO NOTHING`,
    [named.clientId, mail.id, named.kind, named.refId, ...columnsOf(mail)],
  );
  return inserted > 0;
}

/** Stores a mail that names no client; one that is here already stays. */
export async function insertStrangerMail(
  tx: Tx,
  mail: TakenMail,
  shown: { from: string | null; subject: string | null },
): Promise<void> {
  await tx.execute(
    `INSERT INTO stranger_mail (id, dedupe_key, recipient, envelope_from, remote_ip, helo, raw, received_at, from_address, subject)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (dedupe_key) DO NOTHING`,
    [mail.id, ...columnsOf(mail), shown.from, shown.subject],
  );
}

/** Keeps the newest strangers' mails: anybody can send them. */
export async function trimStrangerMails(tx: Tx, keep: number): Promise<void> {
  await tx.execute(
    'DELETE FROM stranger_mail WHERE id <= (SELECT id FROM stranger_mail ORDER BY id DESC OFFSET $1 LIMIT 1)',
    [keep],
  );
}

function columnsOf(mail: TakenMail): unknown[] {
  const { dedupeKey, recipient, envelopeFrom, remoteIp, helo, raw, receivedAt } = mail;
  return [dedupeKey, recipient, envelopeFrom, remoteIp, helo, raw, receivedAt];
}

export type InboundState =
  'received' | 'status' | 'automatic' | 'ignored' | 'reply' | 'unverified' | 'discarded';

export interface InboundMailRow {
  readonly id: string;
  readonly kind: 'return' | 'reply' | 'unknown';
  readonly ref_id: string | null;
  readonly case_id: string | null;
  readonly recipient: string;
  readonly envelope_from: string;
  readonly remote_ip: string;
  readonly helo: string;
  readonly raw: Buffer;
  readonly state: InboundState;
  readonly reason: string | null;
  readonly from_address: string | null;
  readonly subject: string | null;
  readonly received_at: Date;
}

const columns =
  'id, kind, ref_id, case_id, recipient, envelope_from, remote_ip, helo, raw, state, reason, from_address, subject, received_at';

/** One mail in a state, kept from others until the end of `tx`. */
export async function lockInboundMail(
  tx: Tx,
  clientId: string,
  id: string,
  state: InboundState,
): Promise<InboundMailRow | undefined> {
  const [row] = await tx.query<InboundMailRow & Record<string, unknown>>(
    `SELECT ${columns} FROM inbound_mail WHERE client_id = $1 AND id = $2 AND state = $3 FOR UPDATE`,
    [clientId, id, state],
  );
  return row;
}

export async function inboundMailById(
  tx: Tx,
  clientId: string,
  id: string,
): Promise<InboundMailRow | undefined> {
  const [row] = await tx.query<InboundMailRow & Record<string, unknown>>(
    `SELECT ${columns} FROM inbound_mail WHERE client_id = $1 AND id = $2`,
    [clientId, id],
  );
  return row;
}

export interface ReadChange {
  readonly id: string;
  readonly state: InboundState;
  readonly reason: string | null;
  readonly caseId: string | null;
  readonly from: string | null;
  readonly subject: string | null;
}

/** Records what a mail was; only while it is `from`. False when someone else was first. */
export async function recordRead(
  tx: Tx,
  clientId: string,
  change: ReadChange,
  from: InboundState = 'received',
): Promise<boolean> {
  const changed = await tx.execute(
    `UPDATE inbound_mail SET state = $4, reason = $5, case_id = $6, from_address = $7, subject = $8
     WHERE client_id = $1 AND id = $2 AND state = $3`,
    [clientId, change.id, from, change.state, change.reason, change.caseId, change.from, change.subject],
  );
  return changed > 0;
}

/** Settles an unverified mail by hand. */
export async function closeUnverified(
  tx: Tx,
  ctx: ClientCtx,
  id: string,
  state: 'reply' | 'discarded',
  caseId: string | null,
  by: string,
): Promise<void> {
  await tx.execute(
    `UPDATE inbound_mail SET state = $3, case_id = coalesce($4, case_id), closed_by = $5
     WHERE client_id = $1 AND id = $2 AND state = 'unverified'`,
    [ctx.clientId, id, state, caseId, by],
  );
}

/** The case that a message of ours is about, and whether it is one. */
export async function messageById(
  tx: Tx,
  clientId: string,
  id: string,
): Promise<{ case_id: string; channel: string } | undefined> {
  const [row] = await tx.query<{ case_id: string; channel: string }>(
    'SELECT case_id, channel FROM message WHERE client_id = $1 AND id = $2',
    [clientId, id],
  );
  return row;
}

/** How many mails about a case had an effect since then. By `ix_inbound_mail_case`. */
export async function countEffects(tx: Tx, clientId: string, caseId: string, since: Date): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM inbound_mail
     WHERE client_id = $1 AND case_id = $2 AND received_at > $3 AND state IN ('reply', 'automatic', 'unverified')`,
    [clientId, caseId, since],
  );
  return row?.n ?? 0;
}

/** How many unverified mails of a client wait since then. By `ix_inbound_mail_unverified`. */
export async function countUnverified(tx: Tx, clientId: string, since: Date): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM inbound_mail WHERE client_id = $1 AND state = 'unverified' AND received_at > $2`,
    [clientId, since],
  );
  return row?.n ?? 0;
}

export interface BoxRow {
  readonly id: string;
  readonly case_id: string | null;
  readonly recipient: string;
  readonly from_address: string | null;
  readonly subject: string | null;
  readonly reason: string | null;
  readonly byte_count: number;
  readonly received_at: Date;
}

/** A client's unverified mails, newest first. By `ix_inbound_mail_unverified`. */
export function listUnverified(
  tx: Tx,
  clientId: string,
  before: string | null,
  limit: number,
): Promise<BoxRow[]> {
  return tx.query<BoxRow & Record<string, unknown>>(
    `SELECT id, case_id, recipient, from_address, subject, reason, octet_length(raw) AS byte_count, received_at
     FROM inbound_mail WHERE client_id = $1 AND state = 'unverified' AND ($2::uuid IS NULL OR id < $2)
     ORDER BY id DESC LIMIT $3`,
    [clientId, before, limit],
  );
}

/** Strangers' mails, newest first. */
export function listStrangers(tx: Tx, before: string | null, limit: number): Promise<BoxRow[]> {
  return tx.query<BoxRow & Record<string, unknown>>(
    `SELECT id, NULL AS case_id, recipient, from_address, subject, 'stranger' AS reason, octet_length(raw) AS byte_count, received_at
     FROM stranger_mail WHERE given_to IS NULL AND ($1::uuid IS NULL OR id < $1) ORDER BY id DESC LIMIT $2`,
    [before, limit],
  );
}

export async function strangerById(tx: Tx, id: string): Promise<TakenMail | undefined> {
  const [row] = await tx.query<TakenMail & Record<string, unknown>>(
    `SELECT id, dedupe_key AS "dedupeKey", recipient, envelope_from AS "envelopeFrom", remote_ip AS "remoteIp", helo, raw,
       received_at AS "receivedAt" FROM stranger_mail WHERE id = $1`,
    [id],
  );
  return row;
}

/** Gives a stranger's mail to a client; undefined when it is gone or was given to another. */
export async function giveStranger(tx: Tx, id: string, clientId: string): Promise<TakenMail | undefined> {
  const given = await tx.execute(
    'UPDATE stranger_mail SET given_to = $2 WHERE id = $1 AND (given_to IS NULL OR given_to = $2)',
    [id, clientId],
  );
  return given > 0 ? strangerById(tx, id) : undefined;
}

/** Whether it was there: of two who take it away, one is told so. */
export async function deleteStranger(tx: Tx, id: string): Promise<boolean> {
  return (await tx.execute('DELETE FROM stranger_mail WHERE id = $1', [id])) > 0;
}

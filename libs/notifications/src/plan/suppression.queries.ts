import { newId, type Tx } from '#platform';
import type { MessageChannel } from '../message/message-purpose.js';

export interface SuppressionRow {
  readonly id: string;
  readonly channel: MessageChannel;
  readonly address: string;
  readonly reason: string;
  readonly created_at: Date;
  readonly created_by: string;
}

export interface ChannelAddress {
  readonly channel: string;
  readonly address: string;
}

/** Which of these are suppressed, as `channel:address`. One probe of `pk_suppression` each. */
export async function suppressedAmong(
  tx: Tx,
  clientId: string,
  asked: readonly ChannelAddress[],
): Promise<Set<string>> {
  const rows = await tx.query<{ key: string }>(
    `SELECT a.channel || ':' || a.address AS key FROM unnest($2::text[], $3::text[]) AS a (channel, address)
     WHERE EXISTS (SELECT FROM suppression s
       WHERE s.client_id = $1 AND s.channel = a.channel AND s.address = a.address OFFSET 0)`,
    [clientId, asked.map((a) => a.channel), asked.map((a) => a.address)],
  );
  return new Set(rows.map((row) => row.key));
}

/** Adds addresses; one that is suppressed already keeps its first reason. Returns those that are new. */
export async function insertSuppressions(
  tx: Tx,
  clientId: string,
  added: readonly (ChannelAddress & { readonly id: string; readonly reason: string })[],
  at: Date,
  by: string,
): Promise<SuppressionRow[]> {
  return tx.query<SuppressionRow & Record<string, unknown>>(
    `INSERT INTO suppression (client_id, id, channel, address, reason, created_at, created_by)
     SELECT $1, a.id, a.channel, a.address, a.reason, $6, $7
     FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) AS a (id, channel, address, reason)
     ON CONFLICT DO NOTHING RETURNING id, channel, address, reason, created_at, created_by`,
    [
      clientId,
      added.map((a) => a.id),
      added.map((a) => a.channel),
      added.map((a) => a.address),
      added.map((a) => a.reason),
      at,
      by,
    ],
  );
}

/** One page, newest first, with one row more than the limit. By `uq_suppression_id`. */
export function listSuppressions(
  tx: Tx,
  clientId: string,
  before: string | null,
  limit: number,
): Promise<SuppressionRow[]> {
  return tx.query<SuppressionRow & Record<string, unknown>>(
    `SELECT id, channel, address, reason, created_at, created_by FROM suppression
     WHERE client_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [clientId, before, limit],
  );
}

/** The row of an address. */
export async function suppressionOf(
  tx: Tx,
  clientId: string,
  { channel, address }: ChannelAddress,
): Promise<SuppressionRow | undefined> {
  const [row] = await tx.query<SuppressionRow & Record<string, unknown>>(
    `SELECT id, channel, address, reason, created_at, created_by FROM suppression
     WHERE client_id = $1 AND channel = $2 AND address = $3`,
    [clientId, channel, address],
  );
  return row;
}

/** Takes an entry off by its id or its address and notes who did it; returns how many there were. */
export async function deleteSuppression(
  tx: Tx,
  clientId: string,
  which: { readonly id: string } | ChannelAddress,
  lifted: { readonly at: Date; readonly by: string },
): Promise<number> {
  const [where, values] =
    'id' in which
      ? ['id = $5', [which.id]]
      : ['channel = $5 AND address = $6', [which.channel, which.address]];
  return tx.execute(
    `WITH gone AS (DELETE FROM suppression WHERE client_id = $1 AND ${where} RETURNING id, channel, reason)
     INSERT INTO audit_event (client_id, id, at, actor, action, subject_id, detail)
     SELECT $1, $2, $3, $4, 'suppression.lifted', id, jsonb_build_object('channel', channel, 'reason', reason) FROM gone`,
    [clientId, newId(), lifted.at, lifted.by, ...values],
  );
}

import type { Tx } from '#platform';
import type { LinkAsk } from './customer-link.schema.js';

export interface NewLink {
  readonly id: string;
  readonly caseId: string;
  readonly claimId: string;
  readonly digest: Buffer;
  readonly asks: readonly LinkAsk[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export async function insertLink(tx: Tx, clientId: string, link: NewLink): Promise<void> {
  await tx.execute(
    `INSERT INTO customer_link (client_id, id, case_id, claim_id, digest, asks, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [clientId, link.id, link.caseId, link.claimId, link.digest, link.asks, link.createdAt, link.expiresAt],
  );
}

/** How many links a case got since then. By `ix_customer_link_case`. */
export async function countLinks(tx: Tx, clientId: string, caseId: string, since: Date): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM customer_link WHERE client_id = $1 AND case_id = $2 AND created_at > $3',
    [clientId, caseId, since],
  );
  return row?.count ?? 0;
}

export interface LinkRow {
  readonly client_id: string;
  readonly id: string;
  readonly case_id: string;
  readonly asks: LinkAsk[];
  readonly used_at: Date | null;
}

/** The link with this digest that is not over, whosever it is: for the role across clients. By `uq_customer_link_digest`. */
export async function linkByDigest(tx: Tx, digest: Buffer, now: Date): Promise<LinkRow | undefined> {
  const [row] = await tx.query<LinkRow & Record<string, unknown>>(
    'SELECT client_id, id, case_id, asks, used_at FROM customer_link WHERE digest = $1 AND expires_at > $2',
    [digest, now],
  );
  return row;
}

/**
 * Uses a link up, and with it the case's others that ask for nothing else. False when it was used before or is over: of two
 * at once the second waits for the first and gets false.
 */
export async function useLink(
  tx: Tx,
  clientId: string,
  link: { id: string; caseId: string },
  now: Date,
): Promise<boolean> {
  const [used] = await tx.query<{ asks: string[] }>(
    `UPDATE customer_link SET used_at = $3 WHERE client_id = $1 AND id = $2 AND used_at IS NULL AND expires_at > $3
     RETURNING asks`,
    [clientId, link.id, now],
  );
  if (!used) return false;
  await tx.execute(
    `UPDATE customer_link SET used_at = $3
     WHERE client_id = $1 AND case_id = $2 AND used_at IS NULL AND asks <@ $4::text[]`,
    [clientId, link.caseId, now, used.asks],
  );
  return true;
}

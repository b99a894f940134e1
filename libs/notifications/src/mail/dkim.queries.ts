import type { Tx } from '#platform';

export interface DkimKeyRow {
  readonly id: string;
  readonly domain: string;
  readonly selector: string;
  /** Base64 of the DER form, as a DNS record's `p=` has it. */
  readonly public_key: string;
  readonly sealed_private: Buffer;
  readonly state: 'pending' | 'verified' | 'retired';
  readonly problem: string | null;
  readonly created_at: Date;
  readonly checked_at: Date | null;
}

const columns = 'id, domain, selector, public_key, sealed_private, state, problem, created_at, checked_at';

export async function insertDkimKey(
  tx: Tx,
  clientId: string,
  key: { id: string; domain: string; selector: string; publicKey: string; sealedPrivate: Buffer },
  by: string,
  at: Date,
): Promise<void> {
  await tx.execute(
    `INSERT INTO dkim_key (client_id, id, domain, selector, public_key, sealed_private, created_at, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [clientId, key.id, key.domain, key.selector, key.publicKey, key.sealedPrivate, at, by],
  );
}

/** A client's keys, newest first; a handful. */
export function dkimKeys(tx: Tx, clientId: string): Promise<DkimKeyRow[]> {
  return tx.query<DkimKeyRow & Record<string, unknown>>(
    `SELECT ${columns} FROM dkim_key WHERE client_id = $1 ORDER BY id DESC`,
    [clientId],
  );
}

/** The key that signs for a domain. By `uq_dkim_key_verified`. */
export async function signingKey(tx: Tx, clientId: string, domain: string): Promise<DkimKeyRow | undefined> {
  const [row] = await tx.query<DkimKeyRow & Record<string, unknown>>(
    `SELECT ${columns} FROM dkim_key WHERE client_id = $1 AND domain = $2 AND state = 'verified'`,
    [clientId, domain],
  );
  return row;
}

/** Notes what a check found of a key that is not retired. */
export async function noteDkimCheck(
  tx: Tx,
  clientId: string,
  id: string,
  problem: string | null,
  at: Date,
): Promise<void> {
  await tx.execute(
    `UPDATE dkim_key SET problem = $3, checked_at = $4 WHERE client_id = $1 AND id = $2 AND state <> 'retired'`,
    [clientId, id, problem, at],
  );
}

/** Makes a pending key the one that signs for its domain; the one before is retired. Both in this order: one signs at a time. */
export async function verifyDkimKey(tx: Tx, clientId: string, id: string, domain: string): Promise<void> {
  await tx.execute(
    `UPDATE dkim_key SET state = 'retired' WHERE client_id = $1 AND domain = $2 AND state = 'verified' AND id < $3`,
    [clientId, domain, id],
  );
  await tx.execute(
    `UPDATE dkim_key SET state = 'verified' WHERE client_id = $1 AND id = $2 AND state = 'pending'
       AND NOT EXISTS (SELECT FROM dkim_key k WHERE k.client_id = $1 AND k.domain = $3 AND k.state = 'verified')`,
    [clientId, id, domain],
  );
}

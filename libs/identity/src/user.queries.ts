import type { Role, Tx } from '#platform';

export interface UserRow {
  client_id: string;
  id: string;
  email: string;
  name: string;
  role: Role;
  locale: string;
  zone: string;
  password_hash: string;
  totp_secret: string | null;
  totp_enabled_at: Date | null;
  locked_until: Date | null;
  disabled_at: Date | null;
  created_at: Date;
}

export const userColumns = [
  'client_id',
  'id',
  'email',
  'name',
  'role',
  'locale',
  'zone',
  'password_hash',
  'totp_secret',
  'totp_enabled_at',
  'locked_until',
  'disabled_at',
  'created_at',
]
  .map((column) => `u.${column}`)
  .join(', ');

/** By the unique index on lower(email); only the scope across clients finds every user. */
export async function userByEmail(tx: Tx, email: string): Promise<UserRow | undefined> {
  const rows = await tx.query<UserRow>(
    `SELECT ${userColumns} FROM user_account u WHERE lower(u.email) = $1 AND u.disabled_at IS NULL`,
    [email],
  );
  return rows[0];
}

export async function userById(tx: Tx, clientId: string, id: string): Promise<UserRow | undefined> {
  const rows = await tx.query<UserRow>(
    `SELECT ${userColumns} FROM user_account u WHERE u.client_id = $1 AND u.id = $2`,
    [clientId, id],
  );
  return rows[0];
}

/**
 * Counts a try before it is judged, so that a hundred tries at once count as a hundred. From the fifth failure on the
 * account refuses for 30 s, then twice as long each time, at most an hour. False while it refuses.
 */
export async function reserveTry(tx: Tx, clientId: string, id: string, now: Date): Promise<boolean> {
  const changed = await tx.execute(
    `UPDATE user_account SET failed_sign_ins = failed_sign_ins + 1,
       locked_until = CASE WHEN failed_sign_ins + 1 >= 5
         THEN $3::timestamptz + least(3600, 30 * 2 ^ (least(failed_sign_ins + 1, 20) - 5)) * interval '1 second' END
     WHERE client_id = $1 AND id = $2 AND disabled_at IS NULL AND (locked_until IS NULL OR locked_until <= $3)`,
    [clientId, id, now],
  );
  return changed === 1;
}

/** After a full sign-in the counting starts anew. */
export async function clearTries(tx: Tx, clientId: string, id: string): Promise<void> {
  await tx.execute(
    'UPDATE user_account SET failed_sign_ins = 0, locked_until = NULL WHERE client_id = $1 AND id = $2',
    [clientId, id],
  );
}

/** Uses up a time step of the second factor; false when this or a later one is used already. */
export async function useTotpStep(tx: Tx, clientId: string, id: string, step: number): Promise<boolean> {
  const changed = await tx.execute(
    `UPDATE user_account SET totp_last_step = $3
     WHERE client_id = $1 AND id = $2 AND (totp_last_step IS NULL OR totp_last_step < $3)`,
    [clientId, id, step],
  );
  return changed === 1;
}

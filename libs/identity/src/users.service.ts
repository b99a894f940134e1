import { Injectable } from '@nestjs/common';
import {
  Database,
  decodeCursor,
  fail as platformFail,
  newId,
  operatorRoles,
  OPERATOR_ID,
  requireOperatorPermission,
  rolePermissions,
  toPage,
  type Ctx,
  type Page,
  type PageQuery,
} from '#platform';
import { audit } from './audit.js';
import { Authentication } from './authentication.service.js';
import { fail } from './identity.errors.js';
import { newUserSchema, type NewUser, type User } from './identity.schema.js';
import { hashPassword } from './passwords.js';
import { userColumns, type UserRow } from './user.queries.js';

/** The people who sign in: the operator's own (without a client in the context) and a client's. */
@Injectable()
export class Users {
  constructor(
    private readonly db: Database,
    private readonly authentication: Authentication,
  ) {}

  /**
   * Adds a user of the context's client, or of the operator without one; the role must be one of that side. Raises
   * `user.email_taken`: an address signs in at one place only.
   */
  async create(ctx: Ctx, input: NewUser): Promise<User> {
    requireOperatorPermission(ctx, 'user.write');
    const user = newUserSchema.parse(input);
    const home = ctx.clientId ?? OPERATOR_ID;
    const isOperatorRole = (operatorRoles as readonly string[]).includes(user.role);
    if (isOperatorRole !== (home === OPERATOR_ID)) {
      throw platformFail('request.invalid', {}, [{ pointer: '/role', code: 'field.not_allowed' }]);
    }
    const passwordHash = await hashPassword(user.password);
    return this.db.tx(ctx, async (tx) => {
      const [row] = await tx.query<UserRow>(
        `INSERT INTO user_account AS u (client_id, id, email, name, role, locale, zone, password_hash, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING ${userColumns}`,
        [home, newId(), user.email, user.name, user.role, user.locale, user.zone, passwordHash, ctx.now],
      );
      if (!row) throw fail('user.email_taken');
      await audit(tx, ctx, home, 'user.created', row.id, { role: user.role });
      return toUser(row);
    });
  }

  /** The users of the context's client, or of the operator, oldest first. */
  async list(ctx: Ctx, page: PageQuery): Promise<Page<User>> {
    requireOperatorPermission(ctx, 'user.read');
    const home = ctx.clientId ?? OPERATOR_ID;
    const [after] = page.after ? decodeCursor(page.after, 1) : [OPERATOR_ID];
    const rows = await this.db.tx({ ...ctx, clientId: home }, (tx) =>
      tx.query<UserRow>(
        `SELECT ${userColumns} FROM user_account u WHERE u.client_id = $1 AND u.id > $2::uuid ORDER BY u.id LIMIT $3`,
        [home, after, page.limit + 1],
      ),
    );
    return toPage(rows, page.limit, (row) => [row.id], toUser);
  }

  /** Everybody who may work at the desk and can sign in, by name: a call centre's people, so all at once. */
  async staff(ctx: Ctx): Promise<User[]> {
    requireOperatorPermission(ctx, 'desk.lead');
    const deskRoles = operatorRoles.filter((role) => rolePermissions[role].has('desk.work'));
    const rows = await this.db.tx({ ...ctx, clientId: OPERATOR_ID }, (tx) =>
      tx.query<UserRow>(
        `SELECT ${userColumns} FROM user_account u
         WHERE u.client_id = $1 AND u.disabled_at IS NULL AND u.role = ANY($2) ORDER BY u.name, u.id`,
        [OPERATOR_ID, deskRoles],
      ),
    );
    return rows.map(toUser);
  }

  /** The names of the operator's people and of the context's client, by id; unknown ids are left out. */
  async namesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
    requireOperatorPermission(ctx, 'desk.work');
    if (ids.length === 0) return new Map();
    const rows = await this.db.tx({ ...ctx, clientId: null }, (tx) =>
      tx.query<{ id: string; name: string }>(
        `SELECT u.id, u.name FROM user_account u WHERE u.client_id = ANY($1::uuid[]) AND u.id = ANY($2::uuid[])`,
        [[OPERATOR_ID, ...(ctx.clientId === null ? [] : [ctx.clientId])], [...new Set(ids)]],
      ),
    );
    return new Map(rows.map((row) => [row.id, row.name]));
  }

  /** Ends a user's access now: no sign-in, no session. Raises `user.unknown`, `user.self`. */
  async disable(ctx: Ctx, id: string): Promise<void> {
    requireOperatorPermission(ctx, 'user.write');
    if (ctx.actor.id === id) throw fail('user.self');
    await this.change(ctx, id, 'user.disabled', 'disabled_at = $3', [ctx.now]);
  }

  /** Lets a disabled user sign in again. Raises `user.unknown`. */
  async enable(ctx: Ctx, id: string): Promise<void> {
    requireOperatorPermission(ctx, 'user.write');
    await this.change(
      ctx,
      id,
      'user.enabled',
      'disabled_at = NULL, locked_until = NULL, failed_sign_ins = 0',
    );
  }

  /** For a lost phone: sign-in asks for the password only until a new factor is enrolled. Raises `user.unknown`. */
  async resetSecondFactor(ctx: Ctx, id: string): Promise<void> {
    requireOperatorPermission(ctx, 'user.write');
    await this.change(ctx, id, 'user.second_factor_reset', 'totp_secret = NULL, totp_enabled_at = NULL');
  }

  /** Changes one user and ends all their sessions. */
  private async change(
    ctx: Ctx,
    id: string,
    action: string,
    set: string,
    values: readonly unknown[] = [],
  ): Promise<void> {
    const home = ctx.clientId ?? OPERATOR_ID;
    await this.db.tx({ ...ctx, clientId: home }, async (tx) => {
      const changed = await tx.execute(`UPDATE user_account SET ${set} WHERE client_id = $1 AND id = $2`, [
        home,
        id,
        ...values,
      ]);
      if (changed === 0) throw fail('user.unknown');
      await tx.execute('DELETE FROM user_session WHERE client_id = $1 AND user_id = $2', [home, id]);
      await audit(tx, ctx, home, action, id);
      tx.afterCommit(() => this.authentication.forget(id));
    });
  }
}

export function toUser(row: UserRow): User {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    locale: row.locale,
    zone: row.zone,
    secondFactor: row.totp_enabled_at !== null,
    disabled: row.disabled_at !== null,
    createdAt: row.created_at.toISOString(),
  };
}

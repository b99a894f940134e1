import { Injectable } from '@nestjs/common';
import { Database, newId, OPERATOR_ID, rolePermissions, type Ctx, type Tx } from '#platform';
import { audit } from './audit.js';
import { Authentication, type Caller } from './authentication.service.js';
import { fail } from './identity.errors.js';
import type { Identity, Session, SignIn } from './identity.schema.js';
import { passwordMatches } from './passwords.js';
import { digest, newSecret } from './secrets.js';
import { totpStep } from './totp.js';
import { toUser } from './users.service.js';
import { clearTries, reserveTry, userByEmail, userById, useTotpStep, type UserRow } from './user.queries.js';

/** Signed in for a week at most, however busy. */
const absoluteMs = 7 * 24 * 3_600_000;
/** How long a sign-in waits for its second factor. */
const secondFactorMs = 10 * 60_000;

interface SessionRow {
  id: string;
  state: Session['state'];
  created_at: Date;
  seen_at: Date;
  expires_at: Date;
}

/** What the browser keeps; `token` goes into a cookie and nowhere else. */
export interface SignedIn {
  readonly token: string;
  readonly state: Session['state'];
  readonly expiresAt: Date;
}

/** Sign-in with password and second factor, and the sessions it makes. Tokens are opaque and stored as hashes. */
@Injectable()
export class Sessions {
  constructor(
    private readonly db: Database,
    private readonly authentication: Authentication,
  ) {}

  /**
   * Starts a session, which waits for its second factor when the user has one. An unknown address, a wrong password
   * and an account that refuses for a while raise the same `session.refused` after the same time.
   */
  async signIn(ctx: Ctx, input: SignIn): Promise<SignedIn> {
    const across = { ...ctx, clientId: null };
    const email = input.email.trim().toLowerCase();
    const user = await this.db.tx(across, async (tx) => {
      const found = await userByEmail(tx, email);
      return found && (await reserveTry(tx, found.client_id, found.id, ctx.now)) ? found : undefined;
    });
    if (!(await passwordMatches(user?.password_hash, input.password)) || !user) throw fail('session.refused');
    return this.db.tx(across, async (tx) => {
      if (user.totp_enabled_at) return this.open(tx, ctx, user, 'second_factor');
      await clearTries(tx, user.client_id, user.id);
      return this.open(tx, ctx, user, 'active');
    });
  }

  /**
   * Completes a sign-in with a code from the authenticator app; the session gets a new token. A code works once.
   * Raises `session.code_refused`, also when too many codes were wrong or the sign-in is older than ten minutes.
   */
  async confirm(ctx: Ctx, token: string, code: string): Promise<SignedIn> {
    const across = { ...ctx, clientId: null };
    const waiting = await this.db.tx(across, async (tx) => {
      const [session] = await tx.query<{ client_id: string; id: string; user_id: string }>(
        `SELECT client_id, id, user_id FROM user_session
         WHERE token_sha256 = $1 AND state = 'second_factor' AND expires_at > $2`,
        [digest(token), ctx.now],
      );
      if (!session || !(await reserveTry(tx, session.client_id, session.user_id, ctx.now))) return null;
      return { session, user: await userById(tx, session.client_id, session.user_id) };
    });
    const user = waiting?.user;
    const step = user?.totp_secret ? totpStep(user.totp_secret, code, ctx.now) : null;
    if (!waiting || !user || step === null) throw fail('session.code_refused');
    return this.db.tx(across, async (tx) => {
      if (!(await useTotpStep(tx, user.client_id, user.id, step))) throw fail('session.code_refused');
      await tx.execute('DELETE FROM user_session WHERE client_id = $1 AND id = $2', [
        user.client_id,
        waiting.session.id,
      ]);
      await clearTries(tx, user.client_id, user.id);
      return this.open(tx, ctx, user, 'active');
    });
  }

  /** Who the caller is, for which client, and what they may do. */
  async identity(ctx: Ctx, caller: Caller): Promise<Identity> {
    const home = { ...ctx, clientId: caller.homeId };
    return this.db.tx(home, async (tx) => {
      const user = await userById(tx, caller.homeId, caller.actor.id);
      const [session] = await tx.query<SessionRow>(
        `SELECT id, state, created_at, seen_at, expires_at FROM user_session WHERE client_id = $1 AND id = $2`,
        [caller.homeId, caller.sessionId],
      );
      if (!user || !session) throw fail('session.refused');
      const [client] = await tx.query<{ id: string; code: string; name: string }>(
        'SELECT id, code, name FROM client WHERE id = $1',
        [caller.homeId === OPERATOR_ID ? null : caller.homeId],
      );
      return {
        user: toUser(user),
        client: client ?? null,
        permissions: [...rolePermissions[user.role]],
        session: toSession(session, caller),
      };
    });
  }

  /** The caller's own sessions, newest first. */
  async list(ctx: Ctx, caller: Caller): Promise<Session[]> {
    const rows = await this.db.tx({ ...ctx, clientId: caller.homeId }, (tx) =>
      tx.query<SessionRow>(
        `SELECT id, state, created_at, seen_at, expires_at FROM user_session
         WHERE client_id = $1 AND user_id = $2 AND expires_at > $3 ORDER BY id DESC LIMIT 200`,
        [caller.homeId, caller.actor.id, ctx.now],
      ),
    );
    return rows.map((row) => toSession(row, caller));
  }

  /** Ends one of the caller's own sessions. Raises `session.unknown`. */
  async revoke(ctx: Ctx, caller: Caller, id: string): Promise<void> {
    const ended = await this.db.tx({ ...ctx, clientId: caller.homeId }, (tx) =>
      tx.execute('DELETE FROM user_session WHERE client_id = $1 AND user_id = $2 AND id = $3', [
        caller.homeId,
        caller.actor.id,
        id,
      ]),
    );
    this.authentication.forget(id);
    if (ended === 0) throw fail('session.unknown');
  }

  /** Signs out: ends the session with this token, also one that waits for its second factor. */
  async signOut(ctx: Ctx, token: string): Promise<void> {
    const ended = await this.db.tx({ ...ctx, clientId: null }, (tx) =>
      tx.query<{ id: string }>('DELETE FROM user_session WHERE token_sha256 = $1 RETURNING id', [
        digest(token),
      ]),
    );
    for (const { id } of ended) this.authentication.forget(id);
  }

  /** Removes sessions that are over. For the schedule. */
  async clean(ctx: Ctx): Promise<number> {
    return this.db.tx({ ...ctx, clientId: null }, (tx) =>
      tx.execute('DELETE FROM user_session WHERE expires_at < $1', [ctx.now]),
    );
  }

  private async open(tx: Tx, ctx: Ctx, user: UserRow, state: Session['state']): Promise<SignedIn> {
    const token = newSecret();
    const id = newId();
    const lifetime = state === 'active' ? absoluteMs : secondFactorMs;
    const expiresAt = new Date(ctx.now.getTime() + lifetime);
    await tx.query(
      `INSERT INTO user_session (client_id, id, user_id, token_sha256, state, created_at, seen_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $6, $7)`,
      [user.client_id, id, user.id, digest(token), state, ctx.now, expiresAt],
    );
    if (state === 'active') await audit(tx, ctx, user.client_id, 'session.started', user.id);
    return { token, state, expiresAt };
  }
}

function toSession(row: SessionRow, caller: Caller): Session {
  return {
    id: row.id,
    state: row.state,
    createdAt: row.created_at.toISOString(),
    seenAt: row.seen_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    current: row.id === caller.sessionId,
  };
}

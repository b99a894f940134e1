import { Injectable } from '@nestjs/common';
import {
  Clock,
  Database,
  OPERATOR_ID,
  rolePermissions,
  systemCtx,
  type Actor,
  type Permission,
  type Role,
} from '#platform';
import { digest } from './secrets.js';

/** Who a credential belongs to. */
export interface Caller {
  readonly actor: Actor;
  /** The client that the caller belongs to; the nil UUID for the operator's staff. */
  readonly homeId: string;
  /** The user's own language; null for a key. */
  readonly locale: string | null;
  readonly sessionId: string | null;
}

/** A session unused for so long is over. */
const idleMs = 12 * 3_600_000;
/** How exactly the last use of a session is kept. */
const seenEveryMs = 5 * 60_000;
const cacheMs = 5_000;
const cacheSize = 10_000;

interface KeyRow {
  client_id: string;
  id: string;
  scopes: Permission[];
  last_used_on: string | null;
}

interface SessionRow {
  client_id: string;
  id: string;
  seen_at: Date;
  user_id: string;
  role: Role;
  locale: string;
}

/**
 * Tells who a key or a session belongs to; asked once per request. Answers are kept for 5 s, so a credential revoked in
 * another process may work that much longer; in this process `forget` ends it at once.
 */
@Injectable()
export class Authentication {
  private readonly recent = new Map<string, { caller: Caller; until: number }>();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** The caller of an API key, or null when it is unknown, revoked or of a client that has ended. */
  byApiKey(secret: string): Promise<Caller | null> {
    return this.remembered(`key:${digest(secret).toString('hex')}`, () => this.lookUpKey(digest(secret)));
  }

  /** The caller of an active session, or null when it is unknown, over, or waits for its second factor. */
  bySession(token: string): Promise<Caller | null> {
    return this.remembered(`session:${digest(token).toString('hex')}`, () =>
      this.lookUpSession(digest(token)),
    );
  }

  /** Of these sessions of the operator's staff, those still active, with their users' roles; for what outlives a request. */
  async stillActive(sessionIds: readonly string[]): Promise<ReadonlyMap<string, Role>> {
    const now = this.clock.now();
    const rows = await this.db.tx(systemCtx('authentication', null, now), (tx) =>
      tx.query<{ id: string; role: Role }>(
        `SELECT s.id, u.role FROM user_session s JOIN user_account u ON u.client_id = s.client_id AND u.id = s.user_id
         WHERE s.client_id = $1 AND s.id = ANY($2::uuid[]) AND s.state = 'active' AND s.expires_at > $3 AND s.seen_at > $4
           AND u.disabled_at IS NULL`,
        [OPERATOR_ID, sessionIds, now, new Date(now.getTime() - idleMs)],
      ),
    );
    return new Map(rows.map((row) => [row.id, row.role]));
  }

  /** Ends what is remembered of a user, a session or a key. */
  forget(id: string): void {
    for (const [key, { caller }] of this.recent) {
      if (caller.actor.id === id || caller.sessionId === id) this.recent.delete(key);
    }
  }

  private async remembered(key: string, lookUp: () => Promise<Caller | null>): Promise<Caller | null> {
    const now = this.clock.now().getTime();
    const known = this.recent.get(key);
    if (known && known.until > now) return known.caller;
    this.recent.delete(key);
    const caller = await lookUp();
    if (!caller) return null;
    if (this.recent.size >= cacheSize) this.recent.clear();
    this.recent.set(key, { caller, until: now + cacheMs });
    return caller;
  }

  private async lookUpKey(sha256: Buffer): Promise<Caller | null> {
    const now = this.clock.now();
    return this.db.tx(systemCtx('authentication', null, now), async (tx) => {
      const [row] = await tx.query<KeyRow>(
        `SELECT k.client_id, k.id, k.scopes, k.last_used_on FROM api_key k JOIN client c ON c.id = k.client_id
         WHERE k.secret_sha256 = $1 AND k.revoked_at IS NULL AND c.status <> 'ended'`,
        [sha256],
      );
      if (!row) return null;
      const today = now.toISOString().slice(0, 10);
      if (row.last_used_on !== today) {
        await tx.execute('UPDATE api_key SET last_used_on = $3 WHERE client_id = $1 AND id = $2', [
          row.client_id,
          row.id,
          today,
        ]);
      }
      return {
        actor: { kind: 'api_key', id: row.id, permissions: new Set(row.scopes) },
        homeId: row.client_id,
        locale: null,
        sessionId: null,
      };
    });
  }

  private async lookUpSession(sha256: Buffer): Promise<Caller | null> {
    const now = this.clock.now();
    return this.db.tx(systemCtx('authentication', null, now), async (tx) => {
      const [row] = await tx.query<SessionRow>(
        `SELECT s.client_id, s.id, s.seen_at, u.id AS user_id, u.role, u.locale
         FROM user_session s
         JOIN user_account u ON u.client_id = s.client_id AND u.id = s.user_id
         LEFT JOIN client c ON c.id = s.client_id
         WHERE s.token_sha256 = $1 AND s.state = 'active' AND s.expires_at > $2 AND s.seen_at > $3
           AND u.disabled_at IS NULL AND c.status IS DISTINCT FROM 'ended'`,
        [sha256, now, new Date(now.getTime() - idleMs)],
      );
      if (!row) return null;
      if (now.getTime() - row.seen_at.getTime() > seenEveryMs) {
        await tx.execute('UPDATE user_session SET seen_at = $3 WHERE client_id = $1 AND id = $2', [
          row.client_id,
          row.id,
          now,
        ]);
      }
      return {
        actor: { kind: 'user', id: row.user_id, role: row.role, permissions: rolePermissions[row.role] },
        homeId: row.client_id,
        locale: row.locale,
        sessionId: row.id,
      };
    });
  }
}

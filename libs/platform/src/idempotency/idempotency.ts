import { Injectable } from '@nestjs/common';
import { OPERATOR_ID, type Ctx } from '../access/ctx.js';
import { Database } from '../db/database.js';
import type { Tx } from '../db/tx.js';
import { fail } from '../errors/domain-error.js';

/** How long a request may run before another with its key may take over: its process is taken for dead then. */
const lockMs = 60_000;
/** How long an answer can be replayed. */
const keptMs = 48 * 3_600_000;

/** What an `Idempotency-Key` stands for: the same caller, route and content. */
export interface IdempotentRequest {
  readonly key: string;
  readonly route: string;
  readonly sha256: Buffer;
}

export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as sent; null when it was empty. */
  readonly body: string | null;
}

interface KeyRow {
  route: string;
  request_sha256: Buffer;
  status: number | null;
  headers: Record<string, string> | null;
  body: string | null;
  locked_until: Date;
}

/** First answers by caller and `Idempotency-Key`. Keys of different callers and clients never meet. */
@Injectable()
export class Idempotency {
  constructor(private readonly db: Database) {}

  /**
   * Claims the key for this request; gives the stored answer instead when there is one. Raises
   * `idempotency.mismatch` when the key stands for another request, and `idempotency.in_flight` (`retryAfter` in
   * seconds) while a first one runs. A claim whose process died ends after a minute.
   */
  async claim(ctx: Ctx, request: IdempotentRequest): Promise<StoredAnswer | null> {
    const clientId = ctx.clientId ?? OPERATOR_ID;
    const lockedUntil = new Date(ctx.now.getTime() + lockMs);
    return this.db.tx({ ...ctx, clientId }, async (tx) => {
      const id = [clientId, ctx.actor.id, request.key];
      const inserted = await tx.execute(
        `INSERT INTO idempotency_key (client_id, principal_id, key, route, request_sha256, created_at, locked_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
        [...id, request.route, request.sha256, ctx.now, lockedUntil],
      );
      if (inserted === 1) return null;
      const [row] = await tx.query<KeyRow>(
        `SELECT route, request_sha256, status, headers, body, locked_until FROM idempotency_key
         WHERE client_id = $1 AND principal_id = $2 AND key = $3 FOR UPDATE`,
        id,
      );
      if (!row) throw fail('idempotency.in_flight', { retryAfter: 1 });
      if (row.route !== request.route || !row.request_sha256.equals(request.sha256)) {
        throw fail('idempotency.mismatch');
      }
      if (row.status !== null) return { status: row.status, headers: row.headers ?? {}, body: row.body };
      const remainingMs = row.locked_until.getTime() - ctx.now.getTime();
      if (remainingMs > 0) {
        throw fail('idempotency.in_flight', { retryAfter: Math.min(5, Math.ceil(remainingMs / 1000)) });
      }
      await tx.execute(
        `UPDATE idempotency_key SET locked_until = $4 WHERE client_id = $1 AND principal_id = $2 AND key = $3`,
        [...id, lockedUntil],
      );
      return null;
    });
  }

  /** Stores the first answer, in `tx` when its effect must commit with it. */
  async store(ctx: Ctx, key: string, answer: StoredAnswer, tx?: Tx): Promise<void> {
    const clientId = ctx.clientId ?? OPERATOR_ID;
    const sql = `UPDATE idempotency_key SET status = $4, headers = $5, body = $6
                 WHERE client_id = $1 AND principal_id = $2 AND key = $3`;
    const values = [clientId, ctx.actor.id, key, answer.status, answer.headers, answer.body];
    if (tx) await tx.execute(sql, values);
    else await this.db.tx({ ...ctx, clientId }, (own) => own.execute(sql, values));
  }

  /** Gives the key back after an answer that is not stored, so that the request can be sent again at once. */
  async release(ctx: Ctx, key: string): Promise<void> {
    const clientId = ctx.clientId ?? OPERATOR_ID;
    await this.db.tx({ ...ctx, clientId }, (tx) =>
      tx.execute(
        `DELETE FROM idempotency_key WHERE client_id = $1 AND principal_id = $2 AND key = $3 AND status IS NULL`,
        [clientId, ctx.actor.id, key],
      ),
    );
  }

  /** Removes keys older than two days, of all clients. For the schedule. */
  async clean(ctx: Ctx): Promise<number> {
    return this.db.tx({ ...ctx, clientId: null }, (tx) =>
      tx.execute('DELETE FROM idempotency_key WHERE created_at < $1', [new Date(ctx.now.getTime() - keptMs)]),
    );
  }
}

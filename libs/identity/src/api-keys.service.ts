import { Injectable } from '@nestjs/common';
import {
  actorName,
  Database,
  decodeCursor,
  newId,
  OPERATOR_ID,
  requirePermission,
  toPage,
  type Ctx,
  type Page,
  type PageQuery,
  type Permission,
} from '#platform';
import { audit } from './audit.js';
import { Authentication } from './authentication.service.js';
import { fail } from './identity.errors.js';
import { newApiKeySchema, type ApiKey, type CreatedApiKey, type NewApiKey } from './identity.schema.js';
import { digest, newSecret } from './secrets.js';

interface ApiKeyRow {
  id: string;
  name: string;
  hint: string;
  scopes: Permission[];
  created_at: Date;
  last_used_on: string | null;
  revoked_at: Date | null;
}

const columns = 'id, name, hint, scopes, created_at, last_used_on, revoked_at';

/** Keys of a client's systems: scoped, stored as hashes, revocable. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly db: Database,
    private readonly authentication: Authentication,
  ) {}

  /** Makes a key for the context's client; its secret is in this answer and nowhere else. */
  async create(ctx: Ctx, input: NewApiKey): Promise<CreatedApiKey> {
    requirePermission(ctx, 'apikey.write');
    const { name, scopes } = newApiKeySchema.parse(input);
    const secret = newSecret('rk_');
    return this.db.tx(ctx, async (tx) => {
      const id = newId();
      const rows = await tx.query<ApiKeyRow>(
        `INSERT INTO api_key (client_id, id, name, hint, secret_sha256, scopes, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${columns}`,
        [
          ctx.clientId,
          id,
          name,
          secret.slice(-4),
          digest(secret),
          [...new Set(scopes)],
          actorName(ctx.actor),
          ctx.now,
        ],
      );
      await audit(tx, ctx, ctx.clientId, 'api_key.created', id, { scopes });
      return { ...toApiKey(rows[0] as ApiKeyRow), secret };
    });
  }

  /** The client's keys, revoked ones too, oldest first. */
  async list(ctx: Ctx, page: PageQuery): Promise<Page<ApiKey>> {
    requirePermission(ctx, 'apikey.read');
    const [after] = page.after ? decodeCursor(page.after, 1) : [OPERATOR_ID];
    const rows = await this.db.tx(ctx, (tx) =>
      tx.query<ApiKeyRow>(
        `SELECT ${columns} FROM api_key WHERE client_id = $1 AND id > $2::uuid ORDER BY id LIMIT $3`,
        [ctx.clientId, after, page.limit + 1],
      ),
    );
    return toPage(rows, page.limit, (row) => [row.id], toApiKey);
  }

  /** Ends a key for good. Revoking twice is the same as once. Raises `api_key.unknown`. */
  async revoke(ctx: Ctx, id: string): Promise<void> {
    requirePermission(ctx, 'apikey.write');
    await this.db.tx(ctx, async (tx) => {
      const changed = await tx.execute(
        `UPDATE api_key SET revoked_at = $3 WHERE client_id = $1 AND id = $2 AND revoked_at IS NULL`,
        [ctx.clientId, id, ctx.now],
      );
      if (changed === 1) {
        await audit(tx, ctx, ctx.clientId, 'api_key.revoked', id);
        return;
      }
      const known = await tx.query('SELECT 1 FROM api_key WHERE client_id = $1 AND id = $2', [
        ctx.clientId,
        id,
      ]);
      if (known.length === 0) throw fail('api_key.unknown');
    });
    this.authentication.forget(id);
  }
}

function toApiKey(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: row.scopes,
    createdAt: row.created_at.toISOString(),
    lastUsedOn: row.last_used_on,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}

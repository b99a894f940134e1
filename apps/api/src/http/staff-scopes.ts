import { Injectable } from '@nestjs/common';
import { Clients } from '#clients';
import { Database, fail as platformFail, isId, systemCtx, type Ctx } from '#platform';
import type { Locatable, OperationSpec } from './operation.js';
import type { ApiRequest } from './request.js';

/** The client that a staff member's request is about. */
@Injectable()
export class StaffScopes {
  constructor(
    private readonly clients: Clients,
    private readonly db: Database,
  ) {}

  /** Raises `client.unknown` and, for an id that is in no client's table, `request.not_found`. */
  async of(request: ApiRequest, operation: OperationSpec, now: Date): Promise<string | null> {
    const { client } = request.query as { client?: unknown };
    const across = systemCtx('access', null, now);
    if (typeof client === 'string') return (await this.clients.byCode(across, client)).id;
    const { id } = request.params as { id?: string };
    if (!operation.locate || id === undefined) return null;
    const found = isId(id) ? await this.locate(operation.locate, id, across) : null;
    if (found === null) throw platformFail('request.not_found');
    return found;
  }

  /** One index probe per client: every key leads with the client, so the id alone would be a scan. */
  private async locate(table: Locatable, id: string, across: Ctx): Promise<string | null> {
    const [row] = await this.db.tx(across, (tx) =>
      tx.query<{ id: string }>(
        `SELECT c.id FROM client c WHERE EXISTS (SELECT FROM ${table} t WHERE t.client_id = c.id AND t.id = $1) LIMIT 1`,
        [id],
      ),
    );
    return row?.id ?? null;
  }
}

import { Injectable } from '@nestjs/common';
import { Database, requirePermission, type ClientCtx, type Ctx, type Tx } from '#platform';
import { defaultDispositions } from './default-dispositions.js';
import { deskFail } from './desk.errors.js';
import { ownDispositions, replaceDispositions } from './disposition.queries.js';
import { dispositionSetSchema, type Disposition } from './disposition.schema.js';

/** How agents of a client say that a contact ended. */
@Injectable()
export class Dispositions {
  constructor(private readonly db: Database) {}

  /** The client's set in its order; the default one until it has its own. */
  async list(ctx: Ctx): Promise<readonly Disposition[]> {
    requirePermission(ctx, 'desk.work');
    return this.db.tx(ctx, (tx) => this.inForce(ctx, tx));
  }

  async inForce(ctx: ClientCtx, tx: Tx): Promise<readonly Disposition[]> {
    const own = await ownDispositions(tx, ctx.clientId);
    return own.length > 0 ? own : defaultDispositions;
  }

  /** Raises `desk.disposition_unknown`. */
  async byCode(ctx: ClientCtx, tx: Tx, code: string): Promise<Disposition> {
    const found = (await this.inForce(ctx, tx)).find((disposition) => disposition.code === code);
    if (!found) throw deskFail('desk.disposition_unknown');
    return found;
  }

  /** Gives the client a set of its own, of at most 15. Contacts keep the code with which they ended. */
  async replace(ctx: Ctx, input: readonly Disposition[]): Promise<readonly Disposition[]> {
    requirePermission(ctx, 'desk.lead');
    const { data } = dispositionSetSchema.parse({ data: input });
    await this.db.tx(ctx, (tx) => replaceDispositions(tx, ctx.clientId, data, ctx.now));
    return data;
  }
}

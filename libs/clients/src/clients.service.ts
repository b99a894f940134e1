import { Injectable } from '@nestjs/common';
import {
  Clock,
  Database,
  defineErrors,
  newId,
  requireOperatorPermission,
  requirePermission,
  type ClientCtx,
  type Ctx,
} from '#platform';
import { ClientEntity } from './client.entity.js';
import {
  newClientSchema,
  operatorSchema,
  type Client,
  type NewClient,
  type Operator,
} from './client.schema.js';
import { deskSettingsSchema, type DeskSettings } from './desk-settings.schema.js';
import { notificationSettingsSchema, type NotificationSettings } from './notification-settings.schema.js';
import { OperatorEntity } from './operator.entity.js';

const fail = defineErrors({ 'client.unknown': 404, 'client.code_taken': 409, 'operator.missing': 409 });

const cacheMs = 5_000;
const operatorId = 1;

/** The client companies and the operator itself. */
@Injectable()
export class Clients {
  private readonly cache = new Map<string, { client: Client; until: number }>();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** The client of the scope; up to 5 s old, since every step of the flow asks for it. */
  async current(ctx: ClientCtx): Promise<Client> {
    const now = this.clock.now().getTime();
    const cached = this.cache.get(ctx.clientId);
    if (cached && cached.until > now) return cached.client;
    const client = await this.db.tx(ctx, (tx) => tx.repository(ClientEntity).findOneBy({ id: ctx.clientId }));
    if (!client) throw fail('client.unknown');
    this.cache.set(ctx.clientId, { client, until: now + cacheMs });
    return client;
  }

  /** All clients, by code. For schedules and the operator's staff. */
  async all(ctx: Ctx): Promise<Client[]> {
    requireOperatorPermission(ctx, 'client.read');
    return this.db.tx({ ...ctx, clientId: null }, (tx) =>
      tx.repository(ClientEntity).find({ order: { code: 'ASC' } }),
    );
  }

  /** The client with this code; raises `client.unknown`. */
  async byCode(ctx: Ctx, code: string): Promise<Client> {
    requireOperatorPermission(ctx, 'client.read');
    const client = await this.db.tx({ ...ctx, clientId: null }, (tx) =>
      tx.repository(ClientEntity).findOneBy({ code }),
    );
    if (!client) throw fail('client.unknown');
    return client;
  }

  /** Adds a client; raises `client.code_taken`. */
  async create(ctx: Ctx, input: NewClient): Promise<Client> {
    requireOperatorPermission(ctx, 'client.write');
    const id = newId();
    const client = newClientSchema.parse(input);
    return this.db.tx({ ...ctx, clientId: null }, async (tx) => {
      const repository = tx.repository(ClientEntity);
      await repository
        .createQueryBuilder()
        .insert()
        .values({ ...client, id })
        .orIgnore()
        .execute();
      const created = await repository.findOneBy({ id });
      if (!created) throw fail('client.code_taken', { code: client.code });
      return created;
    });
  }

  /** Sets what the client of the scope has agreed about messages; other processes follow within 5 s. */
  async setNotifications(ctx: Ctx, input: NotificationSettings): Promise<NotificationSettings> {
    requirePermission(ctx, 'template.write');
    const settings = notificationSettingsSchema.parse(input);
    await this.keep(ctx, 'notifications', settings);
    return settings;
  }

  /** Sets what the client of the scope has agreed about agents' work; other processes follow within 5 s. */
  async setDesk(ctx: Ctx, input: DeskSettings): Promise<DeskSettings> {
    requirePermission(ctx, 'desk.lead');
    const settings = deskSettingsSchema.parse(input);
    await this.keep(ctx, 'desk', settings);
    return settings;
  }

  private async keep(ctx: ClientCtx, part: 'notifications' | 'desk', settings: object): Promise<void> {
    await this.db.tx(ctx, (tx) =>
      tx.execute(
        `UPDATE client SET settings = settings || jsonb_build_object($4::text, $2::jsonb), updated_at = $3 WHERE id = $1`,
        [ctx.clientId, JSON.stringify(settings), ctx.now, part],
      ),
    );
    this.cache.delete(ctx.clientId);
  }

  /** The operator's own particulars, as printed on invoices; raises `operator.missing`. */
  async operator(ctx: Ctx): Promise<Operator> {
    const operator = await this.db.tx(ctx, (tx) =>
      tx.repository(OperatorEntity).findOneBy({ id: operatorId }),
    );
    if (!operator) throw fail('operator.missing');
    return operator;
  }

  /** Sets the operator's particulars; invoices already issued keep theirs. */
  async setOperator(ctx: Ctx, input: Operator): Promise<void> {
    requireOperatorPermission(ctx, 'client.write');
    const operator = operatorSchema.parse(input);
    await this.db.tx({ ...ctx, clientId: null }, (tx) =>
      tx.repository(OperatorEntity).upsert({ ...operator, id: operatorId }, ['id']),
    );
  }
}

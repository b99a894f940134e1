import { Injectable } from '@nestjs/common';
import {
  Clock,
  Database,
  defineErrors,
  newId,
  requireOperatorPermission,
  type ClientCtx,
  type Ctx,
} from '#platform';
import {
  newClientSchema,
  operatorSchema,
  type Client,
  type NewClient,
  type Operator,
} from './client.schema.js';

const fail = defineErrors({ 'client.unknown': 404, 'client.code_taken': 409, 'operator.missing': 409 });

interface ClientRow {
  id: string;
  code: string;
  name: string;
  legal_name: string;
  country: string;
  address: Client['address'];
  vat_id: string | null;
  email: string;
  zone: string;
  currency: string;
  default_language: string;
  status: Client['status'];
  brand: Client['brand'];
  sender: Client['sender'];
  settings: Client['settings'];
}

const columns =
  'id, code, name, legal_name, country, address, vat_id, email, zone, currency, default_language, status, brand, sender, settings';
const cacheMs = 5_000;

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
    const [row] = await this.db.tx(ctx, (tx) => tx.query<ClientRow>(`SELECT ${columns} FROM client`));
    if (!row) throw fail('client.unknown');
    const client = toClient(row);
    this.cache.set(ctx.clientId, { client, until: now + cacheMs });
    return client;
  }

  /** All clients, by code. For schedules and the operator's staff. */
  async all(ctx: Ctx): Promise<Client[]> {
    requireOperatorPermission(ctx, 'client.read');
    const rows = await this.db.tx({ ...ctx, clientId: null }, (tx) =>
      tx.query<ClientRow>(`SELECT ${columns} FROM client ORDER BY code`),
    );
    return rows.map(toClient);
  }

  /** The client with this code; raises `client.unknown`. */
  async byCode(ctx: Ctx, code: string): Promise<Client> {
    requireOperatorPermission(ctx, 'client.read');
    const [row] = await this.db.tx({ ...ctx, clientId: null }, (tx) =>
      tx.query<ClientRow>(`SELECT ${columns} FROM client WHERE code = $1`, [code]),
    );
    if (!row) throw fail('client.unknown');
    return toClient(row);
  }

  /** Adds a client; raises `client.code_taken`. */
  async create(ctx: Ctx, input: NewClient): Promise<Client> {
    requireOperatorPermission(ctx, 'client.write');
    const c = newClientSchema.parse(input);
    const id = newId();
    const inserted = await this.db.tx({ ...ctx, clientId: null }, (tx) =>
      tx.query<ClientRow>(
        `INSERT INTO client (id, code, name, legal_name, country, address, vat_id, email, zone, currency, default_language, brand, sender, settings)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         ON CONFLICT (code) DO NOTHING RETURNING ${columns}`,
        [
          id,
          c.code,
          c.name,
          c.legalName,
          c.country,
          c.address,
          c.vatId,
          c.email,
          c.zone,
          c.currency,
          c.defaultLanguage,
          c.brand,
          c.sender,
          c.settings,
        ],
      ),
    );
    const [row] = inserted;
    if (!row) throw fail('client.code_taken', { code: c.code });
    return toClient(row);
  }

  /** The operator's own particulars, as printed on invoices; raises `operator.missing`. */
  async operator(ctx: Ctx): Promise<Operator> {
    const [row] = await this.db.tx(ctx, (tx) =>
      tx.query<Operator & Record<string, unknown>>(
        `SELECT legal_name AS "legalName", country, address, vat_id AS "vatId", iban, bic, email, phone, register, zone
         FROM operator`,
      ),
    );
    if (!row) throw fail('operator.missing');
    return row;
  }

  /** Sets the operator's particulars; invoices already issued keep theirs. */
  async setOperator(ctx: Ctx, input: Operator): Promise<void> {
    requireOperatorPermission(ctx, 'client.write');
    const o = operatorSchema.parse(input);
    await this.db.tx({ ...ctx, clientId: null }, (tx) =>
      tx.query(
        `INSERT INTO operator (legal_name, country, address, vat_id, iban, bic, email, phone, register, zone)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (id) DO UPDATE SET legal_name = $1, country = $2, address = $3, vat_id = $4, iban = $5, bic = $6,
           email = $7, phone = $8, register = $9, zone = $10`,
        [o.legalName, o.country, o.address, o.vatId, o.iban, o.bic, o.email, o.phone, o.register, o.zone],
      ),
    );
  }
}

function toClient(row: ClientRow): Client {
  const { legal_name: legalName, vat_id: vatId, default_language: defaultLanguage, ...same } = row;
  return { ...same, legalName, vatId, defaultLanguage };
}

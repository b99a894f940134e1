import type { DynamicModule, Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import {
  Clock,
  Database,
  newId,
  OPERATOR_ID,
  PlatformModule,
  readEnv,
  rolePermissions,
  systemCtx,
  type ClientCtx,
  type Ctx,
  type Role,
} from '#platform';
import { Clients, ClientsModule, type Client, type ListingFormat, type NewClient } from '#clients';
import { testDatabase, type TestDatabase } from './database.js';

/** A clock that stands still until a test moves it. */
export class FrozenClock extends Clock {
  constructor(private present: Date) {
    super();
  }
  override now(): Date {
    return new Date(this.present);
  }
  set(to: Date | string): void {
    this.present = new Date(to);
  }
  advance(milliseconds: number): void {
    this.present = new Date(this.present.getTime() + milliseconds);
  }
}

export interface World {
  readonly database: TestDatabase;
  readonly module: TestingModule;
  readonly db: Database;
  readonly clock: FrozenClock;
  get<T>(type: abstract new (...args: never[]) => T): T;
  /** A client in Germany with sensible settings; give what matters to the test. */
  newClient(changes?: Partial<NewClient>): Promise<Client>;
  /** The system acting in a client's scope. */
  as(client: { id: string }): ClientCtx;
  /** A user of that role acting in a client's scope. */
  asRole(role: Role, client: { id: string }): ClientCtx;
  readonly across: Ctx;
  close(): Promise<void>;
}

/** A plain refund-listing format. */
export const plainFormat: ListingFormat = {
  columns: [
    { field: 'reference', name: 'Reference' },
    { field: 'order_ref', name: 'Order' },
    { field: 'amount', name: 'Amount' },
    { field: 'currency', name: 'Currency' },
  ],
  delimiter: ';',
  encoding: 'utf-8',
  decimal: ',',
  dateStyle: 'dd.MM.yyyy',
  lineEnd: '\r\n',
  quote: 'minimal',
};

/** A client in Germany with sensible settings. */
export function sampleClient(number: number): NewClient {
  return {
    code: `SHOP${number}`,
    name: `Shop ${number}`,
    legalName: `Shop ${number} GmbH`,
    country: 'DE',
    address: { street: 'Lindenweg 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
    vatId: 'DE136695976',
    email: `office@shop${number}.example`,
    zone: 'Europe/Berlin',
    currency: 'EUR',
    defaultLanguage: 'de',
    brand: { color: '#0a7d4b', website: 'https://shop.example' },
    sender: { name: `Shop ${number}`, email: `service@shop${number}.example` },
    settings: {
      formality: 'formal',
      paymentDays: 14,
      refundListing: { schedule: { at: '16:00', weekdays: [1, 2, 3, 4, 5] }, format: plainFormat },
      replacementListing: { schedule: { at: '12:00', weekdays: [1, 2, 3, 4, 5] }, format: plainFormat },
    },
  };
}

/** The modules under test on a database of their own, at 10:00 UTC on Monday 2 March 2026 unless said otherwise. */
export async function createWorld(
  modules: (Type | DynamicModule)[],
  options: { now?: string; env?: Record<string, string> } = {},
): Promise<World> {
  const database = await testDatabase();
  const clock = new FrozenClock(new Date(options.now ?? '2026-03-02T10:00:00Z'));
  const env = readEnv({ LOG_LEVEL: 'silent', ...options.env });
  const module = await Test.createTestingModule({
    imports: [PlatformModule.forRoot({ env, databaseUrl: database.url }), ClientsModule, ...modules],
  })
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  await module.init();
  let count = 0;
  return {
    database,
    module,
    db: module.get(Database),
    clock,
    get: (type) => module.get(type as Type, { strict: false }),
    newClient: (changes = {}) =>
      module
        .get(Clients, { strict: false })
        .create(systemCtx('test', null, clock.now()), { ...sampleClient(++count), ...changes }),
    as: (client) => systemCtx('test', client.id, clock.now()),
    asRole: (role, client) => ({
      actor: { kind: 'user', id: newId(), role, permissions: rolePermissions[role] },
      clientId: client.id,
      locale: 'en',
      requestId: newId(),
      now: clock.now(),
    }),
    get across() {
      return systemCtx('test', null, clock.now());
    },
    close: async () => {
      await module.close();
      await database.drop();
    },
  };
}

export { OPERATOR_ID };

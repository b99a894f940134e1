import { randomBytes } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { Module, type INestApplicationContext } from '@nestjs/common';
import pg from 'pg';
import { Database, joinBook, newId, PlatformModule, readEnv, systemCtx, type ClientCtx } from '#platform';
import { Clients, ClientsModule } from '#clients';
import { BillingModule, InvoiceIssuing } from '#billing';
import { ContactMeter, type StoredContact } from '#contacts';
import { MeteringModule, StatementClosing } from '#metering';
import { median, seconds, type Bench, type BenchKit, type BenchRow } from './bench.js';

@Module({})
class BenchModule {}

interface Place {
  readonly app: INestApplicationContext;
  readonly db: Database;
  readonly owner: pg.Client;
  newClient(): Promise<ClientCtx>;
  close(): Promise<void>;
}

async function open(kit: BenchKit): Promise<Place> {
  const database = await kit.database();
  const app = await NestFactory.createApplicationContext(
    {
      module: BenchModule,
      imports: [
        PlatformModule.forRoot({ env: readEnv({}), databaseUrl: database.url }),
        ClientsModule,
        MeteringModule,
        BillingModule,
      ],
    },
    { logger: false },
  );
  const db = app.get(Database);
  const owner = new pg.Client({ connectionString: database.url });
  // A bench that fails has its server stopped with this still open; its own error is the one to see.
  owner.on('error', () => undefined);
  await owner.connect();
  // Contacts without their cases: making those would take minutes, and the ledger does not read them.
  await owner.query('ALTER TABLE contact DROP CONSTRAINT fk_contact_case');
  const address = { street: 'Hafenstraße 12', postalCode: '20457', city: 'Hamburg', country: 'DE' };
  await app.get(Clients).setOperator(systemCtx('bench', null, new Date()), {
    legalName: 'Bench',
    country: 'DE',
    address,
    vatId: 'DE136695976',
    iban: 'DE89370400440532013000',
    bic: null,
    email: 'b@example.org',
    phone: null,
    register: null,
    zone: 'Europe/Berlin',
  });
  let clients = 0;
  return {
    app,
    db,
    owner,
    newClient: async () => {
      const id = newId();
      await owner.query(
        `INSERT INTO client (id, code, name, legal_name, country, address, email, zone, currency, default_language, brand, sender, settings)
         VALUES ($1, $2, 'B', 'B', 'DE', $3, 'b@example.org', 'Europe/Berlin', 'EUR', 'de', '{}', '{}', '{"paymentDays":14}')`,
        [id, `BENCH${++clients}`, address],
      );
      return systemCtx('bench', id, new Date());
    },
    close: async () => {
      await owner.end();
      await app.close();
      await database.drop();
    },
  };
}

const contactColumns = `client_id, id, case_id, source_kind, source_id, purpose, channel, direction, language, outcome,
  handling_seconds, concluded_at, billable, billing_reason`;

async function storeContacts(
  place: Place,
  clientId: string,
  contacts: readonly StoredContact[],
): Promise<void> {
  await place.owner.query(
    `INSERT INTO contact (${contactColumns})
     SELECT $1, id, case_id, 'message', source_id, 'decision', 'email', 'outbound', 'de', 'accepted', NULL, $5, true, 'outbound_accepted'
     FROM unnest($2::uuid[], $3::uuid[], $4::uuid[]) AS c (id, case_id, source_id)`,
    [
      clientId,
      contacts.map((c) => c.id),
      contacts.map((c) => c.caseId),
      contacts.map((c) => c.sourceId),
      contacts[0]?.concludedAt,
    ],
  );
}

/** As many as the dispatch of messages concludes in one transaction. */
const batchSize = 200;
const verdict = { billable: true, reason: 'outbound_accepted' };

/** Contacts charged into the ledger, chained, against the same rows inserted as they are in the same batches. */
export const ledgerBench: Bench = {
  name: 'ledger',
  run: async (kit): Promise<BenchRow[]> => {
    const count = Math.max(batchSize * 4, Math.round(50_000 * kit.scale));
    const place = await open(kit);
    const { db, owner } = place;
    const meter = place.app.get(ContactMeter);
    const ours: number[] = [];
    const limits: number[] = [];
    for (let repeat = 0; repeat < kit.repeats; repeat++) {
      const [ctx, plain] = [await place.newClient(), await place.newClient()];
      const contacts = Array.from({ length: count }, (): StoredContact => ({
        id: newId(),
        caseId: newId(),
        sourceKind: 'message',
        sourceId: newId(),
        purpose: 'decision',
        channel: 'email',
        direction: 'outbound',
        language: 'de',
        outcome: 'accepted',
        concludedAt: ctx.now,
      }));
      for (const { clientId } of [ctx, plain]) await storeContacts(place, clientId, contacts);
      await owner.query('VACUUM ANALYZE contact');
      const rows = asRows(contacts, await openBook(owner, plain.clientId));
      let [ourSeconds, plainSeconds] = [0, 0];
      // Batch by batch in turn, so that what else the machine does slows both alike.
      for (let at = 0; at < count; at += batchSize) {
        const batch = contacts.slice(at, at + batchSize);
        const verdicts = batch.map(() => verdict);
        ourSeconds += await seconds(() => db.tx(ctx, (tx) => meter.charge(ctx, tx, batch, verdicts)));
        const same = rows.slice(at, at + batchSize);
        plainSeconds += await seconds(() => insertPlainly(db, plain, same));
      }
      ours.push(count / ourSeconds);
      limits.push(count / plainSeconds);
      kit.log(`  ledger ${Math.round(count / ourSeconds)}/s, plain ${Math.round(count / plainSeconds)}/s`);
    }
    await place.close();
    const ratio = median(ours) / median(limits);
    return [
      {
        path: `ledger append, batches of ${batchSize}: priced, chained, totalled`,
        ours: median(ours),
        unit: 'rows/s',
        limit: { name: 'the same rows by plain INSERT', value: median(limits) },
        promise: { text: 'at least 0.7 of the limit', kept: ratio >= 0.7 },
      },
    ];
  },
};

/** The rate and the statement that plainly inserted rows refer to. */
async function openBook(owner: pg.Client, clientId: string): Promise<string> {
  const id = newId();
  await owner.query(
    `INSERT INTO rate (client_id, version, effective_from, currency, unit_price_e4, created_by)
     VALUES ($1, 1, 'epoch', 'EUR', 5500, 'bench')`,
    [clientId],
  );
  await owner.query(
    `INSERT INTO statement (client_id, id, number, period, totals) VALUES ($1, $2, 1, to_char(now(), 'YYYY-MM'), $3)`,
    [clientId, id, { currency: 'EUR', lines: [], agentContacts: 0, handlingSeconds: 0 }],
  );
  return id;
}

const rowColumns = [
  ['seq', 'bigint'],
  ['entry', 'text'],
  ['statement_id', 'uuid'],
  ['contact_id', 'uuid'],
  ['case_id', 'uuid'],
  ['channel', 'text'],
  ['purpose', 'text'],
  ['occurred_at', 'timestamptz'],
  ['handling_seconds', 'integer'],
  ['amount_e4', 'bigint'],
  ['currency', 'text'],
  ['rate_version', 'integer'],
  ['reason', 'text'],
  ['reverses_seq', 'bigint'],
  ['recorded_at', 'timestamptz'],
  ['hash', 'bytea'],
] as const;
const names = rowColumns.map(([name]) => name).join(', ');
const insertRows = `INSERT INTO billable_contact (client_id, ${names})
  SELECT $1::uuid, * FROM unnest(${rowColumns.map(([, type], i) => `$${i + 2}::${type}[]`).join(', ')})`;

type Row = Readonly<Record<(typeof rowColumns)[number][0], unknown>>;

/** The rows that charging makes of these contacts, but for the hash: any 32 bytes. */
function asRows(contacts: readonly StoredContact[], statementId: string): Row[] {
  return contacts.map((contact, i) => ({
    seq: i + 1,
    entry: 'charge',
    statement_id: statementId,
    contact_id: contact.id,
    case_id: contact.caseId,
    channel: contact.channel,
    purpose: contact.purpose,
    occurred_at: contact.concludedAt.toISOString(),
    handling_seconds: null,
    amount_e4: 5_500,
    currency: 'EUR',
    rate_version: 1,
    reason: verdict.reason,
    reverses_seq: null,
    recorded_at: contact.concludedAt.toISOString(),
    hash: randomBytes(32),
  }));
}

async function insertPlainly(db: Database, ctx: ClientCtx, rows: readonly Row[]): Promise<void> {
  await db.tx(ctx, (tx) =>
    tx.execute(insertRows, [ctx.clientId, ...rowColumns.map(([name]) => rows.map((row) => row[name]))]),
  );
}

/** A client with one open statement of this many contacts in four channels, one in eight by an agent. */
async function openStatement(place: Place, count: number): Promise<{ ctx: ClientCtx; id: string }> {
  const ctx = await place.newClient();
  const { owner } = place;
  const id = await openBook(owner, ctx.clientId);
  await owner.query(
    `INSERT INTO billable_contact (client_id, ${names})
     SELECT $1::uuid, n, 'charge', $2::uuid, gen_random_uuid(), gen_random_uuid(), (ARRAY['email', 'sms', 'whatsapp', 'voice'])[1 + n % 4],
       'decision', now(), CASE WHEN n % 8 = 3 THEN 60 + n % 60 END, 5500, 'EUR', 1, 'outbound_accepted', NULL, now(),
       decode(md5(n::text) || md5(($2::uuid)::text), 'hex')
     FROM generate_series(1, $3::int) n`,
    [ctx.clientId, id, count],
  );
  await owner.query(
    `INSERT INTO ledger_head (client_id, seq, hash) SELECT $1, $2, decode(repeat('ab', 32), 'hex')`,
    [ctx.clientId, count],
  );
  await owner.query(
    `UPDATE statement SET totals = jsonb_build_object('currency', 'EUR', 'lines', (
         SELECT jsonb_agg(jsonb_build_object('channel', channel, 'rateVersion', 1, 'unitPriceE4', 5500,
           'quantity', n, 'amountE4', n * 5500) ORDER BY channel)
         FROM (SELECT channel, count(*) AS n FROM billable_contact WHERE statement_id = $1 GROUP BY 1) c),
       'agentContacts', (SELECT count(handling_seconds) FROM billable_contact WHERE statement_id = $1),
       'handlingSeconds', (SELECT coalesce(sum(handling_seconds), 0) FROM billable_contact WHERE statement_id = $1))
     WHERE id = $1`,
    [id],
  );
  await owner.query('VACUUM ANALYZE billable_contact');
  return { ctx, id };
}

async function reopen({ owner }: Place, clientId: string, id: string): Promise<void> {
  for (const table of ['invoice_line', 'invoice', 'outbox']) {
    await owner.query(`DELETE FROM ${table} WHERE client_id = $1`, [clientId]);
  }
  await owner.query('DELETE FROM statement WHERE client_id = $1 AND id <> $2', [clientId, id]);
  await owner.query(
    `UPDATE statement SET status = 'open', frozen_at = NULL, closed_at = NULL WHERE id = $1`,
    [id],
  );
}

/** The longest that a charging transaction waited for the book while a statement was closed and summed, in ms. */
async function longestWait(db: Database, ctx: ClientCtx, close: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  const closing = new AbortController();
  const write = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await db.tx(ctx, async (tx) => {
        longest = Math.max(longest, 1000 * (await seconds(() => joinBook(tx, ctx.clientId, 'statement'))));
      });
    }
  };
  const writers = [write(), write()];
  await new Promise((resolve) => setTimeout(resolve, 50));
  longest = 0;
  await close().finally(() => closing.abort());
  await Promise.all(writers);
  return longest;
}

/** An open statement to its issued invoice, against one bare aggregate over the same rows; and how long closing locks. */
export const statementBench: Bench = {
  name: 'statement',
  run: async (kit): Promise<BenchRow[]> => {
    const place = await open(kit);
    const { app, db, owner } = place;
    await owner.query('ALTER TABLE billable_contact DROP CONSTRAINT fk_billable_contact_contact');
    const closing = app.get(StatementClosing);
    const rows: BenchRow[] = [];
    for (const count of [10, Math.round(1_000_000 * kit.scale)]) {
      kit.log(`  making ${count} ledger rows`);
      const { ctx, id } = await openStatement(place, count);
      const waits: number[] = [];
      const ours: number[] = [];
      const limits: number[] = [];
      for (let repeat = 0; repeat < kit.repeats; repeat++) {
        waits.push(await longestWait(db, ctx, () => closing.close(ctx, id)));
        await reopen(place, ctx.clientId, id);
        const aggregate = await seconds(() =>
          db.tx(ctx, (tx) =>
            tx.query(
              `SELECT channel, rate_version, amount_e4, count(*), sum(amount_e4), count(handling_seconds), sum(handling_seconds)
               FROM billable_contact WHERE client_id = $1 AND statement_id = $2 GROUP BY 1, 2, 3`,
              [ctx.clientId, id],
            ),
          ),
        );
        const invoiced = await seconds(async () => {
          await closing.close(ctx, id);
          await app.get(InvoiceIssuing).issue(ctx, id);
        });
        limits.push(1000 * aggregate);
        ours.push(1000 * invoiced);
        kit.log(
          `  ${count}: wait ${waits.at(-1)?.toFixed(1)} ms, invoice ${(1000 * invoiced).toFixed(0)} ms, aggregate ${(1000 * aggregate).toFixed(0)} ms`,
        );
        await reopen(place, ctx.clientId, id);
      }
      const size = count.toLocaleString('en-GB');
      rows.push({
        path: `close a statement of ${size} contacts: longest wait of a writer`,
        ours: median(waits),
        unit: 'ms',
        lowerIsBetter: true,
        promise: { text: 'at most 50 ms', kept: median(waits) <= 50 },
      });
      if (count < 1_000) continue;
      rows.push({
        path: `statement of ${size} contacts: closed, summed, invoiced`,
        ours: median(ours),
        unit: 'ms',
        lowerIsBetter: true,
        limit: { name: 'bare SQL aggregate', value: median(limits) },
        promise: { text: 'at most 2 times the aggregate', kept: median(ours) <= 2 * median(limits) },
      });
    }
    await place.close();
    return rows;
  },
};

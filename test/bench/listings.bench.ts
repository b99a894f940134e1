import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import papaparse from 'papaparse';
import pg from 'pg';
import { Database, joinBook, newId, PlatformModule, readEnv, systemCtx, type ClientCtx } from '#platform';
import type { ListingFormat } from '#clients';
import { fileContent, ListingFreezing, ListingSealing, ListingsModule } from '#listings';
import { median, peakMemoryMb, seconds, type Bench, type BenchKit, type BenchRow } from './bench.js';
import { SilentResultsModule } from '../support/silent-results.js';

const format: ListingFormat = {
  columns: [
    { field: 'reference', name: 'Referenz' },
    { field: 'order_ref', name: 'Bestellung' },
    { field: 'product', name: 'Artikel' },
    { field: 'quantity', name: 'Menge' },
    { field: 'amount', name: 'Betrag' },
    { field: 'currency', name: 'Währung' },
    { field: 'payee_name', name: 'Empfänger' },
    { field: 'iban', name: 'IBAN' },
    { field: 'cutoff_date', name: 'Stichtag' },
  ],
  delimiter: ';',
  encoding: 'utf-8',
  decimal: ',',
  dateStyle: 'dd.MM.yyyy',
  lineEnd: '\r\n',
  quote: 'minimal',
};
/** What the columns above are made of. */
const rawColumns = 'id, order_ref, product, quantity, amount_minor, currency, payee_name, iban, entry';

interface Place {
  readonly db: Database;
  readonly owner: pg.Client;
  readonly ctx: ClientCtx;
  readonly freezing: ListingFreezing;
  readonly sealing: ListingSealing;
  close(): Promise<void>;
}

@Module({})
class BenchModule {}

async function open(kit: BenchKit): Promise<Place> {
  const database = await kit.database();
  const env = readEnv({ LOG_LEVEL: 'warn' });
  const app = await NestFactory.createApplicationContext(
    {
      module: BenchModule,
      imports: [
        PlatformModule.forRoot({ env, databaseUrl: database.url }),
        SilentResultsModule,
        ListingsModule,
      ],
    },
    { logger: false },
  );
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  const clientId = newId();
  const settings = { schedule: null, format };
  await owner.query(
    `INSERT INTO client (id, code, name, legal_name, country, address, email, zone, currency, default_language, brand, sender, settings)
     VALUES ($1, 'BENCH', 'B', 'B', 'DE', '{}', 'b@example.org', 'Europe/Berlin', 'EUR', 'de', '{}', '{}', $2)`,
    [
      clientId,
      { formality: 'formal', paymentDays: 14, refundListing: settings, replacementListing: settings },
    ],
  );
  // Lines only: their cases would take minutes to make and are not read.
  await owner.query('ALTER TABLE listing_line DROP CONSTRAINT fk_listing_line_item');
  return {
    db: app.get(Database),
    owner,
    ctx: systemCtx('bench', clientId, new Date()),
    freezing: app.get(ListingFreezing, { strict: false }),
    sealing: app.get(ListingSealing, { strict: false }),
    close: async () => {
      await owner.end();
      await app.close();
      await database.drop();
    },
  };
}

/** An open listing with this many lines, one in fifty with a value that must be guarded or quoted. */
async function openListing({ owner, ctx }: Place, lines: number): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `SELECT id FROM listing WHERE client_id = $1 AND kind = 'refund' AND status = 'open'`,
    [ctx.clientId],
  );
  const id = rows[0]?.id ?? newId();
  if (!rows[0]) {
    await owner.query(`INSERT INTO listing (client_id, id, kind, number) VALUES ($1, $2, 'refund', 1)`, [
      ctx.clientId,
      id,
    ]);
  }
  await owner.query(
    `INSERT INTO listing_line (client_id, listing_id, id, kind, case_id, item_id, case_ref, order_ref, product, quantity,
       amount_minor, currency, payee_name, iban, country, guarded, amount_text)
     SELECT $1, $2::uuid, (lpad(to_hex(1764000000000 + n), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5($2::uuid::text || n), 1, 15))::uuid,
       'refund', gen_random_uuid(), gen_random_uuid(), 'R-' || n, 'O-2026-' || n,
       CASE WHEN n % 50 = 0 THEN '=SUM(A1); "blue"' ELSE 'Blue shirt, size ' || n % 60 END,
       1 + n % 3, 500 + n % 20000, 'EUR', 'Customer Number ' || n, 'DE02120300000000' || lpad(n::text, 6, '0'), 'DE', n % 50 = 0,
       ((500 + n % 20000) * 0.01)::text
     FROM generate_series(1, $3::int) n`,
    [ctx.clientId, id, lines],
  );
  await owner.query('VACUUM ANALYZE listing_line');
  return id;
}

const drain = async (stream: AsyncIterable<Buffer>): Promise<void> => {
  for await (const chunk of stream) void chunk.length;
};

/** Pages of rows by TypeORM, turned into CSV by the usual library: what one writes first. */
async function pagesToCsv({ db, ctx }: Place, listingId: string): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await db.tx(ctx, (tx) =>
      tx.query<{ id: string }>(
        `SELECT ${rawColumns} FROM listing_line WHERE client_id = $1 AND listing_id = $2 AND id > $3 ORDER BY id LIMIT 5000`,
        [ctx.clientId, listingId, after],
      ),
    );
    if (rows.length === 0) return;
    Buffer.from(papaparse.unparse(rows, { delimiter: ';', escapeFormulae: true }));
    after = rows.at(-1)?.id ?? after;
  }
}

/** A listing's file in a client's format, and that frozen (counted, hashed, stored), against its rows by bare COPY. */
export const listingFileBench: Bench = {
  name: 'listing-file',
  run: async (kit): Promise<BenchRow[]> => {
    const lines = Math.round(1_000_000 * kit.scale);
    const place = await open(kit);
    const { db, ctx, owner, freezing } = place;
    kit.log(`  making ${lines} lines`);
    const listingId = await openListing(place, lines);
    const source = { clientId: ctx.clientId, listingId, number: 1, cutoffOn: '2026-03-02', format };
    const copy = `COPY (SELECT ${rawColumns} FROM listing_line
      WHERE client_id = '${ctx.clientId}' AND listing_id = '${listingId}' ORDER BY id) TO STDOUT`;
    const perSecond: Record<'copy' | 'file' | 'frozen', number[]> = { copy: [], file: [], frozen: [] };
    let peakMb = 0;
    for (let repeat = 0; repeat < kit.repeats; repeat++) {
      const copied = await seconds(() => db.tx(ctx, (tx) => drain(tx.copyOut(copy))));
      const written = await seconds(() => db.tx(ctx, (tx) => drain(fileContent(tx, source))));
      await owner.query(
        `UPDATE listing SET status = 'sealed', cutoff_at = now(), sealed_at = now(), format = $2 WHERE id = $1`,
        [listingId, format],
      );
      const frozen = await peakMemoryMb(() => seconds(() => freezing.freeze(ctx, 'refund')));
      perSecond.copy.push(lines / copied);
      perSecond.file.push(lines / written);
      perSecond.frozen.push(lines / frozen.result);
      peakMb = Math.max(peakMb, frozen.peakMb);
    }
    const peer = lines / (await seconds(() => pagesToCsv(place, listingId)));
    await place.close();
    const limit = { name: 'bare COPY (SELECT …) TO STDOUT', value: median(perSecond.copy) };
    const ratio = median(perSecond.file) / limit.value;
    return [
      {
        path: 'listing file: formatted, guarded, encoded',
        ours: median(perSecond.file),
        unit: 'lines/s',
        limit,
        peer: { name: 'pages of rows and papaparse', value: peer },
        promise: { text: 'at least 0.55 of the limit', kept: ratio >= 0.55 },
      },
      {
        path: 'the same frozen: counted, hashed, stored',
        ours: median(perSecond.frozen),
        unit: 'lines/s',
        limit,
        memoryMb: peakMb,
        promise: { text: 'at most 150 MB', kept: peakMb <= 150 },
      },
    ];
  },
};

/** The longest that a writer waited for the book until it saw the next listing open, in ms. */
async function longestWait({ db, ctx, sealing }: Place, id: string): Promise<number> {
  let longest = 0;
  const write = async (): Promise<void> => {
    for (let open: string | undefined = id; open === id;) {
      await db.tx(ctx, async (tx) => {
        longest = Math.max(longest, 1000 * (await seconds(() => joinBook(tx, ctx.clientId, 'refund'))));
        const rows = await tx.query<{ id: string }>(
          `SELECT id FROM listing WHERE client_id = $1 AND kind = 'refund' AND status = 'open'`,
          [ctx.clientId],
        );
        open = rows[0]?.id;
      });
    }
  };
  const writers = [write(), write()];
  await new Promise((resolve) => setTimeout(resolve, 50));
  longest = 0;
  await Promise.all([sealing.seal(ctx, 'refund', id), ...writers]);
  return longest;
}

/** How long sealing holds writers off, with ten lines and with a million. */
export const sealBench: Bench = {
  name: 'seal',
  run: async (kit): Promise<BenchRow[]> => {
    const place = await open(kit);
    const rows: BenchRow[] = [];
    for (const lines of [10, Math.round(1_000_000 * kit.scale)]) {
      const waits: number[] = [];
      for (let repeat = 0; repeat < (lines > 100_000 ? Math.min(3, kit.repeats) : kit.repeats); repeat++) {
        waits.push(await longestWait(place, await openListing(place, lines)));
      }
      const wait = median(waits);
      rows.push({
        path: `seal a listing of ${lines.toLocaleString('en-GB')} lines: longest wait of a writer`,
        ours: wait,
        unit: 'ms',
        lowerIsBetter: true,
        promise: { text: 'at most 50 ms', kept: wait <= 50 },
      });
    }
    await place.close();
    return rows;
  },
};

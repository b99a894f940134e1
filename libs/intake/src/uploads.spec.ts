import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cases } from '#cases';
import type { Client } from '#clients';
import { WorkItems } from '#desk';
import { newId, systemCtx, type ClientCtx } from '#platform';
import { Policies } from '#resolution';
import { createResolutionWorld } from '../../../test/support/resolution-world.js';
import type { World } from '../../../test/support/world.js';
import { CaseIntake } from './case-intake.service.js';
import { IntakeJobs } from './intake.jobs.js';
import { IntakeModule } from './intake.module.js';
import { UploadProcessing } from './upload-processing.service.js';
import type { Mapping, UploadView } from './upload.schema.js';
import { Uploads } from './uploads.service.js';

let world: World;
let uploads: Uploads;
let processing: UploadProcessing;
let cases: Cases;

beforeAll(async () => {
  world = await createResolutionWorld([IntakeModule]);
  uploads = world.get(Uploads);
  processing = world.get(UploadProcessing);
  cases = world.get(Cases);
});
afterAll(() => world.close());

/** A client whose policy refunds withdrawals and leaves everything else to a person. */
async function newShop(): Promise<{ client: Client; ctx: ClientCtx }> {
  const client = await world.newClient();
  const ctx = world.as(client);
  const policies = world.get(Policies);
  const draft = await policies.draft(ctx, {
    name: 'Refund what is withdrawn',
    rules: [
      {
        id: 'never',
        name: 'So that the inputs say how many returns came before',
        when: [{ fact: 'priorReturns', op: 'gte', value: 1_000 }],
        then: 'review',
      },
      {
        id: 'w',
        name: 'Withdrawal',
        when: [{ fact: 'legalBasis', op: 'in', values: ['withdrawal'] }],
        then: 'refund',
      },
    ],
  } as never);
  await policies.publish(ctx, draft.id);
  return { client, ctx };
}

async function receive(
  ctx: ClientCtx,
  text: string,
  options: { mapping?: Mapping; dryRun?: boolean } = {},
): Promise<{ upload: UploadView; isNew: boolean }> {
  return uploads.receive(ctx, {
    filename: 'returns.csv',
    mediaType: 'text/csv',
    content: Readable.from([Buffer.from(text)]),
    options: () => Promise.resolve({ mapping: options.mapping ?? null, dryRun: options.dryRun ?? false }),
  });
}

async function take(ctx: ClientCtx, text: string, options: { mapping?: Mapping; dryRun?: boolean } = {}) {
  const { upload } = await receive(ctx, text, options);
  await processing.run(ctx.clientId, upload.id);
  return uploads.get(ctx, upload.id);
}

async function onlyCase(ctx: ClientCtx) {
  const { data } = await cases.list(ctx, { limit: 2 });
  expect(data).toHaveLength(1);
  return cases.get(ctx, data[0]?.id ?? '');
}

const header =
  'case_ref,order_ref,sku,quantity,unit_price,currency,reason,legal_basis,customer_email,country';
const row = (n: number, sku = 'A', quantity = 1): string =>
  `R${n},O${n},${sku},${quantity},19.99,EUR,does_not_fit,withdrawal,c${n}@example.org,FR`;

describe('an upload', () => {
  it('becomes decided cases in the language of their country, with its counts', async () => {
    const { ctx } = await newShop();
    const done = await take(ctx, `${header}\n${row(1)}\n${row(1, 'B', 2)}\n${row(2)}\nR3,O3,A,0,,,,,,\n`);
    expect(done).toMatchObject({
      status: 'completed',
      rows: { total: 4, accepted: 3, unchanged: 0, updated: 0, rejected: 1 },
      cases: 2,
    });
    const { data } = await cases.list(ctx, { limit: 10, caseRef: 'R1' });
    expect(data[0]).toMatchObject({
      state: 'decided',
      language: 'fr',
      customer: { email: 'c1@example.org' },
    });
    expect(data[0]?.items).toMatchObject([
      { sku: 'A', resolution: 'refund', fulfilment: 'listed' },
      { sku: 'B', resolution: 'refund', quantity: 2 },
    ]);
  });

  it('is the first one when the same bytes come again, and says unchanged when the same cases do', async () => {
    const { ctx } = await newShop();
    const text = `${header}\n${row(1)}\n${row(2)}\n`;
    const first = await take(ctx, text);
    expect(await receive(ctx, text)).toMatchObject({ isNew: false, upload: { id: first.id } });
    const again = await take(ctx, `${text}\n`);
    expect(again.rows).toEqual({ total: 2, accepted: 0, unchanged: 2, updated: 0, rejected: 0 });
    const { timeline } = await cases.get(ctx, (await cases.list(ctx, { limit: 1 })).data[0]?.id ?? '');
    expect(timeline.filter((e) => e.kind === 'case.received')).toHaveLength(1);
  });

  it('may be tried again after it failed', async () => {
    const { ctx } = await newShop();
    const failed = await take(ctx, 'Nummer,Stueck,Ding\n1,1,A\n');
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'upload.columns_missing' } });
    const mapping = { columns: { order_ref: 'Nummer', quantity: 'Stueck', product: 'Ding' } };
    const done = await take(ctx, 'Nummer,Stueck,Ding\n1,1,A\n', { mapping });
    expect(done).toMatchObject({ status: 'completed', rows: { accepted: 1 } });
  });

  it('is read by the mapping that worked for the same header before', async () => {
    const { ctx } = await newShop();
    const mapping: Mapping = {
      columns: { order_ref: 'Order', quantity: 'Qty', sku: 'SKU', unit_price: 'Price' },
      decimal: ',',
    };
    await take(ctx, 'Order,Qty,SKU,Price\n1,1,A,1.500\n', { mapping });
    await take(ctx, 'Order,Qty,SKU,Price\n2,1,A,2.500\n');
    const { data } = await cases.list(ctx, { limit: 10 });
    expect(data.map((c) => c.items[0]?.unitPrice?.amountMinor)).toEqual([250_000, 150_000]);
  });

  it('changes nothing as a dry run, but says what would happen', async () => {
    const { ctx } = await newShop();
    const dry = await take(ctx, `${header}\n${row(1)}\nR2,,,,,,,,,\n`, { dryRun: true });
    expect(dry).toMatchObject({ status: 'completed', rows: { accepted: 1, rejected: 1 } });
    expect((await cases.list(ctx, { limit: 1 })).data).toEqual([]);
    expect(await take(ctx, `${header}\n${row(1)}\nR2,,,,,,,,,\n`)).toMatchObject({ rows: { accepted: 1 } });
  });

  it('brings the scattered rows of a case together', async () => {
    const { ctx } = await newShop();
    const rows = ['A', 'B', 'C'].flatMap((sku) => Array.from({ length: 50 }, (_, n) => row(n, sku)));
    const done = await take(ctx, `${header}\n${rows.join('\n')}\n${row(99)}\n`);
    expect(done).toMatchObject({ rows: { total: 151, accepted: 151 }, cases: 51 });
    const { data } = await cases.list(ctx, { limit: 200 });
    expect(new Set(data.map((c) => c.items.map((i) => i.sku).join('')))).toEqual(new Set(['ABC', 'A']));
    const messages = await world.db.tx(ctx, (tx) => tx.query('SELECT 1 FROM message'));
    expect(messages).toHaveLength(51);
  });
});

describe('rejected rows', () => {
  it('come back as uploaded, with what is wrong, and are taken when corrected', async () => {
    const { ctx } = await newShop();
    const bad = 'R2,O2,"A, red",zero,19.99,EUR,does_not_fit,withdrawal,=c2@example.org,FR';
    const first = await take(ctx, `${header}\n${row(1)}\n${bad}\n`);
    const sentence = (code: string): string => `says ${code}, "really"`;
    const { content } = await uploads.rejections(ctx, first.id, sentence);
    let csv = '';
    for await (const part of content) csv += part;
    expect(csv).toBe(
      `\ufeff${header},row,column,code,message\r\n` +
        `R2,O2,"A, red",zero,19.99,EUR,does_not_fit,withdrawal,'=c2@example.org,FR,3,quantity,row.quantity_invalid,"says row.quantity_invalid, ""really"""\r\n`,
    );
    const corrected = await take(ctx, csv.replace('zero', '3'));
    expect(corrected).toMatchObject({ rows: { total: 1, accepted: 1, rejected: 0 } });
    const { data } = await cases.list(ctx, { limit: 1, caseRef: 'R2' });
    expect(data[0]).toMatchObject({
      customer: { email: '=c2@example.org' },
      items: [{ sku: 'A, red', quantity: 3 }],
    });
  });
});

describe('a case that is known', () => {
  it('goes on when a later file brings what it waits for, and blanks erase nothing', async () => {
    const { ctx } = await newShop();
    await take(ctx, 'case_ref,order_ref,sku,quantity,city\nR1,O1,A,1,Lyon\n');
    expect(await onlyCase(ctx)).toMatchObject({
      state: 'incomplete',
      waitsFor: ['price', 'contact', 'reason'],
    });
    const second = await take(
      ctx,
      'case_ref,order_ref,sku,quantity,unit_price,currency,city\nR1,O1,A,1,5.00,EUR,\n',
    );
    expect(second.rows).toMatchObject({ updated: 1, accepted: 0 });
    expect(await onlyCase(ctx)).toMatchObject({
      state: 'incomplete',
      waitsFor: ['contact', 'reason'],
      city: 'Lyon',
    });
    await take(
      ctx,
      'case_ref,order_ref,sku,quantity,legal_basis,customer_email,customer_name\nR1,O1,A,1,withdrawal,x@example.org,Xenia\n',
    );
    const done = await onlyCase(ctx);
    expect(done).toMatchObject({
      state: 'decided',
      waitsFor: [],
      customer: { email: 'x@example.org', name: 'Xenia' },
      items: [{ resolution: 'refund', unitPrice: { amountMinor: 500, currency: 'EUR' } }],
    });
    const changed = done.timeline.filter((e) => e.kind === 'case.changed');
    expect(changed).toHaveLength(2);
    expect(changed[0]?.detail).toMatchObject({
      items: [{ line: 1, changes: { unitPriceMinor: { from: null, to: 500 } } }],
    });
    expect(changed[1]?.detail).toMatchObject({
      changes: { customerEmail: { from: null, to: 'x@example.org' } },
    });
  });

  it('is never decided again: a change to a decided item is reported and put before a person', async () => {
    const { ctx } = await newShop();
    await take(ctx, `${header}\n${row(1)}\n`);
    const changed = await take(ctx, `${header}\n${row(1, 'A', 3)}\n`);
    expect(changed.rows).toMatchObject({ updated: 1 });
    const view = await onlyCase(ctx);
    expect(view.items).toMatchObject([{ quantity: 1, resolution: 'refund' }]);
    expect(view.timeline.find((e) => e.kind === 'case.change_reported')?.detail).toMatchObject({
      items: [{ line: 1, changes: { quantity: { from: 1, to: 3 } } }],
    });
    const queue = await world.get(WorkItems).list(ctx, { limit: 10, kind: 'changed_case' });
    expect(queue.data).toMatchObject([{ caseId: view.id }]);
    const lines = await world.db.tx(ctx, (tx) => tx.query('SELECT quantity FROM listing_line'));
    expect(lines).toEqual([{ quantity: 1 }]);
  });

  it('takes new items and decides them, equal lines stay apart', async () => {
    const { ctx } = await newShop();
    await take(ctx, `${header}\n${row(1)}\n${row(1)}\n`);
    const more = await take(ctx, `${header}\n${row(1)}\n${row(1)}\n${row(1, 'B')}\n`);
    expect(more.rows).toMatchObject({ updated: 3 });
    const view = await onlyCase(ctx);
    expect(view.items.map((i) => [i.line, i.sku, i.resolution])).toEqual([
      [1, 'A', 'refund'],
      [2, 'A', 'refund'],
      [3, 'B', 'refund'],
    ]);
  });

  it('counts the customer’s earlier cases, also those of the same file', async () => {
    const { ctx } = await newShop();
    const same = (n: number): string => row(n).replace(`c${n}@`, 'Same@');
    await take(ctx, `${header}\n${same(1)}\n${same(2)}\n`);
    await take(ctx, `${header}\n${same(3)}\n`);
    const { data } = await cases.list(ctx, { limit: 10 });
    expect(new Set(data.map((c) => c.customer.id)).size).toBe(1);
    const loaded = await world.db.tx(ctx, (tx) =>
      cases.load(
        ctx,
        tx,
        data.map((c) => c.id),
      ),
    );
    expect(loaded.map((r) => r.priorReturns)).toEqual([0, 1, 2]);
  });

  it('decides by them alike, whichever chunk of the file is stored first', async () => {
    const { ctx } = await newShop();
    const rows = Array.from({ length: 3_000 }, (_, n) => row(n).replace(`c${n}@`, `c${n % 900}@`));
    await take(ctx, `${header}\n${rows.join('\n')}\n`);
    const prior = await world.db.tx(ctx, (tx) =>
      tx.query<{ ref: string; prior: number }>(
        `SELECT c.case_ref AS ref, d.inputs->'priorReturns' AS prior FROM decision d
         JOIN return_case c ON c.client_id = d.client_id AND c.id = d.case_id`,
      ),
    );
    const wrong = prior.filter((p) => p.prior !== Math.floor(Number(p.ref.slice(1)) / 900));
    expect(prior).toHaveLength(3_000);
    expect(wrong).toEqual([]);
  });
});

describe('a worker that dies', () => {
  const file = (n: number): string =>
    `${header}\n${Array.from({ length: n }, (_, i) => row(i)).join('\n')}\nbad,,,,,,,,,\n`;

  it.each([
    ['in the middle', 2_500],
    ['on its first chunk, while the second gets through', 500],
    ['on its last chunk', 4_500],
  ])('%s is followed by one that goes on, to exactly the cases of the file', async (_, row) => {
    const { ctx, client } = await newShop();
    const { upload } = await receive(ctx, file(5_000));
    const owner = await world.database.owner();
    // The worker can't get its cursor past the row, as if its process were gone when it tries.
    await owner.query(
      `CREATE OR REPLACE FUNCTION stop_intake() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN IF NEW.id = '${upload.id}' AND NEW.cursor_row > ${row} THEN RAISE 'gone'; END IF; RETURN NEW; END $$`,
    );
    await owner.query(
      'CREATE TRIGGER stop_intake BEFORE UPDATE ON upload FOR EACH ROW EXECUTE FUNCTION stop_intake()',
    );
    await expect(processing.run(client.id, upload.id)).rejects.toThrow('gone');
    await owner.query('DROP TRIGGER stop_intake ON upload');
    const half = await uploads.get(ctx, upload.id);
    expect(half.status).toBe('processing');
    expect(half.rows.accepted).toBeLessThan(5_000);
    await processing.run(client.id, upload.id);
    expect(await uploads.get(ctx, upload.id)).toMatchObject({
      status: 'completed',
      rows: { total: 5_001, accepted: 5_000, unchanged: 0, rejected: 1 },
      cases: 5_000,
    });
    const [count] = await world.db.tx(ctx, (tx) => tx.query('SELECT count(*) AS n FROM return_case'));
    expect(count).toEqual({ n: 5_000 });
  });

  it('holds the upload while its lease lasts, and loses it to another after', async () => {
    const { ctx, client } = await newShop();
    const { upload } = await receive(ctx, file(3));
    const owner = await world.database.owner();
    await owner.query(
      `UPDATE upload SET status = 'processing', attempt = 1, lease_token = $2, lease_until = now() + interval '1 minute' WHERE id = $1`,
      [upload.id, newId()],
    );
    await processing.run(client.id, upload.id);
    expect((await uploads.get(ctx, upload.id)).status).toBe('processing');
    await owner.query(`UPDATE upload SET lease_until = now() - interval '1 second' WHERE id = $1`, [
      upload.id,
    ]);
    const called: unknown[] = [];
    const jobs = world.get(IntakeJobs);
    const wake = (jobs as unknown as { jobs: { wake: unknown } }).jobs;
    const original = wake.wake;
    wake.wake = (_: unknown, payload: unknown) => Promise.resolve(called.push(payload));
    await jobs.sweep();
    await jobs.sweep();
    wake.wake = original;
    expect(called).toEqual([{ clientId: client.id, uploadId: upload.id }]);
    await processing.run(client.id, upload.id);
    expect((await uploads.get(ctx, upload.id)).status).toBe('completed');
  });

  it('five times in a row without progress ends the upload', async () => {
    const { ctx, client } = await newShop();
    const { upload } = await receive(ctx, file(3));
    const owner = await world.database.owner();
    await owner.query(`UPDATE upload SET status = 'processing', attempt = 5 WHERE id = $1`, [upload.id]);
    await processing.run(client.id, upload.id);
    expect(await uploads.get(ctx, upload.id)).toMatchObject({
      status: 'failed',
      error: { code: 'upload.interrupted', params: { times: 5 } },
    });
  });

  it('two workers at once take each case once', async () => {
    const { ctx, client } = await newShop();
    const a = await receive(ctx, file(300));
    const b = await receive(ctx, `${file(300)}\n`);
    await Promise.all([a, b].map(({ upload }) => processing.run(client.id, upload.id)));
    const done = await Promise.all([a, b].map(({ upload }) => uploads.get(ctx, upload.id)));
    expect(done.map((u) => u.status)).toEqual(['completed', 'completed']);
    expect(done.reduce((n, u) => n + u.rows.accepted, 0)).toBe(300);
    expect(done.reduce((n, u) => n + u.rows.unchanged, 0)).toBe(300);
  });
});

describe('a case as JSON', () => {
  it('is made, completed and recognised by the rules of an upload', async () => {
    const { ctx } = await newShop();
    const intake = world.get(CaseIntake);
    const body = {
      orderRef: 'O1',
      customerEmail: 'a@example.org',
      country: 'IT',
      items: [{ sku: 'A', quantity: 2, unitPrice: '10.00', currency: 'EUR' }],
    };
    const made = await intake.take(ctx, body);
    expect(made.outcome).toBe('created');
    expect(await onlyCase(ctx)).toMatchObject({
      caseRef: 'O1',
      state: 'incomplete',
      waitsFor: ['reason'],
      language: 'it',
    });
    expect(await intake.take(ctx, body)).toEqual({ ...made, outcome: 'unchanged' });
    const items = [{ ...body.items[0], quantity: 2, legalBasis: 'withdrawal' }];
    expect(await intake.take(ctx, { ...body, items })).toEqual({ ...made, outcome: 'updated' });
    expect(await onlyCase(ctx)).toMatchObject({ state: 'decided' });
  });

  it('is refused with a pointer to each thing that can’t be read', async () => {
    const { ctx } = await newShop();
    const refused = world.get(CaseIntake).take(ctx, {
      orderRef: 'O1',
      items: [
        { sku: 'A', quantity: 0 },
        { sku: 'B', quantity: 1, unitPrice: 'a lot' },
      ],
    });
    await expect(refused).rejects.toMatchObject({
      code: 'request.invalid',
      errors: [
        { pointer: '/items/0/quantity', code: 'row.quantity_invalid' },
        { pointer: '/items/1/unitPrice', code: 'row.amount_invalid' },
      ],
    });
  });
});

describe('who may', () => {
  it('upload and read is decided by permission, and another client’s upload does not exist', async () => {
    const { ctx, client } = await newShop();
    const { upload } = await receive(ctx, `${header}\n${row(1)}\n`);
    await expect(receive(world.asRole('finance', client), 'x')).rejects.toMatchObject({
      code: 'request.forbidden',
    });
    const other = systemCtx('test', (await world.newClient()).id, ctx.now);
    await expect(uploads.get(other, upload.id)).rejects.toMatchObject({ code: 'upload.unknown' });
  });
});

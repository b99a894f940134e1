import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import type { ClientCtx } from '#platform';
import { Cases } from '#cases';
import { WorkItems } from '#desk';
import { decidedCases, enlistCases } from '../../../test/support/listing-factory.js';
import { SilentResultsModule } from '../../../test/support/silent-results.js';
import { createWorld, type World } from '../../../test/support/world.js';
import { referenceOf } from './line-reference.js';
import { ListingFreezing } from './listing-freezing.service.js';
import { ListingReading } from './listing-reading.service.js';
import { ListingResults } from './listing-results.service.js';
import { ListingSealing } from './listing-sealing.service.js';
import { ListingsModule } from './listings.module.js';
import { Listings } from './listings.service.js';

let world: World;
let listings: Listings;
let sealing: ListingSealing;
let reading: ListingReading;
let results: ListingResults;

beforeAll(async () => {
  world = await createWorld([SilentResultsModule, ListingsModule]);
  listings = world.get(Listings);
  sealing = world.get(ListingSealing);
  reading = world.get(ListingReading);
  results = world.get(ListingResults);
});
afterAll(() => world.close());

const newScope = async (): Promise<ClientCtx> => world.as(await world.newClient());

async function sealedRefunds(ctx: ClientCtx, count: number) {
  const records = decidedCases(count, 'refund');
  const { listingId, lineIds } = await enlistCases(world, ctx, 'refund', records);
  await sealing.seal(ctx, 'refund', listingId);
  return { records, listingId, lineIds, references: lineIds.map(referenceOf) };
}

describe('the open listing', () => {
  it('is opened by the first refund, holds snapshots, and shows count and totals so far', async () => {
    const ctx = await newScope();
    const records = [
      ...decidedCases(2, 'refund', { quantity: 3 }),
      ...decidedCases(1, 'refund', { unitPriceMinor: 500, currency: 'JPY' }),
    ];
    const { listingId } = await enlistCases(world, ctx, 'refund', records);
    expect(await reading.get(ctx, 'refund', listingId)).toMatchObject({
      number: 1,
      status: 'open',
      count: 3,
      totals: [
        { amountMinor: 11_994, currency: 'EUR' },
        { amountMinor: 500, currency: 'JPY' },
      ],
      sha256: null,
    });
    const page = await reading.lines(ctx, 'refund', listingId, { limit: 2 });
    const rest = await reading.lines(ctx, 'refund', listingId, { limit: 2, after: page.next ?? '' });
    expect([...page.data, ...rest.data].map((l) => l.caseRef)).toEqual(records.map((r) => r.caseRef));
    expect(rest.next).toBeNull();
    await expect(reading.file(ctx, 'refund', listingId, 'csv')).rejects.toMatchObject({
      code: 'listing.still_open',
    });
  });

  it('is one and the same for transactions that open it at the same time', async () => {
    const ctx = await newScope();
    const opened = await Promise.all(
      Array.from({ length: 8 }, () => enlistCases(world, ctx, 'refund', decidedCases(3, 'refund'))),
    );
    expect(new Set(opened.map((o) => o.listingId)).size).toBe(1);
    expect((await reading.list(ctx, 'refund', { limit: 9 })).data).toMatchObject([{ number: 1, count: 24 }]);
  });

  it('keeps bank details off replacement listings and masks them for the staff of the operator', async () => {
    const client = await world.newClient();
    const ctx = world.as(client);
    const iban = { iban: 'DE02120300000000202051' };
    const refund = await enlistCases(world, ctx, 'refund', decidedCases(1, 'refund', {}, iban));
    const goods = await enlistCases(world, ctx, 'replacement', decidedCases(1, 'replacement', {}, iban));
    const shown = async (kind: 'refund' | 'replacement', id: string, role: 'finance' | 'billing_clerk') =>
      (await reading.lines(world.asRole(role, client), kind, id, { limit: 1 })).data[0]?.iban;
    expect(await shown('refund', refund.listingId, 'finance')).toBe(iban.iban);
    expect(await shown('refund', refund.listingId, 'billing_clerk')).toBe('DE02…2051');
    expect(await shown('replacement', goods.listingId, 'finance')).toBeNull();
  });

  it('refuses a refund without a price', async () => {
    const ctx = await newScope();
    await expect(
      enlistCases(world, ctx, 'refund', decidedCases(1, 'refund', { unitPriceMinor: null })),
    ).rejects.toMatchObject({ code: 'listing.no_amount' });
  });
});

describe('sealing', () => {
  it('freezes file, totals and hash, opens the next number and chains the hashes', async () => {
    const ctx = await newScope();
    const first = await sealedRefunds(ctx, 2);
    const second = await sealedRefunds(ctx, 1);
    const one = await reading.get(ctx, 'refund', first.listingId);
    const two = await reading.get(ctx, 'refund', second.listingId);
    expect(one).toMatchObject({ number: 1, status: 'released', count: 2, previousSha256: null });
    expect(two).toMatchObject({ number: 2, status: 'released', count: 1, previousSha256: one.sha256 });
    expect(one.totals).toEqual([{ amountMinor: 3998, currency: 'EUR' }]);
    const file = await reading.file(ctx, 'refund', first.listingId, 'csv');
    const bytes = await text(file.content);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(one.sha256);
    expect(file.name).toMatch(/^SHOP\d+-refund-000001\.csv$/);
    expect(bytes).toBe(
      `Reference;Order;Amount;Currency\r\n${first.records
        .map((r, i) => `${first.references[i]};${r.orderRef};19,99;EUR\r\n`)
        .join('')}`,
    );
  });

  it('gives an empty run its number', async () => {
    const ctx = await newScope();
    await sealedRefunds(ctx, 1);
    const [open] = (await reading.list(ctx, 'refund', { limit: 1, status: 'open' })).data;
    await sealing.seal(ctx, 'refund', open?.id ?? '');
    expect(await reading.get(ctx, 'refund', open?.id ?? '')).toMatchObject({
      number: 2,
      status: 'released',
      count: 0,
      totals: [],
    });
  });

  it('has one effect when a hundred ask for it at once', async () => {
    const ctx = await newScope();
    const { listingId } = await enlistCases(world, ctx, 'refund', decidedCases(5, 'refund'));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, () => sealing.seal(ctx, 'refund', listingId)),
    );
    const refused = outcomes.filter((o) => o.status === 'rejected');
    expect(refused).toHaveLength(99);
    expect(refused.every((o) => (o.reason as { code: string }).code === 'listing.not_open')).toBe(true);
    const all = await reading.list(ctx, 'refund', { limit: 9 });
    expect(all.data.map((l) => [l.number, l.status])).toEqual([
      [2, 'open'],
      [1, 'released'],
    ]);
  });

  it('is finished by the sweep when the process died before the file was frozen', async () => {
    const ctx = await newScope();
    const freezing = world.get(ListingFreezing);
    const freeze = freezing.freeze.bind(freezing);
    freezing.freeze = () => Promise.reject(new Error('killed'));
    const { listingId } = await sealedRefunds(ctx, 3).finally(() => {
      freezing.freeze = freeze;
    });
    expect(await reading.get(ctx, 'refund', listingId)).toMatchObject({ status: 'sealed', count: 3 });
    await expect(reading.file(ctx, 'refund', listingId, 'csv')).rejects.toMatchObject({
      code: 'listing.not_released',
    });
    await freezing.freezeAll(world.across);
    expect(await reading.get(ctx, 'refund', listingId)).toMatchObject({ status: 'released', count: 3 });
  });

  it('survives a file that cannot be stored, and needs the permission', async () => {
    const client = await world.newClient();
    const ctx = world.as(client);
    const { listingId } = await enlistCases(world, ctx, 'refund', decidedCases(1, 'refund'));
    await expect(sealing.seal(world.asRole('operations', client), 'refund', listingId)).rejects.toMatchObject(
      { code: 'request.forbidden' },
    );
    const owner = await world.database.owner();
    await owner.query('REVOKE INSERT ON file_part FROM reintegro_app');
    await sealing.seal(ctx, 'refund', listingId);
    expect((await reading.get(ctx, 'refund', listingId)).status).toBe('sealed');
    await owner.query('GRANT INSERT ON file_part TO reintegro_app');
    await world.get(ListingFreezing).freezeAll(world.across);
    expect((await reading.get(ctx, 'refund', listingId)).status).toBe('released');
  });

  it("does not know another client's listing", async () => {
    const { listingId } = await enlistCases(world, await newScope(), 'refund', decidedCases(1, 'refund'));
    const other = await newScope();
    for (const attempt of [
      () => sealing.seal(other, 'refund', listingId),
      () => reading.get(other, 'refund', listingId),
      () => reading.lines(other, 'refund', listingId, { limit: 1 }),
      () => reading.file(other, 'refund', listingId, 'csv'),
      () => results.report(other, 'refund', listingId, [{ reference: 'x', result: 'paid' }]),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'listing.unknown' });
    }
  });
});

describe('results', () => {
  it('settle cases, queue what failed, and acknowledge the listing when every line has one', async () => {
    const ctx = await newScope();
    const { records, listingId, references } = await sealedRefunds(ctx, 3);
    const [a = '', b = '', c = ''] = references;
    const answer = await results.report(ctx, 'refund', listingId, [
      { reference: a, result: 'paid', paidOn: '2026-03-03' },
      { reference: b.toLowerCase(), result: 'failed', reason: 'account closed' },
    ]);
    expect(answer).toEqual({ applied: 2, unchanged: 0, rejected: 0, status: 'released', errors: [] });
    const [paid, failed] = await Promise.all(records.slice(0, 2).map((r) => world.get(Cases).get(ctx, r.id)));
    expect(paid).toMatchObject({ state: 'settled', items: [{ fulfilment: 'paid' }] });
    expect(failed).toMatchObject({ state: 'decided', items: [{ fulfilment: 'failed' }] });
    expect(paid?.timeline.map((e) => e.kind)).toContain('refund.paid');
    const queued = await world.get(WorkItems).list(ctx, { limit: 9 });
    expect(queued.data).toMatchObject([{ kind: 'refund_problem', reason: 'failed', caseId: records[1]?.id }]);
    const rest = await results.report(ctx, 'refund', listingId, [{ reference: c, result: 'paid' }]);
    expect(rest.status).toBe('acknowledged');
  });

  it('change nothing when said again, and say so', async () => {
    const ctx = await newScope();
    const { listingId, references } = await sealedRefunds(ctx, 2);
    const report = references.map((reference) => ({ reference, result: 'paid' }));
    await results.report(ctx, 'refund', listingId, report);
    expect(await results.report(ctx, 'refund', listingId, report)).toMatchObject({
      applied: 0,
      unchanged: 2,
    });
    const owner = await world.database.owner();
    const { rows } = await owner.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM line_result WHERE client_id = $1',
      [ctx.clientId],
    );
    expect(rows[0]?.n).toBe(2);
  });

  it('that contradict, are unfit or unknown are refused row by row, the others stand', async () => {
    const ctx = await newScope();
    const { listingId, references } = await sealedRefunds(ctx, 2);
    const [a = '', b = ''] = references;
    const answer = await results.report(ctx, 'refund', listingId, [
      { reference: a, result: 'paid' },
      { reference: a, result: 'failed' },
      { reference: a, result: 'returned' },
      { reference: b, result: 'shipped' },
      { reference: 'F'.repeat(32), result: 'paid' },
      { reference: 'nonsense', result: 'paid' },
    ]);
    expect(answer).toMatchObject({ applied: 2, unchanged: 0, rejected: 4 });
    expect(answer.errors.map((e) => [e.row, e.code, e.was])).toEqual([
      [2, 'listing.result_contradiction', 'paid'],
      [4, 'listing.result_unfit', null],
      [5, 'listing.reference_unknown', null],
      [6, 'listing.reference_unknown', null],
    ]);
    await expect(
      results.report(ctx, 'refund', listingId, [{ reference: a, result: 'failed' }]),
    ).rejects.toMatchObject({
      code: 'listing.results_refused',
      status: 409,
      errors: [{ pointer: '/results/0', code: 'listing.result_contradiction' }],
    });
  });

  it('reported by sixteen at once are recorded once', async () => {
    const ctx = await newScope();
    const { listingId, references } = await sealedRefunds(ctx, 50);
    const report = references.map((reference) => ({ reference, result: 'paid' }));
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => results.report(ctx, 'refund', listingId, report)),
    );
    expect(answers.reduce((sum, a) => sum + a.applied, 0)).toBe(50);
    expect(await reading.get(ctx, 'refund', listingId)).toMatchObject({
      status: 'acknowledged',
      finalCount: 50,
    });
  });

  it("are read from the listing's own file with a result column", async () => {
    const ctx = await newScope();
    const { listingId } = await sealedRefunds(ctx, 3);
    const file = await text((await reading.file(ctx, 'refund', listingId, 'csv')).content);
    const lines = file.trimEnd().split('\r\n');
    const answered = [
      `${lines[0]};Ergebnis;Grund`,
      `${lines[1]};bezahlt;`,
      `${lines[2]};fehlgeschlagen;Konto erloschen`,
      `${lines[3]};;`,
    ].join('\r\n');
    const answer = await results.reportCsv(ctx, 'refund', listingId, Buffer.from(answered, 'latin1'));
    expect(answer).toMatchObject({ applied: 2, rejected: 0 });
    const page = await reading.lines(ctx, 'refund', listingId, { limit: 9 });
    expect(page.data.map((l) => [l.result, l.resultDetail])).toEqual([
      ['paid', {}],
      ['failed', { reason: 'Konto erloschen' }],
      [null, {}],
    ]);
    await expect(
      results.reportCsv(ctx, 'refund', listingId, Buffer.from('a;b\r\n1;2')),
    ).rejects.toMatchObject({ code: 'listing.csv_unreadable' });
  });

  it('of replacements carry the tracking, a corrected one included', async () => {
    const ctx = await newScope();
    const records = decidedCases(2, 'replacement');
    const { listingId, lineIds } = await enlistCases(world, ctx, 'replacement', records);
    await sealing.seal(ctx, 'replacement', listingId);
    const [a = '', b = ''] = lineIds.map(referenceOf);
    const shipped = { reference: a, result: 'shipped', carrier: 'DHL', tracking: 'T1' };
    await results.report(ctx, 'replacement', listingId, [shipped, { reference: b, result: 'out_of_stock' }]);
    const again = await results.report(ctx, 'replacement', listingId, [{ ...shipped, tracking: 'T2' }]);
    expect(again).toMatchObject({ applied: 1, unchanged: 0, status: 'acknowledged' });
    const queued = await world.get(WorkItems).list(ctx, { limit: 9 });
    expect(queued.data).toMatchObject([{ kind: 'out_of_stock', subjectId: records[1]?.items[0]?.id }]);
    const page = await reading.lines(ctx, 'replacement', listingId, { limit: 1 });
    expect(page.data[0]?.resultDetail).toEqual({ carrier: 'DHL', tracking: 'T2' });
  });
});

describe('listing again and withdrawing', () => {
  it('lists a failed refund again under a new reference, once', async () => {
    const ctx = await newScope();
    const { records, listingId, lineIds, references } = await sealedRefunds(ctx, 1);
    const [lineId = ''] = lineIds;
    await expect(listings.relist(ctx, 'refund', listingId, lineId)).rejects.toMatchObject({
      code: 'listing.not_relistable',
    });
    await results.report(ctx, 'refund', listingId, [{ reference: references[0] ?? '', result: 'failed' }]);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () => listings.relist(ctx, 'refund', listingId, lineId)),
    );
    const done = outcomes.flatMap((o) => (o.status === 'fulfilled' ? [o.value] : []));
    expect(done).toHaveLength(1);
    expect(
      outcomes.flatMap((o) => (o.status === 'rejected' ? [(o.reason as { code: string }).code] : [])),
    ).toEqual(Array<string>(4).fill('listing.not_relistable'));
    const page = await reading.lines(ctx, 'refund', done[0]?.listingId ?? '', { limit: 9 });
    expect(page.data).toMatchObject([{ attempt: 2, replaces: references[0], entry: 'add' }]);
    expect((await world.get(WorkItems).list(ctx, { limit: 9 })).data).toEqual([]);
    const view = await world.get(Cases).get(ctx, records[0]?.id ?? '');
    expect(view.items[0]?.fulfilment).toBe('listed');
    await expect(
      results.report(ctx, 'refund', listingId, [{ reference: references[0] ?? '', result: 'paid' }]),
    ).rejects.toMatchObject({ errors: [{ code: 'listing.result_superseded' }] });
  });

  it('withdraws by a counter-line, in the same listing or the next, and never after payment', async () => {
    const ctx = await newScope();
    const { listingId, lineIds, references } = await sealedRefunds(ctx, 2);
    const [a = '', b = ''] = lineIds;
    await listings.withdrawLine(ctx, 'refund', listingId, a, 'kept the goods');
    await expect(listings.withdrawLine(ctx, 'refund', listingId, a, 'again')).rejects.toMatchObject({
      code: 'listing.not_withdrawable',
    });
    const same = await enlistCases(world, ctx, 'refund', decidedCases(1, 'refund'));
    await listings.withdrawLine(ctx, 'refund', same.listingId, same.lineIds[0] ?? '', 'kept the goods');
    expect(await reading.get(ctx, 'refund', same.listingId)).toMatchObject({
      count: 3,
      finalCount: 1,
      totals: [{ amountMinor: -1999, currency: 'EUR' }],
    });
    const page = await reading.lines(ctx, 'refund', same.listingId, { limit: 9 });
    expect(page.data.map((l) => [l.entry, l.quantity, l.amount.amountMinor, l.replaces])).toEqual([
      ['withdraw', -1, -1999, references[0]],
      ['add', 1, 1999, null],
      ['withdraw', -1, -1999, referenceOf(same.lineIds[0] ?? '')],
    ]);
    await results.report(ctx, 'refund', listingId, [{ reference: references[1] ?? '', result: 'paid' }]);
    expect((await reading.get(ctx, 'refund', listingId)).status).toBe('acknowledged');
    await expect(listings.withdrawLine(ctx, 'refund', listingId, b, 'too late')).rejects.toMatchObject({
      code: 'listing.not_withdrawable',
    });
    await sealing.seal(ctx, 'refund', same.listingId);
    const file = await text((await reading.file(ctx, 'refund', same.listingId, 'csv')).content);
    expect(file.split('\r\n').map((l) => l.split(';')[2])).toEqual([
      'Amount',
      '-19,99',
      '19,99',
      '-19,99',
      undefined,
    ]);
  });

  it('records that a withdrawn refund was paid all the same, for a person to look at', async () => {
    const ctx = await newScope();
    const { listingId, lineIds, references } = await sealedRefunds(ctx, 1);
    await listings.withdrawLine(ctx, 'refund', listingId, lineIds[0] ?? '', 'kept the goods');
    const answer = await results.report(ctx, 'refund', listingId, [
      { reference: references[0] ?? '', result: 'paid' },
    ]);
    expect(answer).toMatchObject({ applied: 1, rejected: 0 });
    expect((await world.get(WorkItems).list(ctx, { limit: 9 })).data).toMatchObject([
      { kind: 'refund_problem', reason: 'paid_after_withdrawal' },
    ]);
  });
});

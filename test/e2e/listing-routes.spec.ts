import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { systemCtx } from '#platform';
import { createApiWorld, type ApiWorld } from '../support/api.js';
import { decidedCases, enlistCases } from '../support/listing-factory.js';
import { Database } from '#platform';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

async function shopWithRefunds(count: number) {
  const { client, key } = await api.newShop();
  const ctx = systemCtx('test', client.id, api.clock.now());
  const world = {
    db: api.get(Database),
    get: <T>(type: abstract new (...args: never[]) => T) => api.get(type),
  };
  const { listingId } = await enlistCases(world, ctx, 'refund', decidedCases(count, 'refund'));
  const call = (method: 'get' | 'post', path: string) =>
    api.request()[method](path).set('authorization', `Bearer ${key}`);
  return { client, listingId, call };
}

describe('refund listings over HTTP', () => {
  it('are sealed, fetched and answered by CSV and JSON', async () => {
    const { listingId, call } = await shopWithRefunds(3);
    const base = `/v1/refund-listings/${listingId}`;
    expect((await call('get', base)).body).toMatchObject({ status: 'open', number: 1, count: 3 });
    expect((await call('get', `${base}/file`)).body).toMatchObject({ code: 'listing.still_open' });
    const sealed = await call('post', `${base}/seal`);
    expect([sealed.status, sealed.body]).toMatchObject([200, { status: 'released', count: 3 }]);
    const again = await call('post', `${base}/seal`);
    expect([again.status, again.body]).toMatchObject([409, { code: 'listing.not_open' }]);

    const file = await call('get', `${base}/file?format=csv`);
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(file.headers['content-disposition']).toMatch(
      /^attachment; filename="[A-Z0-9-]+-refund-000001\.csv"$/,
    );
    expect(createHash('sha256').update(file.text).digest('hex')).toBe(
      (sealed.body as { sha256: string }).sha256,
    );
    const pdf = await call('get', `${base}/file?format=pdf`);
    expect([pdf.status, pdf.body]).toMatchObject([422, { code: 'listing.format_unavailable' }]);

    const [head, one, two, three] = file.text.split('\r\n');
    const reported = await call('post', `${base}/results`)
      .set('content-type', 'text/csv')
      .send([`${head};Status`, `${one};paid`, `${two};failed`, `${three};`].join('\r\n'));
    expect([reported.status, reported.body]).toMatchObject([200, { applied: 2, unchanged: 0, errors: [] }]);
    const reference = String(one).split(';')[0];
    const refused = await call('post', `${base}/results`).send({
      results: [{ reference, result: 'failed' }],
    });
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { errors: [{ pointer: '/results/0', code: 'listing.result_contradiction' }] },
    ]);
    const invalid = await call('post', `${base}/results`).send({ results: [{ reference, result: 'lost' }] });
    expect([invalid.status, invalid.body]).toMatchObject([
      400,
      { errors: [{ pointer: '/results/0/result' }] },
    ]);

    const lines = await call('get', `${base}/lines?limit=2`);
    const [, failed] = (lines.body as { data: { id: string; result: string }[] }).data;
    expect(failed?.result).toBe('failed');
    const relisted = await call('post', `${base}/lines/${failed?.id}/relist`);
    expect([relisted.status, relisted.body]).toMatchObject([201, { listingNumber: 2 }]);
    const { listingId: next, lineId } = relisted.body as { listingId: string; lineId: string };
    const withdrawn = await call('post', `/v1/refund-listings/${next}/lines/${lineId}/withdraw`).send({
      reason: 'kept the goods',
    });
    expect(withdrawn.status).toBe(204);
    expect((await call('post', `${base}/acknowledge`)).body).toMatchObject({ status: 'acknowledged' });
    expect((await call('get', '/v1/refund-listings?status=open')).body).toMatchObject({
      data: [{ number: 2, count: 2, totals: [{ amountMinor: 0, currency: 'EUR' }] }],
      next: null,
    });
  });

  it('are unknown to another client and found by id for the staff of the operator', async () => {
    const { listingId } = await shopWithRefunds(1);
    const other = await shopWithRefunds(1);
    const foreign = await other.call('get', `/v1/refund-listings/${listingId}`);
    expect([foreign.status, foreign.body]).toMatchObject([404, { code: 'listing.unknown' }]);
    expect((await other.call('get', `/v1/replacement-listings/${other.listingId}`)).status).toBe(404);
    const clerk = await api.signIn(await api.newUser('billing_clerk'));
    const seen = await api.request().get(`/v1/refund-listings/${listingId}`).set('cookie', clerk);
    expect([seen.status, seen.body]).toMatchObject([200, { id: listingId }]);
  });
});

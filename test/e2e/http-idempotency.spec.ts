import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fail, newId } from '#platform';
import { createApiWorld, type ApiWorld } from '../support/api.js';
import { Probe, ProbeModule } from '../support/probe.js';

describe('a POST with Idempotency-Key', () => {
  let world: ApiWorld;
  let probe: Probe;
  let key: string;

  beforeAll(async () => {
    world = await createApiWorld({}, [ProbeModule]);
    probe = world.get(Probe);
    ({ key } = await world.newShop());
  });
  beforeEach(() => {
    probe.calls = 0;
    probe.fault = null;
    probe.gate = Promise.resolve();
  });
  afterAll(() => world.close());

  const post = (path: string, idempotencyKey: string, body: object, bearer = key) =>
    world
      .request()
      .post(path)
      .set({ authorization: `Bearer ${bearer}`, 'idempotency-key': idempotencyKey })
      .send(body);

  it('acts once and answers the same again', async () => {
    const id = newId();
    const first = await post('/v1/probe/counts', id, { sku: 'A' });
    const second = await post('/v1/probe/counts', id, { sku: 'A' });
    expect(probe.calls).toBe(1);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(second.status).toBe(201);
    expect(second.text).toBe(first.text);
    expect(second.headers['content-type']).toBe(first.headers['content-type']);
  });

  it('is refused for another body, and for another route', async () => {
    const id = newId();
    await post('/v1/probe/counts', id, { sku: 'A' });
    for (const answer of [
      await post('/v1/probe/counts', id, { sku: 'B' }),
      await post('/v1/probe/rows', id, { sku: 'A' }),
    ]) {
      expect(answer.body).toMatchObject({ status: 422, code: 'idempotency.mismatch' });
    }
    expect(probe.calls).toBe(1);
  });

  it('belongs to its caller: another client may use the same one', async () => {
    const id = newId();
    const { key: foreign } = await world.newShop();
    await post('/v1/probe/counts', id, { sku: 'A' });
    const answer = await post('/v1/probe/counts', id, { sku: 'B' }, foreign);
    expect(answer.body).toMatchObject({ call: 2, body: { sku: 'B' } });
  });

  it('has one effect when twenty arrive at once; the others are told to wait', async () => {
    const id = newId();
    let open = (): void => undefined;
    probe.gate = new Promise((resolve) => (open = resolve));
    const all = Array.from({ length: 20 }, () => post('/v1/probe/counts', id, { sku: 'A' }));
    const settled = Promise.all(
      all.map(async (request) => {
        const answer = await request;
        if (answer.status === 409) open();
        return answer;
      }),
    );
    const answers = await settled;
    expect(probe.calls).toBe(1);
    expect(
      answers.filter(({ status, headers }) => status === 201 && !headers['idempotency-replayed']),
    ).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status === 409)) {
      expect(answer.body).toMatchObject({ code: 'idempotency.in_flight' });
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
  });

  it('can be sent again after our own failure', async () => {
    const id = newId();
    probe.fault = new Error('the disk burns');
    expect((await post('/v1/probe/counts', id, { sku: 'A' })).status).toBe(500);
    probe.fault = null;
    expect((await post('/v1/probe/counts', id, { sku: 'A' })).status).toBe(201);
    expect(probe.calls).toBe(2);
  });

  it('repeats a refusal too', async () => {
    const id = newId();
    probe.fault = fail('state.changed');
    const first = await post('/v1/probe/counts', id, { sku: 'A' });
    probe.fault = null;
    const second = await post('/v1/probe/counts', id, { sku: 'A' });
    expect(second.status).toBe(409);
    expect(second.body).toEqual(first.body);
    expect(second.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(probe.calls).toBe(1);
  });

  it('is free again a minute after its process died', async () => {
    const id = newId();
    const first = await post('/v1/probe/counts', id, { sku: 'A' });
    expect(first.status).toBe(201);
    const owner = await world.database.owner();
    // As a kill between the claim and the answer leaves it.
    await owner.query('ALTER TABLE idempotency_key DISABLE ROW LEVEL SECURITY');
    await owner.query('UPDATE idempotency_key SET status = NULL, body = NULL WHERE key = $1', [id]);
    await owner.query('ALTER TABLE idempotency_key ENABLE ROW LEVEL SECURITY');
    expect((await post('/v1/probe/counts', id, { sku: 'A' })).body).toMatchObject({
      code: 'idempotency.in_flight',
    });
    world.clock.advance(61_000);
    expect((await post('/v1/probe/counts', id, { sku: 'A' })).body).toMatchObject({ call: 2 });
  });

  it('commits its answer with its effect where the route is atomic', async () => {
    const id = newId();
    const sku = id.slice(-12);
    probe.fault = new Error('after the insert');
    expect((await post('/v1/probe/rows', id, { sku })).status).toBe(500);
    probe.fault = null;
    // Nothing of the failed try is left, or this would break the primary key.
    expect((await post('/v1/probe/rows', id, { sku })).status).toBe(201);
    const again = await post('/v1/probe/rows', id, { sku });
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body).toEqual({ sku });
  });

  it('repeats the answer to an upload', async () => {
    const id = newId();
    const send = () =>
      world
        .request()
        .post('/v1/uploads')
        .set({ authorization: `Bearer ${key}`, 'idempotency-key': id })
        .attach('file', Buffer.from('order_ref;quantity;sku\nA1;1;X\n'), 'returns.csv');
    const first = await send();
    expect(first.status).toBe(202);
    const second = await send();
    expect(second.status).toBe(202);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(second.headers['location']).toBe(first.headers['location']);
    expect(second.body).toEqual(first.body);
  });

  it('is checked itself', async () => {
    const answer = await post('/v1/probe/counts', 'with space', { sku: 'A' });
    expect(answer.body).toMatchObject({ status: 400, errors: [{ pointer: '/Idempotency-Key' }] });
  });

  it('never keeps a secret', async () => {
    const admin = await world.newUser('administrator');
    const cookie = await world.signIn(admin);
    const shop = await world.newShop();
    const make = () =>
      world
        .request()
        .post(`/v1/api-keys?client=${shop.client.code}`)
        .set({ cookie, 'x-reintegro-csrf': '1', 'idempotency-key': 'one-key' })
        .send({ name: 'erp' });
    const first = await make();
    expect(first.status).toBe(201);
    const second = await make();
    expect(second.body).toMatchObject({ status: 409, code: 'idempotency.shown_once' });
    const owner = await world.database.owner();
    await owner.query('ALTER TABLE idempotency_key DISABLE ROW LEVEL SECURITY');
    const { rows } = await owner.query('SELECT 1 FROM idempotency_key WHERE body LIKE $1', [
      `%${first.body.secret}%`,
    ]);
    await owner.query('ALTER TABLE idempotency_key ENABLE ROW LEVEL SECURITY');
    expect(rows).toEqual([]);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createApiWorld, type ApiWorld } from '../support/api.js';
import { Probe, ProbeModule } from '../support/probe.js';

const published = new URL('../../../shared/data/http/problem.schema.json', import.meta.url);
const there = existsSync(published);

describe('an error answer', () => {
  let world: ApiWorld;
  let probe: Probe;
  let key: string;

  beforeAll(async () => {
    world = await createApiWorld({}, [ProbeModule]);
    probe = world.get(Probe);
    ({ key } = await world.newShop());
  });
  beforeEach(() => {
    probe.fault = null;
  });
  afterAll(() => world.close());

  const headers = () => ({ authorization: `Bearer ${key}` });
  const post = (body: object) => world.request().post('/v1/probe/counts').set(headers()).send(body);

  it('says of an invalid body what is wrong where', async () => {
    const answer = await post({
      sku: '',
      lines: [{ quantity: 1 }, { quantity: 0 }],
      mood: 'odd',
      'x/y~z': 1,
    });
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ code: 'request.invalid', status: 400 });
    expect(answer.body.errors).toEqual(
      expect.arrayContaining([
        { pointer: '/sku', code: 'field.too_short', detail: 'This is too short; at least 1 characters.' },
        { pointer: '/lines/1/quantity', code: 'field.too_small', detail: 'This is too small; at least 1.' },
        {
          pointer: '/mood',
          code: 'field.not_allowed',
          detail: 'This value is not possible here; possible are: good, bad.',
        },
        { pointer: '/x~1y~0z', code: 'field.unknown', detail: 'There is no such field.' },
      ]),
    );
    const missing = await post({});
    expect(missing.body.errors).toMatchObject([{ pointer: '/sku', code: 'field.required' }]);
    const wrong = await world.request().get('/v1/probe/query?limit=201').set(headers());
    expect(wrong.body.errors).toMatchObject([{ pointer: '/limit', code: 'field.too_big' }]);
  });

  it('comes for whatever the server itself refuses', async () => {
    const json = { ...headers(), 'content-type': 'application/json' };
    const send = (body: string, type = json) => world.request().post('/v1/probe/counts').set(type).send(body);
    const cases: [string, Promise<{ status: number; body: unknown; headers: unknown }>, number, string][] = [
      [
        'unknown route',
        world
          .request()
          .get('/v1/nothing')
          .then((a) => a),
        404,
        'request.not_found',
      ],
      [
        'wrong method',
        world
          .request()
          .put('/v1/probe/counts')
          .then((a) => a),
        405,
        'request.method_not_allowed',
      ],
      ['broken JSON', send('{"sku":').then((a) => a), 400, 'request.malformed'],
      ['no JSON', send('').then((a) => a), 400, 'request.invalid'],
      ['not an object', send('[]').then((a) => a), 400, 'request.invalid'],
      ['a prototype', send('{"__proto__":{"x":1},"sku":"A"}').then((a) => a), 400, 'request.malformed'],
      ['a large body', send(`{"sku":"${'x'.repeat(1_100_000)}"}`).then((a) => a), 413, 'request.too_large'],
      [
        'another media type',
        send('<a/>', { ...headers(), 'content-type': 'application/x-thing' }).then((a) => a),
        415,
        'request.unsupported_media_type',
      ],
      [
        'a broken URL',
        world
          .request()
          .get('/v1/%zz')
          .then((a) => a),
        400,
        'request.malformed',
      ],
    ];
    for (const [what, request, status, code] of cases) {
      const answer = await request;
      expect([what, answer.status, answer.body]).toEqual([
        what,
        status,
        expect.objectContaining({ code, status }),
      ]);
      expect(answer.headers).toMatchObject({
        'content-type': expect.stringMatching(/^application\/problem\+json/),
        'x-request-id': expect.any(String),
      });
    }
    const wrongMethod = await world.request().put('/v1/probe/counts');
    expect(wrongMethod.headers['allow']).toBe('POST');
  });

  it('speaks the caller’s language', async () => {
    const details = [];
    for (const language of ['de-AT, en;q=0.5', 'fr', 'xx, en;q=0.1', 'tlh']) {
      const answer = await world.request().get('/v1/probe').set('accept-language', language);
      details.push([answer.headers['content-language'], answer.body.detail]);
    }
    expect(details.map(([language]) => language)).toEqual(['de', 'fr', 'en', 'en']);
    expect(new Set(details.map(([, detail]) => detail)).size).toBe(3);
  });

  it('tells nothing of an internal fault but the id to quote', async () => {
    probe.fault = new Error('password=hunter2 at 10.0.0.7');
    const answer = await world.request().get('/v1/probe').set(headers());
    expect(answer.status).toBe(500);
    expect(answer.body).toMatchObject({ code: 'service.internal' });
    expect(answer.text).not.toMatch(/hunter2|10\.0\.0\.7|Error|at /);
    expect(answer.body.requestId).toBe(answer.headers['x-request-id']);
  });

  it('says when to come back', async () => {
    probe.fault = Object.assign(new Error('gone'), { code: '57P01' });
    const { Database, systemCtx } = await import('#platform');
    const db = world.get(Database);
    await expect(
      db.tx(systemCtx('test', null, world.clock.now()), () => Promise.reject(probe.fault ?? new Error('no'))),
    ).rejects.toMatchObject({ code: 'service.unavailable', status: 503 });
    const { fail } = await import('#platform');
    probe.fault = fail('service.unavailable');
    const answer = await world.request().get('/v1/probe').set(headers());
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
  });

  it('carries the request id that was sent, if it is one', async () => {
    const sent = '0198c0de-7a31-7c55-9d0e-3f1f0a1f6a55';
    const kept = await world.request().get('/v1/probe').set(headers()).set('x-request-id', sent);
    expect(kept.headers['x-request-id']).toBe(sent);
    expect(kept.body.requestId).toBe(sent);
    const made = await world.request().get('/v1/probe').set(headers()).set('x-request-id', 'a\tb');
    expect(made.headers['x-request-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  (there ? it : it.skip)(
    `fits the published schema${there ? '' : ' (skipped: ../shared/data not found)'}`,
    async () => {
      const schema = JSON.parse(
        readFileSync(published, 'utf8').replaceAll('"format": "uri-reference",', ''),
      ) as Parameters<typeof z.fromJSONSchema>[0];
      const valid = z.fromJSONSchema(schema);
      for (const answer of [await post({}), await world.request().get('/nothing'), await post([])]) {
        expect(valid.safeParse(answer.body).success).toBe(true);
        expect(answer.body.status).toBe(answer.status);
        expect(URL.canParse(answer.body.type, 'https://example.org')).toBe(true);
      }
    },
  );
});

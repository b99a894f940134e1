import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApiWorld, type ApiWorld } from '../support/api.js';

const path = '/v1/message-templates/refund_paid/cs/sms';
const parts = { text: '{{shop}}: {{order}}, vraceno {{amount}}.' };

describe('own words over HTTP', () => {
  let world: ApiWorld;
  let key: string;

  beforeAll(async () => {
    world = await createApiWorld();
    ({ key } = await world.newShop());
  });
  afterAll(() => world.close());

  const as = (secret = key) => ({ authorization: `Bearer ${secret}` });

  it('are checked, previewed, saved, listed and taken back', async () => {
    const check = await world
      .request()
      .post(`${path}/check`)
      .set(as())
      .send({ parts: { text: 'Ahoj {{komu}}' } });
    expect(check.status).toBe(200);
    expect(check.body.findings[0]).toEqual({
      path: '/text',
      code: 'template.unknown_placeholder',
      message: expect.stringMatching(
        /^The placeholder komu is not possible here; possible are: shop, order,/,
      ),
    });
    const preview = await world.request().post(`${path}/preview`).set(as()).send({ parts });
    expect(preview.body).toMatchObject({
      html: null,
      subject: null,
      sms: { encoding: 'GSM-7', segments: 1 },
    });
    const saved = await world.request().put(path).set(as()).send({ parts });
    expect(saved.status).toBe(200);
    expect(saved.body).toMatchObject({
      inForce: 1,
      parts,
      required: [['shop'], ['order'], ['amount', 'details']],
    });
    const list = await world.request().get('/v1/message-templates?channel=sms').set(as());
    expect(list.body).toMatchObject({
      data: [{ purpose: 'refund_paid', language: 'cs', version: 1 }],
      next: null,
    });
    expect((await world.request().delete(path).set(as())).status).toBe(204);
    expect((await world.request().get(path).set(as())).body).toMatchObject({
      inForce: null,
      versions: [{ version: 1 }],
    });
  });

  it('that are wrong are refused with each finding in the caller’s language', async () => {
    const answer = await world
      .request()
      .put(path)
      .set({ ...as(), 'accept-language': 'de' })
      .send({ parts: { text: '{{shop}} {{order}} {{count}}' } });
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe('template.invalid');
    expect(answer.body.errors).toEqual([
      {
        pointer: '/parts/text',
        code: 'template.missing_form',
        detail: expect.stringContaining('Pluralkategorie'),
      },
      {
        pointer: '/parts/text',
        code: 'template.missing_placeholder',
        detail: expect.stringContaining('amount, details'),
      },
    ]);
  });

  it('of ten megabytes are refused at once, and others go on', async () => {
    const before = performance.now();
    const huge = JSON.stringify({ parts: { text: '{{order}}{{'.repeat(900_000) } });
    for (const [method, to] of [
      ['put', path],
      ['post', `${path}/check`],
      ['post', `${path}/preview`],
    ] as const) {
      const request = world.request();
      const asked = method === 'put' ? request.put(to) : request.post(to);
      const answer = await asked
        .set({ ...as(), 'content-type': 'application/json' })
        .send(huge)
        .catch((error: NodeJS.ErrnoException) => ({
          status: error.code === 'EPIPE' || error.code === 'ECONNRESET' ? 413 : 0,
        }));
      expect(answer.status).toBe(413);
    }
    // Within the body's limit: every place full of what is dear to look at.
    const wide = {
      parts: {
        subject: '{{'.repeat(9_000),
        paragraphs: Array.from({ length: 45 }, () => '{{a}}{'.repeat(3_000)),
      },
    };
    const answer = await world.request().put('/v1/message-templates/decision/cs/email').set(as()).send(wide);
    expect([answer.status, answer.body.code]).toEqual([422, 'template.invalid']);
    expect(performance.now() - before).toBeLessThan(5_000);
    expect((await world.request().get('/v1/message-templates').set(as())).body.data).toEqual([]);
  });

  it('take no fields, purposes, languages or channels that there are not', async () => {
    const put = (to: string, body: object) => world.request().put(to).set(as()).send(body);
    expect((await put(path, { parts: { ...parts, html: '<b>' } })).status).toBe(400);
    expect((await put(path, { parts, clientId: 'x' })).status).toBe(400);
    expect((await put(path, { parts: { text: { one: 'x', lots: 'x' } } })).status).toBe(400);
    for (const unknown of ['nothing/cs/sms', 'decision/xx/sms', 'decision/cs/letter', '__proto__/cs/sms'])
      expect((await put(`/v1/message-templates/${unknown}`, { parts })).status).toBe(404);
  });

  it('are another client’s no business', async () => {
    await world.request().put(path).set(as()).send({ parts });
    const other = await world.newShop();
    const foreign = await world.request().get(path).set(as(other.key));
    expect(foreign.body).toMatchObject({ inForce: null, versions: [] });
    expect((await world.request().get('/v1/message-templates').set(as(other.key))).body.data).toEqual([]);
    expect((await world.request().get(path)).status).toBe(401);
    const agent = await world.signIn(await world.newUser('agent'));
    const asked = await world.request().put(`${path}?client=SHOP1`).set('cookie', agent).send({ parts });
    expect(asked.status).toBe(403);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, newId } from '#platform';
import { createApiWorld, type ApiWorld } from '../support/api.js';

describe('contact plans, settings and suppressions over HTTP', () => {
  let world: ApiWorld;
  let code: string;
  let clientId: string;
  let key: string;
  let cookie: string;
  beforeAll(async () => {
    world = await createApiWorld();
    const shop = await world.newShop();
    ({ key } = shop);
    ({ code, id: clientId } = shop.client);
    cookie = await world.signIn(await world.newUser('agent'));
  });
  afterAll(() => world.close());

  const bearer = () => `Bearer ${key}`;
  const get = (path: string) => world.request().get(path).set('authorization', bearer());
  const put = (path: string, body: object) =>
    world.request().put(path).set('authorization', bearer()).send(body);

  it('gives the default plan until the client has one, then its versions', async () => {
    const before = await get('/v1/contact-plans');
    expect(before.body).toHaveLength(10);
    expect(before.body[0]).toMatchObject({
      purpose: 'decision',
      version: null,
      steps: [{ channel: 'email' }, {}, {}],
    });
    const steps = [{ channel: 'email' }, { channel: 'sms', when: ['unread'], afterMinutes: 60 }];
    const first = await put('/v1/contact-plans/decision', { steps });
    expect([first.status, first.body.version]).toEqual([200, 1]);
    await put('/v1/contact-plans/decision', { steps: [{ channel: 'sms' }] });
    const versions = await get('/v1/contact-plans/decision');
    expect(versions.body.map((plan: { version: number }) => plan.version)).toEqual([2, 1]);
    expect(versions.body[1].steps).toEqual(steps);
    const other = await world.newShop();
    const foreign = await world
      .request()
      .get('/v1/contact-plans/decision')
      .set('authorization', `Bearer ${other.key}`);
    expect(foreign.body).toMatchObject([{ version: null }]);
  });

  it('refuses a plan that makes no sense, naming the field', async () => {
    const answer = await put('/v1/contact-plans/decision', {
      steps: [{ channel: 'email' }, { channel: 'sms', when: ['unread'] }],
    });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain('/steps/1/afterMinutes');
    expect((await put('/v1/contact-plans/nonsense', { steps: [{ channel: 'sms' }] })).status).toBe(404);
  });

  it('keeps settings, with defaults for what is left out', async () => {
    expect((await get('/v1/notification-settings')).body).toMatchObject({
      purposes: ['decision'],
      budget: { perDay: 3, perWeek: 8 },
      dailySpendCap: null,
    });
    const saved = await put('/v1/notification-settings', {
      purposes: ['decision', 'refund_paid'],
      budget: { perDay: 1 },
    });
    expect(saved.status).toBe(200);
    expect((await get('/v1/notification-settings')).body).toMatchObject({
      purposes: ['decision', 'refund_paid'],
      budget: { perDay: 1, perWeek: 8 },
      windows: { email: null },
    });
    expect((await put('/v1/notification-settings', { purposes: ['refund_paid'] })).status).toBe(400);
  });

  it('suppresses and lifts addresses by hand, and keeps who lifted them', async () => {
    const staff = (method: 'post' | 'delete', path: string, body: object = {}) => {
      const call = world.request()[method](path).query({ client: code });
      return call.set('cookie', cookie).set('sec-fetch-site', 'same-origin').send(body);
    };
    const added = await staff('post', '/v1/suppressions', {
      channel: 'email',
      address: 'Jo@Example.org',
      reason: 'asked_by_phone',
    });
    expect([added.status, added.body.address]).toEqual([201, 'jo@example.org']);
    const wrong = await staff('post', '/v1/suppressions', {
      channel: 'sms',
      address: '0151',
      reason: 'asked_by_phone',
    });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'suppression.address_invalid']);
    expect((await get('/v1/suppressions')).body.data).toMatchObject([
      { id: added.body.id, reason: 'asked_by_phone' },
    ]);
    const other = await world.newShop();
    const foreign = await world.request().get('/v1/suppressions').set('authorization', `Bearer ${other.key}`);
    expect(foreign.body.data).toEqual([]);
    expect((await staff('delete', `/v1/suppressions/${newId()}`)).status).toBe(404);
    expect((await staff('delete', `/v1/suppressions/${added.body.id}`)).status).toBe(204);
    expect((await get('/v1/suppressions')).body.data).toEqual([]);
    const audit = await world.get(Database).tx(
      {
        actor: { kind: 'system', id: 'test' },
        clientId,
        locale: 'en',
        requestId: newId(),
        now: new Date(),
      },
      (tx) => tx.query(`SELECT actor, detail FROM audit_event WHERE action = 'suppression.lifted'`),
    );
    expect(audit).toEqual([
      { actor: expect.stringMatching(/^user:/), detail: { channel: 'email', reason: 'asked_by_phone' } },
    ]);
  });
});

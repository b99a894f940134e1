import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, systemCtx } from '#platform';
import { ApiKeys, Users } from '#identity';
import { createApiWorld, type ApiWorld } from '../support/api.js';
import { RouteTable, type Route } from '../../apps/api/src/http/route-table.js';
import { ProbeModule } from '../support/probe.js';

describe('access', () => {
  let world: ApiWorld;
  let shop: Awaited<ReturnType<ApiWorld['newShop']>>;
  let other: Awaited<ReturnType<ApiWorld['newShop']>>;
  let listingId: string;

  beforeAll(async () => {
    world = await createApiWorld({}, [ProbeModule]);
    shop = await world.newShop();
    other = await world.newShop();
    listingId = newId();
    const owner = await world.database.owner();
    await owner.query('SET ROLE reintegro_app');
    await owner.query(`SELECT set_config('app.client_id', $1, false)`, [shop.client.id]);
    await owner.query(`INSERT INTO listing (client_id, id, kind, number) VALUES ($1, $2, 'refund', 7)`, [
      shop.client.id,
      listingId,
    ]);
  });
  afterAll(() => world.close());

  const get = (path: string, headers: Record<string, string> = {}) => world.request().get(path).set(headers);
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

  describe('of a client system', () => {
    it('is refused without a key, with an unknown one, and with another scheme', async () => {
      for (const headers of [{}, bearer(`rk_${'A'.repeat(43)}`), { authorization: 'Basic eDp5' }]) {
        const answer = await get('/v1/probe', headers);
        expect(answer.status).toBe(401);
        expect(answer.body).toMatchObject({ code: 'request.unauthenticated' });
        expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
      }
    });

    it('is in the scope of its client, whatever it asks for', async () => {
      const answer = await get(`/v1/probe?client=${other.client.code}`, bearer(shop.key));
      expect(answer.body).toMatchObject({ actor: 'api_key', clientId: shop.client.id });
    });

    it('may do what its key was given, and nothing else', async () => {
      const { secret } = await world
        .get(ApiKeys)
        .create(systemCtx('test', shop.client.id, world.clock.now()), {
          name: 'uploads',
          scopes: ['upload.write'],
        });
      const answer = await get('/v1/probe', bearer(secret));
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({ code: 'request.forbidden' });
      expect((await get('/v1/users', bearer(shop.key))).status).toBe(403);
    });

    it('ends at once when its key is revoked', async () => {
      const ctx = systemCtx('test', shop.client.id, world.clock.now());
      const { id, secret } = await world.get(ApiKeys).create(ctx, { name: 'short-lived' });
      expect((await get('/v1/probe', bearer(secret))).status).toBe(200);
      await world.get(ApiKeys).revoke(ctx, id);
      expect((await get('/v1/probe', bearer(secret))).status).toBe(401);
    });

    it('answers a foreign id exactly as an unknown one', async () => {
      const foreign = await get(`/v1/probe/listings/${listingId}`, bearer(other.key));
      const unknown = await get(`/v1/probe/listings/${newId()}`, bearer(other.key));
      const own = await get(`/v1/probe/listings/${listingId}`, bearer(shop.key));
      expect(own.body).toEqual({ number: 7 });
      expect(foreign.status).toBe(404);
      expect({ ...foreign.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
      expect((await get('/v1/probe/listings/not-an-id', bearer(other.key))).status).toBe(404);
    });
  });

  describe('of the operator’s staff', () => {
    it('is in the scope of the client they name', async () => {
      const cookie = await world.signIn(await world.newUser('billing_clerk'));
      const answer = await get(`/v1/probe?client=${other.client.code}`, { cookie });
      expect(answer.body).toMatchObject({ actor: 'user', clientId: other.client.id });
    });

    it('must name a client where the route is about one', async () => {
      const cookie = await world.signIn(await world.newUser('billing_clerk'));
      expect((await get('/v1/probe', { cookie })).body).toMatchObject({
        status: 400,
        code: 'client.required',
      });
      expect((await get('/v1/probe?client=NOBODY', { cookie })).body).toMatchObject({
        status: 404,
        code: 'client.unknown',
      });
    });

    it('finds the client of a listing by its id', async () => {
      const cookie = await world.signIn(await world.newUser('billing_clerk'));
      expect((await get(`/v1/probe/listings/${listingId}`, { cookie })).body).toEqual({ number: 7 });
      expect((await get(`/v1/probe/listings/${newId()}`, { cookie })).status).toBe(404);
      expect((await get(`/v1/probe/listings/1;drop`, { cookie })).status).toBe(404);
      // Named explicitly, the other client has no such listing.
      const wrong = await get(`/v1/probe/listings/${listingId}?client=${other.client.code}`, { cookie });
      expect(wrong.status).toBe(404);
    });

    it('may do what their role may', async () => {
      const agent = await world.signIn(await world.newUser('agent'));
      expect((await get(`/v1/probe/listings/${listingId}`, { cookie: agent })).status).toBe(403);
      expect((await get('/v1/users', { cookie: agent })).status).toBe(403);
      const administrator = await world.signIn(await world.newUser('administrator'));
      expect((await get('/v1/users', { cookie: administrator })).status).toBe(200);
    });

    it('ends at once when the user is disabled', async () => {
      const user = await world.newUser('agent');
      const cookie = await world.signIn(user);
      expect((await get('/v1/session', { cookie })).status).toBe(200);
      await world.get(Users).disable(systemCtx('test', null, world.clock.now()), user.id);
      expect((await get('/v1/session', { cookie })).status).toBe(401);
    });
  });

  describe('of a client’s user', () => {
    it('stays in their client, also when another is named', async () => {
      const cookie = await world.signIn(await world.newUser('finance', shop.client));
      const answer = await get(`/v1/probe?client=${other.client.code}`, { cookie });
      expect(answer.body).toMatchObject({ clientId: shop.client.id });
    });

    it('cannot end the session of somebody else', async () => {
      const victim = await world.newUser('finance', shop.client);
      const victimCookie = await world.signIn(victim);
      const session = (await get('/v1/session', { cookie: victimCookie })).body.session.id as string;
      const cookie = await world.signIn(await world.newUser('finance', other.client));
      const answer = await world
        .request()
        .delete(`/v1/me/sessions/${session}`)
        .set({ cookie, 'x-reintegro-csrf': '1' });
      expect(answer.status).toBe(404);
      expect((await get('/v1/session', { cookie: victimCookie })).status).toBe(200);
    });
  });

  describe('from another site’s page', () => {
    const post = (headers: Record<string, string>) =>
      world.request().post(`/v1/probe/counts?client=${shop.client.code}`).set(headers).send({ sku: 'A' });

    it('is refused where a session would act', async () => {
      const cookie = await world.signIn(await world.newUser('administrator'));
      const refused: Record<string, string>[] = [
        {},
        { 'sec-fetch-site': 'cross-site', 'x-reintegro-csrf': '1' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'https://evil.example' },
        { origin: 'null' },
      ];
      for (const headers of refused) {
        const answer = await post({ cookie, ...headers });
        expect(answer.body).toMatchObject({ status: 403, code: 'request.csrf' });
      }
    });

    it('is told from our own pages and from programs', async () => {
      const cookie = await world.signIn(await world.newUser('administrator'));
      expect((await post({ cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(201);
      expect((await post({ cookie, 'x-reintegro-csrf': '1' })).status).toBe(201);
      expect((await post({ cookie, host: 'desk.example', origin: 'https://desk.example' })).status).toBe(201);
      expect((await post(bearer(shop.key))).status).toBe(201);
    });

    it('cannot sign a browser in', async () => {
      const answer = await world
        .request()
        .post('/v1/session')
        .set('sec-fetch-site', 'cross-site')
        .send({ email: 'a@example.org', password: 'whatever it is' });
      expect(answer.body).toMatchObject({ code: 'request.csrf' });
    });
  });

  describe('at every route', () => {
    const protectedRoutes = () =>
      world.get(RouteTable).routes.filter(({ operation }) => operation?.permission !== 'public');
    const call = (route: Route, headers: Record<string, string>) => {
      const path = route.path.replace(/:[A-Za-z]+/g, () => newId());
      const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
      return world.request()[method](path).set(headers);
    };
    const name = (route: Route) => `${route.method} ${route.path}`;

    it('is refused to nobody in particular', async () => {
      const open = [];
      for (const route of protectedRoutes()) {
        if ((await call(route, {})).status !== 401) open.push(name(route));
      }
      expect(open).toEqual([]);
    });

    it('is refused to a key that was given something else', async () => {
      const ctx = systemCtx('test', shop.client.id, world.clock.now());
      const { secret } = await world.get(ApiKeys).create(ctx, { name: 'stock', scopes: ['stock.write'] });
      const open = [];
      for (const route of protectedRoutes()) {
        if (route.operation?.permission === 'stock.write') continue;
        const { status } = await call(route, bearer(secret));
        if (status !== 403) open.push([name(route), status]);
      }
      expect(open).toEqual([]);
    });

    it('meets nonsense without breaking', async () => {
      const broken = [];
      for (const route of protectedRoutes()) {
        for (const body of [undefined, '{}', '[null]', '"x"', '{"id":{"$gt":1},"data":[[]]}']) {
          const request = call(route, { ...bearer(shop.key), 'content-type': 'application/json' });
          const { status } = await (body === undefined || route.method === 'GET'
            ? request
            : request.send(body));
          if (status >= 500) broken.push([name(route), body, status]);
        }
      }
      expect(broken).toEqual([]);
    });
  });

  describe('too often', () => {
    afterEach(() => world.clock.advance(61_000));

    it('is slowed down where secrets are guessed', async () => {
      const sign = () =>
        world.request().post('/v1/session').send({ email: 'nobody@example.org', password: 'x' });
      const answers = [];
      for (let i = 0; i < 70; i++) answers.push(await sign());
      const last = answers.at(-1);
      expect(last?.status).toBe(429);
      expect(Number(last?.headers['retry-after'])).toBeGreaterThan(0);
      expect(last?.body).toMatchObject({ code: 'request.too_many' });
    });
  });
});

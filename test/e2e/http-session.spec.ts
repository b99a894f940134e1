import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { newId } from '#platform';
import { cookieOf, createApiWorld, testPassword, type ApiWorld } from '../support/api.js';

describe('a session', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await createApiWorld();
  });
  afterEach(() => world.clock.advance(61_000));
  afterAll(() => world.close());

  const signIn = (email: string, password = testPassword) =>
    world.request().post('/v1/session').send({ email, password });
  const own = (cookie: string) => ({ cookie, 'x-reintegro-csrf': '1' });
  const codeOf = (secret: string) =>
    generateSync({ secret, epoch: Math.floor(world.clock.now().getTime() / 1000) });

  it('starts with address and password and lives in a cookie that scripts cannot read', async () => {
    const user = await world.newUser('agent');
    const answer = await signIn(user.email.toUpperCase());
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ state: 'active', expiresAt: '2026-03-09T10:00:00.000Z' });
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^session=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/,
    );
    const me = await world.request().get('/v1/session').set('cookie', cookieOf(answer.headers));
    expect(me.body).toMatchObject({ user: { email: user.email, role: 'agent' }, client: null });
  });

  it('is refused in the same words for an unknown address and a wrong password', async () => {
    const user = await world.newUser('agent');
    const wrong = await signIn(user.email, 'not the password');
    const unknown = await signIn('nobody@example.org', 'not the password');
    expect(wrong.status).toBe(401);
    expect({ ...wrong.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
    expect(wrong.headers['set-cookie']).toBeUndefined();
  });

  it('is refused for a growing while after failed tries, also when they come at once', async () => {
    const user = await world.newUser('agent');
    await Promise.all(Array.from({ length: 10 }, () => signIn(user.email, 'guess')));
    expect((await signIn(user.email)).status).toBe(401);
    world.clock.advance(31_000);
    expect((await signIn(user.email, 'guess')).status).toBe(401);
    world.clock.advance(31_000);
    expect((await signIn(user.email)).status).toBe(401);
    world.clock.advance(31_000);
    expect((await signIn(user.email)).status).toBe(201);
  });

  it('ends by sign-out, after twelve idle hours, and after a week', async () => {
    const user = await world.newUser('agent');
    const me = async (cookie: string) =>
      (await world.request().get('/v1/session').set('cookie', cookie)).status;
    const signedOut = cookieOf((await signIn(user.email)).headers);
    const answer = await world.request().delete('/v1/session').set(own(signedOut));
    expect(answer.status).toBe(204);
    expect(await me(signedOut)).toBe(401);

    const idle = cookieOf((await signIn(user.email)).headers);
    world.clock.advance(11 * 3_600_000);
    expect(await me(idle)).toBe(200);
    world.clock.advance(13 * 3_600_000);
    expect(await me(idle)).toBe(401);

    const busy = cookieOf((await signIn(user.email)).headers);
    for (let hours = 0; hours < 7 * 24; hours += 8) {
      expect(await me(busy)).toBe(200);
      world.clock.advance(8 * 3_600_000);
    }
    expect(await me(busy)).toBe(401);
  });

  it('asks for the second factor once one is enrolled, and takes each code once', async () => {
    const user = await world.newUser('administrator');
    const first = cookieOf((await signIn(user.email)).headers);
    const refused = await world
      .request()
      .post('/v1/me/second-factor')
      .set(own(first))
      .send({ password: 'not the password' });
    expect(refused.status).toBe(401);
    const enrolment = await world
      .request()
      .post('/v1/me/second-factor')
      .set(own(first))
      .send({ password: testPassword });
    expect(enrolment.body.uri).toMatch(/^otpauth:\/\/totp\/Reintegro:/);
    const { secret } = enrolment.body as { secret: string };
    expect((await signIn(user.email)).status).toBe(201);
    const confirm = (code: string) =>
      world.request().post('/v1/me/second-factor/confirm').set(own(first)).send({ code });
    expect((await confirm('000000')).status).toBe(401);
    expect((await confirm(codeOf(secret))).status).toBe(204);

    world.clock.advance(60_000);
    const waiting = await signIn(user.email);
    expect(waiting.status).toBe(202);
    const pending = cookieOf(waiting.headers);
    expect((await world.request().get('/v1/session').set('cookie', pending)).status).toBe(401);
    const complete = (cookie: string, code: string) =>
      world.request().post('/v1/session/second-factor').set(own(cookie)).send({ code });
    expect((await complete(pending, '000000')).body).toMatchObject({ code: 'session.code_refused' });
    const done = await complete(pending, codeOf(secret));
    expect(done.status).toBe(201);
    const cookie = cookieOf(done.headers);
    expect(cookie).not.toBe(pending);
    expect((await world.request().get('/v1/session').set('cookie', cookie)).body.user.secondFactor).toBe(
      true,
    );

    // The same code at the next sign-in, and ten of them at once later: one at most.
    const replayed = cookieOf((await signIn(user.email)).headers);
    expect((await complete(replayed, codeOf(secret))).status).toBe(401);
  });

  it('can be listed and ended from another one', async () => {
    const user = await world.newUser('agent');
    const phone = cookieOf((await signIn(user.email)).headers);
    const desk = cookieOf((await signIn(user.email)).headers);
    const list = await world.request().get('/v1/me/sessions').set('cookie', desk);
    expect(list.body.data).toHaveLength(2);
    const other = (list.body.data as { id: string; current: boolean }[]).find(({ current }) => !current);
    const ended = await world.request().delete(`/v1/me/sessions/${other?.id}`).set(own(desk));
    expect(ended.status).toBe(204);
    expect((await world.request().get('/v1/session').set('cookie', phone)).status).toBe(401);
    expect((await world.request().get('/v1/session').set('cookie', desk)).status).toBe(200);
  });

  it('survives a change of password only where it was changed', async () => {
    const user = await world.newUser('agent');
    const phone = cookieOf((await signIn(user.email)).headers);
    const desk = cookieOf((await signIn(user.email)).headers);
    const change = (next: string) =>
      world.request().put('/v1/me/password').set(own(desk)).send({ current: testPassword, next });
    expect((await change('short')).body.errors).toMatchObject([
      { pointer: '/next', code: 'field.too_short' },
    ]);
    expect((await change('a longer one, please')).status).toBe(204);
    expect((await world.request().get('/v1/session').set('cookie', phone)).status).toBe(401);
    expect((await world.request().get('/v1/session').set('cookie', desk)).status).toBe(200);
    expect((await signIn(user.email)).status).toBe(401);
    expect((await signIn(user.email, 'a longer one, please')).status).toBe(201);
  });

  it('binds its cookie to the host over https', async () => {
    const secure = await createApiWorld({ PUBLIC_URL: 'https://desk.example' });
    try {
      const user = await secure.newUser('agent');
      const answer = await secure
        .request()
        .post('/v1/session')
        .send({ email: user.email, password: testPassword });
      expect(String(answer.headers['set-cookie'])).toMatch(
        /^__Host-session=.*; HttpOnly; Secure; SameSite=Lax$/,
      );
      expect(answer.headers['strict-transport-security']).toBeDefined();
    } finally {
      await secure.close();
    }
  });
});

describe('administration', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await createApiWorld();
  });
  afterAll(() => world.close());

  it('adds users of the operator and of a client, each with a role of its side', async () => {
    const { client } = await world.newShop();
    const cookie = await world.signIn(await world.newUser('administrator'));
    const add = (query: string, role: string, email: string, extra = {}) =>
      world
        .request()
        .post(`/v1/users${query}`)
        .set({ cookie, 'x-reintegro-csrf': '1', 'idempotency-key': newId() })
        .send({ email, role, name: 'New', password: 'a long password', ...extra });
    expect((await add('', 'agent', 'one@example.org')).status).toBe(201);
    expect((await add(`?client=${client.code}`, 'finance', 'two@example.org')).status).toBe(201);
    expect((await add('', 'finance', 'three@example.org')).status).toBe(400);
    expect((await add(`?client=${client.code}`, 'administrator', 'four@example.org')).status).toBe(400);
    expect((await add(`?client=${client.code}`, 'agent', 'TWO@example.org')).status).toBe(400);
    expect((await add('', 'team_lead', 'TWO@example.org')).body).toMatchObject({ code: 'user.email_taken' });
    for (const extra of [
      { id: client.id },
      { clientId: client.id },
      { passwordHash: 'x' },
      { disabled: true },
    ]) {
      expect((await add('', 'agent', 'five@example.org', extra)).body).toMatchObject({
        code: 'request.invalid',
      });
    }
    const own = await world.request().get('/v1/users?limit=1').set('cookie', cookie);
    expect(own.body.data).toHaveLength(1);
    expect(own.text).not.toMatch(/argon2|password/i);
    const rest = await world.request().get(`/v1/users?after=${own.body.next}`).set('cookie', cookie);
    expect(rest.body).toMatchObject({ data: [{ email: 'one@example.org' }], next: null });
    const theirs = await world.request().get(`/v1/users?client=${client.code}`).set('cookie', cookie);
    expect(theirs.body.data).toMatchObject([{ email: 'two@example.org', role: 'finance' }]);
  });

  it('shows a key once, and afterwards what it is called', async () => {
    const { client } = await world.newShop();
    const cookie = await world.signIn(await world.newUser('administrator'));
    const made = await world
      .request()
      .post(`/v1/api-keys?client=${client.code}`)
      .set({ cookie, 'x-reintegro-csrf': '1' })
      .send({ name: 'ERP', scopes: ['case.read'] });
    expect(made.status).toBe(201);
    expect(made.body.secret).toMatch(/^rk_[\w-]{43}$/);
    const list = await world.request().get(`/v1/api-keys?client=${client.code}`).set('cookie', cookie);
    expect(list.text).not.toContain(made.body.secret);
    expect(list.body.data.at(-1)).toMatchObject({ name: 'ERP', hint: made.body.secret.slice(-4) });
    const escalated = await world
      .request()
      .post(`/v1/api-keys?client=${client.code}`)
      .set({ cookie, 'x-reintegro-csrf': '1' })
      .send({ name: 'too much', scopes: ['user.write'] });
    expect(escalated.status).toBe(400);
    for (let i = 0; i < 2; i++) {
      const revoked = await world
        .request()
        .delete(`/v1/api-keys/${made.body.id}?client=${client.code}`)
        .set({ cookie, 'x-reintegro-csrf': '1' });
      expect(revoked.status).toBe(204);
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { Idempotency, newId, OPERATOR_ID } from '#platform';
import { createWorld, type World } from '../../../test/support/world.js';
import { ApiKeys } from './api-keys.service.js';
import { Authentication, type Caller } from './authentication.service.js';
import { Credentials } from './credentials.service.js';
import { IdentityModule } from './identity.module.js';
import { passwordMatches } from './passwords.js';
import { digest } from './secrets.js';
import { Sessions } from './sessions.service.js';
import { totpStep } from './totp.js';
import { Users } from './users.service.js';

const password = 'correct horse battery';

describe('identity', () => {
  let world: World;
  let count = 0;
  beforeAll(async () => {
    world = await createWorld([IdentityModule]);
  });
  afterAll(() => world.close());

  const newUser = () =>
    world
      .get(Users)
      .create(world.across, { email: `user${++count}@example.org`, name: 'User', role: 'agent', password });
  const callerOf = async (token: string): Promise<Caller> => {
    const caller = await world.get(Authentication).bySession(token);
    if (!caller) throw new Error('no session');
    return caller;
  };
  const code = (secret: string): string =>
    generateSync({ secret, epoch: Math.floor(world.clock.now().getTime() / 1000) });

  it('stores passwords by argon2id, tokens and keys by hash', async () => {
    const user = await newUser();
    const { token } = await world.get(Sessions).signIn(world.across, { email: user.email, password });
    const client = await world.newClient();
    const { secret } = await world.get(ApiKeys).create(world.as(client), { name: 'erp' });
    const found = await world.db.tx(world.across, async (tx) => ({
      users: await tx.query<{ password_hash: string }>(
        'SELECT password_hash FROM user_account WHERE id = $1',
        [user.id],
      ),
      sessions: await tx.query('SELECT 1 FROM user_session WHERE token_sha256 = $1', [digest(token)]),
      keys: await tx.query('SELECT 1 FROM api_key WHERE secret_sha256 = $1', [digest(secret)]),
    }));
    expect(found.users[0]?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect([found.sessions.length, found.keys.length]).toEqual([1, 1]);
    expect(await passwordMatches(found.users[0]?.password_hash, password)).toBe(true);
    expect(await passwordMatches(undefined, 'no such user')).toBe(false);
  });

  it('lets one of three sign-ins at once with the same code through', async () => {
    const user = await newUser();
    const sessions = world.get(Sessions);
    const first = await sessions.signIn(world.across, { email: user.email, password });
    const caller = await callerOf(first.token);
    const { secret } = await world.get(Credentials).enrolSecondFactor(world.across, caller, password);
    await world.get(Credentials).confirmSecondFactor(world.across, caller, code(secret));
    world.clock.advance(60_000);
    const waiting = [];
    for (let i = 0; i < 3; i++) {
      waiting.push(await sessions.signIn(world.across, { email: user.email, password }));
    }
    const results = await Promise.allSettled(
      waiting.map(({ token }) => sessions.confirm(world.across, token, code(secret))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(
      world.get(Credentials).enrolSecondFactor(world.across, caller, password),
    ).rejects.toMatchObject({ code: 'second_factor.active' });
  });

  it('accepts a code one step early or late, and no other text', () => {
    const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    const at = new Date('2026-03-02T10:00:15Z');
    const step = Math.floor(at.getTime() / 30_000);
    const codeAt = (steps: number) => generateSync({ secret, epoch: (step + steps) * 30 });
    expect([-2, -1, 0, 1, 2].map((steps) => totpStep(secret, codeAt(steps), at))).toEqual([
      null,
      step - 1,
      step,
      step + 1,
      null,
    ]);
    for (const wrong of ['', 'abcdef', '12345', '1234567', '１２３４５６']) {
      expect(totpStep(secret, wrong, at)).toBeNull();
    }
  });

  it('keeps users and keys of a client in its scope', async () => {
    const [a, b] = [await world.newClient(), await world.newClient()];
    const key = await world.get(ApiKeys).create(world.as(a), { name: 'erp' });
    await expect(world.get(ApiKeys).revoke(world.as(b), key.id)).rejects.toMatchObject({
      code: 'api_key.unknown',
    });
    const user = await world.get(Users).create(world.as(a), {
      email: 'finance@example.org',
      name: 'Finance',
      role: 'finance',
      password,
    });
    await expect(world.get(Users).disable(world.as(b), user.id)).rejects.toMatchObject({
      code: 'user.unknown',
    });
    await expect(world.get(Users).list(world.asRole('finance', a), { limit: 10 })).rejects.toMatchObject({
      code: 'request.forbidden',
    });
    expect((await world.get(Users).list(world.as(a), { limit: 10 })).data).toMatchObject([{ id: user.id }]);
  });

  it('notes who created, disabled and revoked what', async () => {
    const client = await world.newClient();
    const key = await world.get(ApiKeys).create(world.as(client), { name: 'erp' });
    await world.get(ApiKeys).revoke(world.as(client), key.id);
    await world.get(ApiKeys).revoke(world.as(client), key.id);
    const events = await world.db.tx(world.as(client), (tx) =>
      tx.query('SELECT actor, action FROM audit_event WHERE subject_id = $1 ORDER BY id', [key.id]),
    );
    expect(events).toEqual([
      { actor: 'system:test', action: 'api_key.created' },
      { actor: 'system:test', action: 'api_key.revoked' },
    ]);
  });

  it('keeps the day a key was last used', async () => {
    const client = await world.newClient();
    const { id, secret } = await world.get(ApiKeys).create(world.as(client), { name: 'erp' });
    await world.get(Authentication).byApiKey(secret);
    const keys = await world.get(ApiKeys).list(world.as(client), { limit: 10 });
    expect(keys.data.find((key) => key.id === id)?.lastUsedOn).toBe(
      world.clock.now().toISOString().slice(0, 10),
    );
  });

  it('clears away sessions that are over and idempotency keys older than two days', async () => {
    const user = await newUser();
    await world.get(Sessions).signIn(world.across, { email: user.email, password });
    const idempotency = world.get(Idempotency);
    const ctx = { ...world.as({ id: OPERATOR_ID }), actor: { kind: 'system', id: newId() } } as const;
    await idempotency.claim(ctx, { key: 'k', route: 'POST /', sha256: digest('') });
    world.clock.advance(49 * 3_600_000);
    expect(await idempotency.clean(world.across)).toBe(1);
    await world.get(Sessions).clean(world.across);
    world.clock.advance(4 * 24 * 3_600_000);
    expect(await world.get(Sessions).clean(world.across)).toBe(0);
    world.clock.advance(24 * 3_600_000);
    expect(await world.get(Sessions).clean(world.across)).toBeGreaterThan(0);
  });
});

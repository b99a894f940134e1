import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { ClientsModule, type Client } from '#clients';
import { newId, type ClientCtx } from '#platform';
import { createWorld, type World } from '../../../test/support/world.js';
import { Policies } from './policies.service.js';
import { policyDraftSchema, type PolicyDraft } from './policy.schema.js';

@Module({ imports: [ClientsModule], providers: [Policies], exports: [Policies] })
class PoliciesModule {}

const draftOf = (then: string, basis = 'withdrawal'): PolicyDraft =>
  policyDraftSchema.parse({
    name: 'Returns',
    rules: [{ id: 'a', name: 'A', when: [{ fact: 'legalBasis', op: 'in', values: [basis] }], then }],
  });

describe('policy versions', () => {
  let world: World;
  let policies: Policies;
  let client: Client;
  let ctx: ClientCtx;

  beforeAll(async () => {
    world = await createWorld([PoliciesModule]);
    policies = world.get(Policies);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    client = await world.newClient();
    ctx = world.as(client);
  });

  const inForce = () => world.db.tx(ctx, (tx) => policies.inForce(ctx, tx));

  it('are numbered without gaps, also when many are written at once', async () => {
    const drafts = await Promise.all(
      Array.from({ length: 12 }, () => policies.draft(ctx, draftOf('refund'))),
    );
    expect(drafts.map((d) => d.version).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, i) => i + 1),
    );
    const first = await policies.list(ctx, { limit: 5 });
    expect(first.data.map((p) => p.version)).toEqual([12, 11, 10, 9, 8]);
    const second = await policies.list(ctx, { limit: 20, after: first.next ?? '' });
    expect(second.data.map((p) => p.version)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(second.next).toBeNull();
  });

  it('come in force one at a time; the one before stays readable and cannot come back', async () => {
    expect(await inForce()).toBeNull();
    const one = await policies.draft(ctx, draftOf('refund'));
    const two = await policies.draft(ctx, draftOf('refund', 'goodwill'));
    await policies.publish(ctx, one.id);
    expect(await inForce()).toMatchObject({ id: one.id, version: 1 });
    await policies.publish(ctx, two.id);
    expect(await inForce()).toMatchObject({ id: two.id, version: 2 });
    expect(await policies.get(ctx, one.id)).toMatchObject({ status: 'superseded', rules: one.rules });
    await expect(policies.publish(ctx, one.id)).rejects.toMatchObject({
      code: 'policy.not_draft',
      status: 409,
    });
  });

  it('are published once by a hundred at the same moment; the others are told so', async () => {
    const draft = await policies.draft(ctx, draftOf('refund'));
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, () => policies.publish(ctx, draft.id)),
    );
    expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
    const refused = results.filter((r) => r.status === 'rejected').map((r) => r.reason as { status: number });
    expect(new Set(refused.map((e) => e.status))).toEqual(new Set([409]));
  });

  it('leave exactly one in force when different drafts are published at the same moment', async () => {
    const drafts = await Promise.all(Array.from({ length: 8 }, () => policies.draft(ctx, draftOf('refund'))));
    await Promise.all(drafts.map((draft) => policies.publish(ctx, draft.id)));
    const { data } = await policies.list(ctx, { limit: 20 });
    expect(data.map((p) => p.status).sort((a, b) => a.localeCompare(b))).toEqual([
      'published',
      ...Array.from({ length: 7 }, () => 'superseded'),
    ]);
  });

  it('are kept when unlawful, with what is wrong, and refused at publication with rule, basis and article', async () => {
    const draft = await policies.draft(ctx, draftOf('rejection'));
    expect(draft.findings).toContainEqual({
      severity: 'error',
      code: 'policy.unlawful_outcome',
      rule: 'a',
      index: 0,
      basis: 'withdrawal',
      outcome: 'rejection',
      article: '2011/83 art. 9(1)',
    });
    await expect(policies.publish(ctx, draft.id)).rejects.toMatchObject({
      code: 'policy.unlawful',
      status: 422,
      errors: [
        {
          pointer: '/rules/0',
          code: 'policy.unlawful_outcome',
          params: { rule: 'a', basis: 'withdrawal', article: '2011/83 art. 9(1)' },
        },
      ],
    });
    expect(await inForce()).toBeNull();
  });

  it('cannot be changed once written, not even past the service', async () => {
    const draft = await policies.draft(ctx, draftOf('refund'));
    await expect(
      world.db.tx(ctx, (tx) => tx.execute(`UPDATE policy SET rules = '[]' WHERE id = $1`, [draft.id])),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('belong to one client, and to who may write and publish them', async () => {
    const draft = await policies.draft(ctx, draftOf('refund'));
    const other = world.as(await world.newClient());
    await expect(policies.get(other, draft.id)).rejects.toMatchObject({ code: 'policy.unknown' });
    await expect(policies.publish(other, draft.id)).rejects.toMatchObject({ code: 'policy.unknown' });
    await expect(policies.get(ctx, newId())).rejects.toMatchObject({ code: 'policy.unknown' });
    const operations = world.asRole('operations', client);
    expect((await policies.list(operations, { limit: 5 })).data).toHaveLength(1);
    await expect(policies.draft(operations, draftOf('refund'))).rejects.toMatchObject({
      code: 'request.forbidden',
    });
    await expect(policies.publish(operations, draft.id)).rejects.toMatchObject({ code: 'request.forbidden' });
    await policies.publish(world.asRole('policy_owner', client), draft.id);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, systemCtx } from '#platform';
import { Resolution } from '#resolution';
import { createApiWorld, type ApiWorld } from '../support/api.js';
import { newCaseRecord } from '../support/case-factory.js';

const rule = (then: string) => ({
  id: 'withdrawal',
  name: 'Withdrawal',
  when: [{ fact: 'legalBasis', op: 'in', values: ['withdrawal'] }],
  then,
});

describe('policies over HTTP', () => {
  let api: ApiWorld;
  beforeAll(async () => {
    api = await createApiWorld();
  });
  afterAll(() => api.close());

  it('are drafted, tried, published, and refused when they could break the law', async () => {
    const { key } = await api.newShop();
    const as = (method: 'get' | 'post', path: string) =>
      api.request()[method](path).set('Authorization', `Bearer ${key}`);
    const draft = await as('post', '/v1/policies').send({ name: 'P', rules: [rule('refund')] });
    expect([draft.status, draft.body.version, draft.body.status]).toEqual([201, 1, 'draft']);
    const tried = await as('post', `/v1/policies/${draft.body.id}/simulate`).send({});
    expect([tried.status, tried.body.items]).toEqual([200, 0]);
    const published = await as('post', `/v1/policies/${draft.body.id}/publish`);
    expect([published.status, published.body.status]).toEqual([200, 'published']);
    expect((await as('post', `/v1/policies/${draft.body.id}/publish`)).status).toBe(409);
    const bad = await as('post', '/v1/policies').send({ name: 'P', rules: [rule('rejection')] });
    const refused = await as('post', `/v1/policies/${bad.body.id}/publish`);
    expect([refused.status, refused.body.code]).toEqual([422, 'policy.unlawful']);
    expect(refused.body.errors[0]).toMatchObject({ pointer: '/rules/0', code: 'policy.unlawful_outcome' });
    expect(refused.body.errors[0].detail).toContain('2011/83 art. 9(1)');
    const invalid = await as('post', '/v1/policies').send({
      name: 'P',
      rules: [{ ...rule('refund'), sql: '1' }],
    });
    expect([invalid.status, invalid.body.code]).toEqual([400, 'request.invalid']);
    expect((await as('get', '/v1/policies?limit=1')).body).toMatchObject({ data: [{ version: 2 }] });
    expect((await as('get', `/v1/policies/${draft.body.id}`)).body.rules).toHaveLength(1);
  });

  it('leave to a person what they do not answer, decided by staff in the client’s scope', async () => {
    const { client } = await api.newShop();
    const ctx = systemCtx('test', client.id, api.clock.now());
    const record = newCaseRecord();
    await api.get(Database).tx(ctx, (tx) => api.get(Resolution).resolve(ctx, tx, [record]));
    const cookie = await api.signIn(await api.newUser('team_lead'));
    const queue = await api.request().get(`/v1/desk/work-items?client=${client.code}`).set('Cookie', cookie);
    expect(queue.body.data).toMatchObject([{ kind: 'review', reason: 'no_policy', caseId: record.id }]);
    const path = `/v1/cases/${record.id}/items/${record.items[0]?.id}/decision?client=${client.code}`;
    const decide = () =>
      api
        .request()
        .post(path)
        .set('Cookie', cookie)
        .set('Sec-Fetch-Site', 'same-origin')
        .send({ outcome: 'refund', reason: 'seen' });
    const decided = await decide();
    expect([decided.status, decided.body.caseState]).toEqual([200, 'decided']);
    expect((await decide()).body.code).toBe('decision.not_in_review');
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CaseItem } from '#cases';
import type { Client } from '#clients';
import type { ClientCtx } from '#platform';
import { newCaseRecord, newItem } from '../../../test/support/case-factory.js';
import { createResolutionWorld } from '../../../test/support/resolution-world.js';
import type { World } from '../../../test/support/world.js';
import { Policies } from './policies.service.js';
import { policyDraftSchema } from './policy.schema.js';
import { Resolution } from './resolution.service.js';
import { Simulations } from './simulations.service.js';

let world: World;
let client: Client;
let ctx: ClientCtx;

beforeAll(async () => {
  world = await createResolutionWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  client = await world.newClient();
  ctx = world.as(client);
});

const goodwill = { fact: 'legalBasis', op: 'in', values: ['goodwill'] };
const draft = (...rules: object[]) =>
  world.get(Policies).draft(
    ctx,
    policyDraftSchema.parse({
      name: 'Draft',
      rules: rules.map((rule, i) => ({ id: `r${i}`, name: `R${i}`, ...rule })),
    }),
  );
const simulate = async (policy: { id: string }, items = 10_000, sample = 50) =>
  world.get(Simulations).simulate(ctx, policy.id, { items, sample });
const resolve = (cases: Partial<CaseItem>[][]) =>
  world.db.tx(ctx, (tx) =>
    world.get(Resolution).resolve(
      ctx,
      tx,
      cases.map((items) =>
        newCaseRecord({
          items: items.map((item, i) => newItem({ lineNo: i + 1, legalBasis: 'goodwill', ...item })),
        }),
      ),
    ),
  );

describe('trying a draft on past cases', () => {
  it('counts each pair of answers, each rule, and shows the cases that come out differently', async () => {
    await world.get(Policies).publish(ctx, (await draft({ when: [goodwill], then: 'refund' })).id);
    await resolve([
      [{}],
      [{ unitPriceMinor: 9900 }],
      [{ legalBasis: 'wrong_item' }],
      [{ unitPriceMinor: null }],
    ]);
    const tried = await draft(
      {
        when: [goodwill, { fact: 'caseValue', op: 'gte', value: 5000, currency: 'EUR' }],
        then: 'store_credit',
      },
      { when: [goodwill, { fact: 'priorReturns', op: 'lt', value: 1 }], then: 'refund' },
      { when: [], then: 'rejection' },
    );
    const result = await simulate(tried);
    expect(result).toMatchObject({ version: 2, items: 3, differing: 1, more: false });
    expect(new Set(result.outcomes.map((o) => `${o.decided}>${o.draft}:${o.count}`))).toEqual(
      new Set(['refund>store_credit:1', 'refund>refund:1', 'review>review:1']),
    );
    expect(new Set(result.rules.map((r) => `${r.rule}:${r.count}`))).toEqual(
      new Set(['r0:1', 'r1:1', 'r2:1']),
    );
    expect(result.sample).toMatchObject([
      { decided: 'refund', draft: 'store_credit', rule: 'r0', line: 1, inputs: { caseValue: 9900 } },
    ]);
  });

  it('changes nothing', async () => {
    await resolve([[{}]]);
    await simulate(await draft({ when: [goodwill], then: 'refund' }));
    const rows = await world.db.tx(ctx, (tx) =>
      tx.query(`SELECT outcome, (SELECT count(*) FROM decision) AS decisions FROM case_item`),
    );
    expect(rows).toEqual([{ outcome: 'review', decisions: 1 }]);
  });

  it('reads chunk by chunk up to its bound, newest first, and says when there is more', async () => {
    await resolve(Array.from({ length: 2_050 }, () => [{}, {}]));
    const tried = await draft({ when: [goodwill], then: 'refund' });
    expect(await simulate(tried, 10_000, 0)).toMatchObject({
      items: 4_100,
      differing: 4_100,
      more: false,
      sample: [],
    });
    expect(await simulate(tried, 4_100, 7)).toMatchObject({ items: 4_100, more: false });
    const bounded = await simulate(tried, 4_000, 7);
    expect(bounded).toMatchObject({ items: 4_000, more: true });
    expect(bounded.sample).toHaveLength(7);
    expect(new Set(bounded.sample.map((s) => s.itemId)).size).toBe(7);
  });

  it('is for who writes policies, on the client’s own cases', async () => {
    const tried = await draft({ when: [goodwill], then: 'refund' });
    expect(await simulate(tried)).toMatchObject({ items: 0, more: false, outcomes: [] });
    const request = { items: 10, sample: 0 };
    const other = world.as(await world.newClient());
    await expect(world.get(Simulations).simulate(other, tried.id, request)).rejects.toMatchObject({
      code: 'policy.unknown',
    });
    await expect(
      world.get(Simulations).simulate(world.asRole('operations', client), tried.id, request),
    ).rejects.toMatchObject({ code: 'request.forbidden' });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Cases, Stock, type CaseItem, type CaseRecord } from '#cases';
import type { Client } from '#clients';
import { WorkItems } from '#desk';
import type { ClientCtx } from '#platform';
import { newCaseRecord, newItem } from '../../../test/support/case-factory.js';
import { createResolutionWorld } from '../../../test/support/resolution-world.js';
import type { World } from '../../../test/support/world.js';
import { Policies } from './policies.service.js';
import { policyDraftSchema } from './policy.schema.js';
import { Resolution } from './resolution.service.js';

const basis = (...values: string[]) => ({ fact: 'legalBasis', op: 'in', values });
const rules = [
  {
    id: 'too-late',
    name: 'Too late',
    when: [basis('withdrawal'), { fact: 'daysSinceDelivery', op: 'gt', value: 14 }],
    then: 'rejection',
    exception: 'period_expired',
  },
  { id: 'withdrawal', name: 'Withdrawal', when: [basis('withdrawal')], then: 'refund' },
  {
    id: 'broken',
    name: 'Broken or wrong',
    when: [basis('non_conformity', 'transport_damage', 'wrong_item')],
    then: 'replacement',
  },
  {
    id: 'kind',
    name: 'Goodwill for small sums',
    when: [basis('goodwill'), { fact: 'itemValue', op: 'lt', value: 5000, currency: 'EUR' }],
    then: 'store_credit',
  },
];

let world: World;
let resolution: Resolution;
let client: Client;
let ctx: ClientCtx;

beforeAll(async () => {
  world = await createResolutionWorld();
  resolution = world.get(Resolution);
});
afterAll(() => world.close());
beforeEach(async () => {
  client = await world.newClient();
  ctx = world.as(client);
});

async function publish(changes: object[] = rules): Promise<void> {
  const policies = world.get(Policies);
  const draft = await policies.draft(ctx, policyDraftSchema.parse({ name: 'Returns', rules: changes }));
  await policies.publish(ctx, draft.id);
}
const resolve = (...records: CaseRecord[]): Promise<void> =>
  world.db.tx(ctx, (tx) => resolution.resolve(ctx, tx, records));
const load = async (id: string): Promise<CaseRecord> => {
  const [record] = await world.db.tx(ctx, (tx) => world.get(Cases).load(ctx, tx, [id]));
  return record as CaseRecord;
};
const query = <T extends Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T[]> =>
  world.db.tx(ctx, (tx) => tx.query<T>(sql, values));
const queued = async () => (await world.get(WorkItems).list(ctx, { limit: 200 })).data;
const messages = () => query<{ case_id: string }>(`SELECT case_id FROM message WHERE purpose = 'decision'`);
const lines = () =>
  query<{ item_id: string; kind: string }>('SELECT item_id, kind FROM listing_line ORDER BY item_id');
const caseOf = (...items: Partial<CaseItem>[]): CaseRecord =>
  newCaseRecord({ items: items.map((item, i) => newItem({ lineNo: i + 1, ...item })) });
const kinds = async (id: string) => (await world.get(Cases).get(ctx, id)).timeline.map((e) => e.kind);

const give = (record: CaseRecord, at: number, decision: object, as: ClientCtx = ctx) =>
  resolution.decideByHand(as, record.id, record.items[at]?.id ?? '', {
    outcome: 'refund',
    reason: 'looked at it',
    ...decision,
  });

describe('deciding by policy', () => {
  it('gives a mixed case its outcomes, stores why, lists money and goods, and tells the customer once', async () => {
    await publish();
    const record = caseOf({}, { reason: 'defective', legalBasis: null }, { legalBasis: 'goodwill' });
    await resolve(record);
    expect(await load(record.id)).toMatchObject({
      state: 'decided',
      deadlineOn: '2026-03-06',
      waitsFor: [],
      items: [
        { outcome: 'refund', fulfilment: 'listed' },
        { outcome: 'replacement', fulfilment: 'listed' },
        { outcome: 'store_credit', fulfilment: 'none' },
      ],
    });
    const decisions = await resolution.decisionsOf(ctx, record.id);
    expect(decisions).toMatchObject([
      { rule: 'withdrawal', policyVersion: 1, revision: 1, decidedBy: 'policy', ground: null, reason: null },
      { rule: 'broken', inputs: { legalBasis: 'non_conformity', daysSinceDelivery: 7 } },
      { rule: 'kind', inputs: { itemValue: 1999, currency: 'EUR' } },
    ]);
    expect((await lines()).map((l) => l.kind).sort((a, b) => (a < b ? -1 : 1))).toEqual([
      'refund',
      'replacement',
    ]);
    expect(await messages()).toEqual([{ case_id: record.id }]);
    expect(await kinds(record.id)).toEqual(['case.decided']);
    expect(await queued()).toEqual([]);
  });

  it('decides nothing without a published policy, and nothing that no rule takes', async () => {
    const without = caseOf({});
    await resolve(without);
    await publish();
    const unmatched = caseOf({ legalBasis: 'goodwill', unitPriceMinor: 9900 });
    await resolve(unmatched);
    expect((await queued()).map((w) => [w.subjectId, w.reason, w.dueOn])).toEqual([
      [without.items[0]?.id, 'no_policy', '2026-03-06'],
      [unmatched.items[0]?.id, 'no_rule', null],
    ]);
    expect((await load(unmatched.id)).state).toBe('review');
    expect(await messages()).toEqual([]);
    expect(await lines()).toEqual([]);
  });

  it('never lets an outcome stand that the law doubts at that moment', async () => {
    await publish();
    const soon = caseOf({});
    const late = caseOf({});
    await resolve(
      { ...soon, deliveredOn: '2026-02-04', requestedOn: '2026-02-20' },
      { ...late, deliveredOn: '2026-01-02', requestedOn: '2026-02-20' },
    );
    expect((await load(soon.id)).items).toMatchObject([{ outcome: 'review' }]);
    expect((await queued()).map((w) => w.reason)).toEqual(['withdrawal_period_may_run']);
    expect(await load(late.id)).toMatchObject({ state: 'settled', items: [{ outcome: 'rejection' }] });
    expect(await resolution.decisionsOf(ctx, late.id)).toMatchObject([{ ground: 'period_expired' }]);
    expect(await messages()).toEqual([{ case_id: late.id }]);
  });

  it('promises no goods that the client has none of', async () => {
    await publish();
    await world.get(Stock).set(ctx, [
      { sku: 'ONE', available: 1 },
      { sku: 'TWO', available: 2 },
    ]);
    const broken = { legalBasis: 'non_conformity', quantity: 2 } as const;
    const record = caseOf(
      { ...broken, sku: 'ONE' },
      { ...broken, sku: 'TWO' },
      { ...broken, sku: 'UNREPORTED' },
    );
    await resolve(record);
    expect(record.items.map((i) => i.outcome)).toEqual(['review', 'replacement', 'replacement']);
    expect((await queued()).map((w) => w.reason)).toEqual(['no_stock']);
  });

  it('waits for missing facts, says so once, and goes on when they come', async () => {
    await publish();
    const record = caseOf({ unitPriceMinor: null });
    await resolve(record);
    expect(await load(record.id)).toMatchObject({
      state: 'incomplete',
      waitsFor: ['price'],
      items: [{ outcome: null }],
    });
    await resolve(await load(record.id));
    expect(await kinds(record.id)).toEqual(['case.incomplete']);
    const priced = await load(record.id);
    const items = priced.items.map((item) => ({ ...item, unitPriceMinor: 500 }));
    await resolve({ ...priced, items });
    expect(await load(record.id)).toMatchObject({
      state: 'decided',
      waitsFor: [],
      items: [{ outcome: 'refund' }],
    });
    expect(await messages()).toHaveLength(1);
    expect(await queued()).toEqual([]);
  });

  it('never decides twice: a changed case keeps its outcome and a person is asked to look', async () => {
    await publish();
    const record = caseOf({});
    await resolve(record);
    await publish(rules.slice(2));
    const again = await load(record.id);
    const items = again.items.map((item): CaseItem => ({ ...item, legalBasis: 'non_conformity' }));
    await resolve({ ...again, items: [...items, newItem({ lineNo: 2, legalBasis: 'wrong_item' })] });
    expect((await load(record.id)).items.map((i) => i.outcome)).toEqual(['refund', 'replacement']);
    expect((await resolution.decisionsOf(ctx, record.id)).map((d) => [d.policyVersion, d.revision])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect((await queued()).map((w) => [w.kind, w.subjectId])).toEqual([['changed_case', record.id]]);
    expect(await lines()).toHaveLength(2);
  });

  it('tries an item in review again, keeps quiet while the answer is the same, and closes what it settles', async () => {
    const record = caseOf({});
    await resolve(record);
    await resolve(await load(record.id));
    expect(await resolution.decisionsOf(ctx, record.id)).toMatchObject([{ revision: 1, outcome: 'review' }]);
    await publish();
    await resolve(await load(record.id));
    expect(await resolution.decisionsOf(ctx, record.id)).toMatchObject([{ revision: 2, outcome: 'refund' }]);
    expect(await queued()).toEqual([]);
    expect(await messages()).toHaveLength(1);
  });

  it('rolls back as a whole', async () => {
    await publish();
    const record = caseOf({});
    const failing = world.db.tx(ctx, async (tx) => {
      await resolution.resolve(ctx, tx, [record]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await lines()).toEqual([]);
    expect(await messages()).toEqual([]);
    expect(await query('SELECT 1 FROM decision')).toEqual([]);
  });
});

describe('a file of 200 cases', () => {
  it('leaves one decision per item, one line per refund or replacement, one message per decided case', async () => {
    await publish();
    const bases = ['withdrawal', 'non_conformity', 'goodwill', 'wrong_item', null] as const;
    const records = Array.from({ length: 200 }, (_, n) =>
      caseOf(
        ...Array.from({ length: 1 + (n % 3) }, (__, k) => ({
          legalBasis: bases[(n + k) % 5] ?? null,
          reason: (n + k) % 5 === 4 ? ('other' as const) : ('does_not_fit' as const),
          unitPriceMinor: n % 20 === 0 ? null : 100 * n,
        })),
      ),
    );
    const chunks = [records.slice(0, 70), records.slice(70, 140), records.slice(140)];
    await Promise.all(chunks.map((chunk) => resolve(...chunk)));
    const items = records.flatMap((r) => r.items);
    const decided = items.filter((i) => i.outcome !== null);
    expect(await query('SELECT item_id FROM decision WHERE revision = 1')).toHaveLength(decided.length);
    expect(await query('SELECT item_id FROM decision')).toHaveLength(decided.length);
    const listed = items.filter((i) => i.outcome === 'refund' || i.outcome === 'replacement');
    expect((await lines()).map((l) => [l.item_id, l.kind])).toEqual(
      listed.map((i) => [i.id, i.outcome]).sort(([a = ''], [b = '']) => ((a ?? '') < (b ?? '') ? -1 : 1)),
    );
    const told = records.filter((r) => r.state === 'decided' || r.state === 'settled');
    expect(new Set((await messages()).map((m) => m.case_id))).toEqual(new Set(told.map((r) => r.id)));
    expect(await messages()).toHaveLength(told.length);
    const waiting = items.filter((i) => i.outcome === 'review').map((i) => i.id);
    const open = await query<{ subject_id: string }>(
      `SELECT subject_id FROM work_item WHERE state = 'queued'`,
    );
    expect(new Set(open.map((w) => w.subject_id))).toEqual(new Set(waiting));
    expect(new Set(records.map((r) => r.state))).toEqual(
      new Set(['incomplete', 'review', 'decided', 'settled']),
    );
  });
});

describe('deciding by hand', () => {
  it('is followed by the same steps, and the customer is told when the last item has its answer', async () => {
    const record = caseOf({}, { legalBasis: 'non_conformity' });
    await resolve(record);
    const lead = world.asRole('team_lead', client);
    const first = await give(record, 0, {}, lead);
    expect(first).toMatchObject({
      caseState: 'review',
      decision: { revision: 2, outcome: 'refund', reason: 'looked at it', rule: null, policyVersion: null },
    });
    expect(first.decision.decidedBy).toMatch(/^user:/);
    expect(await messages()).toEqual([]);
    expect(await give(record, 1, { outcome: 'replacement' }, lead)).toMatchObject({ caseState: 'decided' });
    expect(await messages()).toEqual([{ case_id: record.id }]);
    expect((await lines()).map((l) => l.kind)).toEqual(['refund', 'replacement']);
    expect(await queued()).toEqual([]);
    expect((await load(record.id)).items.map((i) => i.fulfilment)).toEqual(['listed', 'listed']);
  });

  it('is bound by the law, with the grounds that only a person can give', async () => {
    const record = caseOf({}, { legalBasis: 'non_conformity' }, { legalBasis: 'recall' });
    await resolve(record);
    await expect(give(record, 0, { outcome: 'store_credit' })).rejects.toMatchObject({
      code: 'decision.unlawful',
      params: { article: '2011/83 art. 13(1)' },
    });
    await expect(give(record, 0, { outcome: 'rejection', ground: 'period_expired' })).rejects.toMatchObject({
      code: 'decision.unlawful',
    });
    await give(record, 0, { outcome: 'store_credit', ground: 'consumer_agreed' });
    await expect(give(record, 1, { outcome: 'rejection' })).rejects.toMatchObject({
      code: 'decision.unlawful',
    });
    await give(record, 1, { outcome: 'rejection', ground: 'no_lack_of_conformity' });
    expect(await give(record, 2, { outcome: 'rejection', ground: 'basis_does_not_apply' })).toMatchObject({
      caseState: 'settled',
    });
  });

  it('takes effect once when many decide the same item at the same moment', async () => {
    const record = caseOf({});
    await resolve(record);
    const results = await Promise.allSettled(Array.from({ length: 30 }, () => give(record, 0, {})));
    expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
    const refused = results
      .filter((r) => r.status === 'rejected')
      .map((r) => (r.reason as { code: string }).code);
    expect(new Set(refused)).toEqual(new Set(['decision.not_in_review']));
    expect(await lines()).toHaveLength(1);
    expect(await messages()).toHaveLength(1);
  });

  it('is only for items in review of the own client, and for who may decide', async () => {
    const record = caseOf({});
    await resolve(record);
    const other = world.as(await world.newClient());
    await expect(give(record, 0, {}, other)).rejects.toMatchObject({
      code: 'decision.unknown_item',
      status: 404,
    });
    await expect(give(record, 7, {})).rejects.toMatchObject({ code: 'decision.unknown_item' });
    await expect(give(record, 0, {}, world.asRole('agent', client))).rejects.toMatchObject({
      code: 'request.forbidden',
    });
    expect(await resolution.decisionsOf(other, record.id)).toEqual([]);
    await publish();
    const decided = caseOf({});
    await resolve(decided);
    await expect(give(decided, 0, {})).rejects.toMatchObject({ code: 'decision.not_in_review', status: 409 });
  });
});

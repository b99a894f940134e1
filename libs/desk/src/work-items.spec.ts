import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type ClientCtx } from '#platform';
import { createWorld, type World } from '../../../test/support/world.js';
import { DeskModule } from './desk.module.js';
import type { NewWorkItem } from './work-item.schema.js';
import { WorkItems } from './work-items.service.js';

describe('work items', () => {
  let world: World;
  let workItems: WorkItems;
  let ctx: ClientCtx;
  let caseId: string;

  beforeAll(async () => {
    world = await createWorld([DeskModule]);
    workItems = world.get(WorkItems);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    const client = await world.newClient();
    ctx = world.as(client);
    caseId = newId();
    const customerId = newId();
    await world.db.tx(ctx, async (tx) => {
      await tx.query(`INSERT INTO customer (client_id, id, match_key) VALUES ($1, $2, 'a')`, [
        ctx.clientId,
        customerId,
      ]);
      await tx.query(
        `INSERT INTO return_case (client_id, id, case_ref, order_ref, customer_id, state, language, content_hash)
         VALUES ($1, $2, 'R1', 'O1', $3, 'review', 'de', '')`,
        [ctx.clientId, caseId, customerId],
      );
    });
  });

  const item = (changes: Partial<NewWorkItem> = {}): NewWorkItem => ({
    kind: 'review',
    caseId,
    subjectId: newId(),
    reason: 'no_rule',
    language: 'de',
    ...changes,
  });
  const queue = (items: NewWorkItem[]) => world.db.tx(ctx, (tx) => workItems.queue(ctx, tx, items));

  it('queues a subject once per kind, also when many ask at the same time', async () => {
    const same = item();
    const made = await Promise.all(Array.from({ length: 10 }, () => queue([same])));
    expect(made.reduce((sum, n) => sum + n, 0)).toBe(1);
    expect(await queue([item({ subjectId: same.subjectId, kind: 'changed_case' })])).toBe(1);
  });

  it('closes what is queued, and the same subject can be queued again later', async () => {
    const one = item();
    await queue([one, item()]);
    const close = () => world.db.tx(ctx, (tx) => workItems.close(ctx, tx, 'review', [one.subjectId]));
    expect(await close()).toBe(1);
    expect(await close()).toBe(0);
    expect((await workItems.list(ctx, { limit: 10 })).data).toHaveLength(1);
    expect(await queue([one])).toBe(1);
  });

  it('lists by priority, then age, page by page, filtered by kind', async () => {
    const low = Array.from({ length: 5 }, () => item());
    const high = item({ priority: 5, dueOn: '2026-03-16' });
    await queue([...low, high, item({ kind: 'changed_case' })]);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await workItems.list(ctx, { limit: 2, kind: 'review', after });
      seen.push(...page.data.map((shown) => shown.subjectId));
      after = page.next ?? undefined;
    } while (after);
    expect(seen).toEqual([high, ...low].map((queued) => queued.subjectId));
    const [first] = (await workItems.list(ctx, { limit: 1 })).data;
    expect(first).toMatchObject({ priority: 5, dueOn: '2026-03-16', reason: 'no_rule', caseId });
  });

  it('asks for who speaks the language, in whichever script it is written', async () => {
    await queue([item({ language: 'sr-Latn' }), item({ language: 'sr-Cyrl' }), item({ language: 'sr' })]);
    const { data } = await workItems.list(ctx, { limit: 10 });
    expect(data.map((shown) => shown.language)).toEqual(['sr', 'sr', 'sr']);
  });

  it('shows a client only its own queue, and only to who may work at the desk', async () => {
    await queue([item()]);
    const other = await world.newClient();
    expect((await workItems.list(world.as(other), { limit: 10 })).data).toEqual([]);
    expect(
      (await workItems.list(world.asRole('agent', { id: ctx.clientId }), { limit: 10 })).data,
    ).toHaveLength(1);
    await expect(workItems.list(world.asRole('finance', other), { limit: 10 })).rejects.toMatchObject({
      code: 'request.forbidden',
    });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type Ctx } from '#platform';
import type { Client } from '#clients';
import { createWorld, OPERATOR_ID, type World } from '../../../test/support/world.js';
import type { AgentProfile } from './agent-profile.schema.js';
import { saveProfile } from './agent-profile.queries.js';
import { Claims } from './claims.service.js';
import { DeskModule } from './desk.module.js';
import { QueueWeights } from './queue-weights.service.js';
import type { NewWorkItem } from './work-item.schema.js';
import { WorkItems } from './work-items.service.js';

describe('claims', () => {
  let world: World;
  let claims: Claims;
  let client: Client;

  beforeAll(async () => {
    world = await createWorld([DeskModule]);
    claims = world.get(Claims);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    const owner = await world.database.owner();
    await owner.query(
      'DELETE FROM handling_segment; DELETE FROM claim; DELETE FROM work_item; DELETE FROM queue_weight',
    );
    client = await world.newClient();
  });

  const agent = async (profile: Partial<AgentProfile> = {}): Promise<Ctx> => {
    const ctx = { ...world.asRole('agent', { id: OPERATOR_ID }), clientId: null };
    await world.db.tx(world.across, (tx) =>
      saveProfile(tx, ctx.actor.id, {
        languages: { de: 'native', en: 'C1' },
        skills: ['voice', 'mail', 'cases'],
        clientIds: null,
        phone: null,
        ...profile,
      }),
    );
    return ctx;
  };
  const item = (changes: Partial<NewWorkItem> = {}): NewWorkItem => ({
    kind: 'review',
    caseId: null,
    subjectId: newId(),
    reason: 'no_rule',
    language: 'de',
    ...changes,
  });
  const queue = (items: NewWorkItem[], at = client, now = world.clock.now()) =>
    world.db.tx(world.as(at), (tx) => world.get(WorkItems).queue({ ...world.as(at), now }, tx, items));
  const take = async (ctx: Ctx): Promise<string | undefined> =>
    (await claims.claimNext(ctx))?.claim.subjectId;
  /** As if `seconds` had gone by for everything about claims. */
  const pass = async (seconds: number): Promise<void> => {
    const owner = await world.database.owner();
    const back = `- make_interval(secs => ${seconds})`;
    await owner.query(`
      UPDATE work_item SET lease_until = lease_until ${back}, reserved_until = reserved_until ${back},
        available_at = available_at ${back};
      UPDATE claim SET seen_at = seen_at ${back}, claimed_at = claimed_at ${back};
      UPDATE handling_segment SET from_at = from_at ${back}, until_at = until_at ${back}`);
  };
  const finish = async (ctx: Ctx): Promise<void> => {
    const held = await claims.current(ctx);
    if (held) await claims.release(ctx, held.id, held.token, 'test');
  };

  it('gives the best item in the order of the queue', async () => {
    const now = world.clock.now();
    const [plain, urgent, callback, important] = [
      item(),
      item({ dueOn: '2026-03-03' }),
      item({ kind: 'callback', dueAt: now }),
      item({ priority: 9 }),
    ];
    await queue([plain, urgent, callback, important]);
    const order: (string | undefined)[] = [];
    for (let i = 0; i < 4; i++) order.push(await take(await agent()));
    expect(order).toEqual([callback, urgent, important, plain].map((queued) => queued.subjectId));
    expect(await take(await agent())).toBeUndefined();
  });

  it('gives an agent only languages spoken well enough, skills and clients of that agent', async () => {
    const other = await world.newClient();
    await queue([item({ language: 'pl' }), item({ kind: 'call', language: 'en' })]);
    await queue([item({ kind: 'reply' })], other);
    expect(await take(await agent({ languages: { pl: 'A1', en: 'B1' } }))).toBeUndefined();
    expect(await take(await agent({ clientIds: [client.id], languages: { de: 'native' } }))).toBeUndefined();
    expect(await take(await agent({ skills: ['voice'], languages: { de: 'native' } }))).toBeUndefined();
    expect(await take(await agent({ languages: { pl: 'B1' } }))).toBeDefined();
    expect(await take(await agent({ languages: { en: 'B2' } }))).toBeDefined();
    expect(await take(await agent({ clientIds: [other.id] }))).toBeDefined();
    const nobody = { ...world.asRole('agent', { id: OPERATOR_ID }), clientId: null };
    await expect(claims.claimNext(nobody)).rejects.toMatchObject({ code: 'desk.no_agent' });
  });

  it('gives fifty agents who ask at once fifty different items, and one agent who asks fifty times one', async () => {
    await queue(Array.from({ length: 60 }, () => item()));
    const agents = await Promise.all(Array.from({ length: 50 }, () => agent()));
    const got = await Promise.all(agents.map(take));
    expect(new Set(got).size).toBe(50);
    const eager = await agent();
    const again = await Promise.all(Array.from({ length: 50 }, () => claims.claimNext(eager)));
    expect(new Set(again.map((a) => a?.claim.id)).size).toBe(1);
    expect(again.filter((a) => a?.isNew)).toHaveLength(1);
  });

  it('never gives two agents items of one case', async () => {
    const caseId = newId();
    const owner = await world.database.owner();
    await owner.query(
      `INSERT INTO customer (client_id, id, match_key) VALUES ('${client.id}', '${caseId}', 'a')`,
    );
    await owner.query(
      `INSERT INTO return_case (client_id, id, case_ref, order_ref, customer_id, state, language, content_hash)
       VALUES ('${client.id}', '${caseId}', 'R1', 'O1', '${caseId}', 'review', 'de', '')`,
    );
    await queue(Array.from({ length: 20 }, () => item({ caseId })));
    const agents = await Promise.all(Array.from({ length: 20 }, () => agent()));
    const got = await Promise.all(agents.map(take));
    expect(got.filter(Boolean)).toHaveLength(1);
  });

  it('takes a claim back after silence, for the same agent first, then for the head of the queue', async () => {
    const first = item({ priority: -5 });
    await queue([first, item({ priority: 5 })]);
    const [away, other] = [await agent({ skills: ['cases'] }), await agent()];
    const held = await claims.claimNext(away);
    await pass(50);
    await claims.sweep(world.clock.now());
    const late = claims.heartbeat(away, held?.claim.id ?? '', held?.claim.token ?? '');
    await expect(late).rejects.toMatchObject({ code: 'desk.claim_lost' });
    expect(await take(other)).toBe(first.subjectId);
    expect(await take(await agent())).toBeUndefined();
    expect(await take(away)).toBe(held?.claim.subjectId);
    await finish(other);

    await pass(50);
    await claims.sweep(world.clock.now());
    await pass(125);
    expect(await take(await agent())).toBe(held?.claim.subjectId);
  });

  it('refuses another tab, another agent and an old token', async () => {
    await queue([item()]);
    const mine = await agent();
    const claim = (await claims.claimNext(mine))?.claim;
    const beat = (ctx: Ctx, token: string) => claims.heartbeat(ctx, claim?.id ?? '', token);
    await expect(beat(await agent(), claim?.token ?? '')).rejects.toMatchObject({ code: 'desk.claim_lost' });
    await expect(beat(mine, newId())).rejects.toMatchObject({ code: 'desk.claim_lost' });
    expect((await beat(mine, claim?.token ?? '')).leaseUntil).toBeDefined();
  });

  it('counts handling time from claim to end, without the silence in between, to the second', async () => {
    await queue([item()]);
    const ctx = await agent();
    const claim = (await claims.claimNext(ctx))?.claim;
    const beat = () => claims.heartbeat(ctx, claim?.id ?? '', claim?.token ?? '');
    for (let i = 0; i < 4; i++) {
      await pass(10);
      await beat();
    }
    await pass(40); // asleep: silent, the lease still held
    await beat();
    await pass(7);
    expect((await beat()).handlingSeconds).toBeCloseTo(47, 0);
    await claims.release(ctx, claim?.id ?? '', claim?.token ?? '', 'customer asked for another day');
    const owner = await world.database.owner();
    const { rows } = await owner.query<{ handling_seconds: number; marks: string[] }>(
      `SELECT c.handling_seconds, array_agg(s.closed_by ORDER BY s.seq) AS marks
       FROM claim c JOIN handling_segment s ON s.claim_id = c.id GROUP BY c.id, c.handling_seconds`,
    );
    expect(rows[0]?.marks).toEqual(['gap', 'released']);
    expect(Math.abs((rows[0]?.handling_seconds ?? 0) - 47)).toBeLessThanOrEqual(1);
  });

  it('lets a team lead, and nobody else, break a claim, with the reason kept', async () => {
    const one = item();
    await queue([item({ priority: 3 }), one]);
    const [first, second] = [await agent(), await agent()];
    await take(first);
    const held = (await claims.claimNext(second))?.claim;
    await expect(claims.break(first, client.id, held?.id ?? '', 'because')).rejects.toMatchObject({
      code: 'request.forbidden',
    });
    const lead = { ...world.asRole('team_lead', client), clientId: null };
    await claims.break(lead, client.id, held?.id ?? '', 'asked for by phone');
    const beat = claims.heartbeat(second, held?.id ?? '', held?.token ?? '');
    await expect(beat).rejects.toMatchObject({ code: 'desk.claim_lost' });
    await expect(claims.break(lead, client.id, held?.id ?? '', 'again')).rejects.toMatchObject({
      code: 'desk.claim_unknown',
    });
    expect(await take(await agent())).toBe(one.subjectId);
    const owner = await world.database.owner();
    const { rows } = await owner.query(`SELECT end_reason, ended_by FROM claim WHERE state = 'broken'`);
    expect(rows).toEqual([{ end_reason: 'asked for by phone', ended_by: `user:${lead.actor.id}` }]);
  });

  it('follows the weights of clients and languages that a team lead sets', async () => {
    const other = await world.newClient();
    const [early, late] = [item(), item()];
    await queue([early], client, new Date('2026-03-02T08:00:00Z'));
    await queue([late], other, new Date('2026-03-02T09:00:00Z'));
    const lead = { ...world.asRole('team_lead', client), clientId: null };
    await world.get(QueueWeights).set(lead, { kind: 'client', key: other.id, weight: 100 });
    expect(await take(await agent())).toBe(late.subjectId);
    const another = item();
    await queue([another], other);
    expect(await take(await agent())).toBe(another.subjectId);
  });

  it('opens what was put off when it is due, and brings a near deadline forward', async () => {
    const now = world.clock.now();
    const callback = item({ kind: 'callback', dueAt: now, availableAt: new Date(Date.now() + 3_600_000) });
    const deadline = item({ dueOn: '2026-03-09' });
    await queue([item({ priority: 5 }), deadline, callback], client, now);
    await claims.sweep(now);
    const first = await agent();
    expect(await take(first)).not.toBe(callback.subjectId);
    await finish(first);
    expect(await world.get(QueueWeights).promote(new Date('2026-03-07T10:00:00Z'))).toBe(1);
    expect(await take(await agent())).toBe(deadline.subjectId);
    await pass(3_700);
    await claims.sweep(now);
    expect(await take(await agent())).toBe(callback.subjectId);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, OPERATOR_ID, type Ctx } from '#platform';
import { IdentityModule, Users } from '#identity';
import { createWorld, type World } from '../../../test/support/world.js';
import { QualityModule } from './review.module.js';
import { Shifts } from './shifts.service.js';

describe('shifts', () => {
  let world: World;
  let shifts: Shifts;
  let lead: Ctx;
  let agentId: string;

  beforeAll(async () => {
    world = await createWorld([QualityModule, IdentityModule]);
    shifts = world.get(Shifts);
    lead = { ...world.asRole('team_lead', { id: OPERATOR_ID }), clientId: null };
    agentId = await newAgent();
  });
  afterAll(() => world.close());

  const newAgent = async (): Promise<string> => {
    const email = `${newId()}@example.org`;
    const user = { email, name: 'Ada Agent', role: 'agent' as const, password: 'correct horse battery' };
    return (await world.get(Users).create(world.across, user)).id;
  };
  const at = (hour: number): string => `2026-03-03T${String(hour).padStart(2, '0')}:00:00.000Z`;
  const plan = (from: number, until: number, agent = agentId) =>
    shifts.create(lead, { agentId: agent, from: at(from), until: at(until) });
  const day = { from: at(0), until: '2026-03-04T00:00:00Z', limit: 50 };

  it('follow each other but never overlap, however many are planned at once', async () => {
    expect(await plan(8, 12)).toMatchObject({ agentId, agentName: 'Ada Agent', from: at(8), until: at(12) });
    await plan(12, 16);
    await expect(plan(11, 13)).rejects.toMatchObject({ code: 'shift.overlap' });
    const other = await newAgent();
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => plan(9, 17, other)));
    expect(tries.filter((t) => t.status === 'fulfilled')).toHaveLength(1);
  });

  it('are listed by start, page by page, for one agent or all, and can be taken back', async () => {
    const whose = await newAgent();
    const planned = [await plan(6, 8, whose), await plan(9, 10, whose), await plan(20, 22, whose)];
    const first = await shifts.list(lead, { ...day, agentId: whose, limit: 2 });
    const rest = await shifts.list(lead, { ...day, agentId: whose, limit: 2, after: first.next ?? '' });
    expect([...first.data, ...rest.data]).toEqual(planned);
    expect(rest.next).toBeNull();
    expect((await shifts.list(lead, { ...day, from: at(7), until: at(9), agentId: whose })).data).toEqual([
      planned[0],
    ]);
    await shifts.remove(lead, planned[0]?.id as string);
    await expect(shifts.remove(lead, planned[0]?.id as string)).rejects.toMatchObject({
      code: 'shift.unknown',
    });
    expect((await shifts.list(lead, { ...day, agentId: whose })).data).toHaveLength(2);
  });

  it('are planned by team leads, for people who exist; an agent sees their own', async () => {
    await expect(plan(8, 9, newId())).rejects.toMatchObject({ code: 'shift.agent_unknown' });
    const agent = { ...world.asRole('agent', { id: OPERATOR_ID }), clientId: null };
    const input = { agentId, from: at(18), until: at(19) };
    await expect(shifts.create(agent, input)).rejects.toMatchObject({ code: 'request.forbidden' });
    expect((await shifts.list(agent, { ...day, agentId })).data).toEqual([]);
    const self: Ctx = { ...agent, actor: { ...agent.actor, id: agentId } };
    expect((await shifts.list(self, day)).data.map((s) => s.agentId)).toEqual([agentId, agentId]);
  });
});

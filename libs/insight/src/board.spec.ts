import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, OPERATOR_ID, type Ctx } from '#platform';
import type { Client } from '#clients';
import { ContactsModule } from '#contacts';
import { AgentProfiles, Claims, DeskModule, WorkItems, type NewWorkItem } from '#desk';
import { IdentityModule, Users } from '#identity';
import { MeteringModule } from '#metering';
import { pastContacts } from '../../../test/support/desk-days.js';
import { createWorld, type World } from '../../../test/support/world.js';
import { Board } from './board.service.js';
import { InsightModule } from './insight.module.js';
import { StaffingPolicy } from './staffing-settings.service.js';
import { staffingSettingsSchema } from './staffing-settings.schema.js';

const modules = [InsightModule, ContactsModule, DeskModule, IdentityModule, MeteringModule];

/** A team lead's world at Monday 2 March 2026, 11:00 in Berlin, unless said otherwise. */
async function newDesk(now = '2026-03-02T10:00:00Z') {
  const world = await createWorld(modules, { now });
  const staff = (role: 'team_lead' | 'agent', id: string): Ctx => {
    const ctx = world.asRole(role, { id: OPERATOR_ID });
    return { ...ctx, clientId: null, actor: { ...ctx.actor, id } };
  };
  const lead = staff('team_lead', newId());
  const newAgent = async (name: string): Promise<Ctx> => {
    const user = {
      email: `${newId()}@example.org`,
      name,
      role: 'agent' as const,
      password: 'correct horse battery',
    };
    const agent = staff('agent', (await world.get(Users).create(world.across, user)).id);
    await world.get(AgentProfiles).save(lead, agent.actor.id, {
      languages: { de: 'native', en: 'C1' },
      skills: ['voice', 'mail', 'cases'],
      clientIds: null,
      phone: null,
    });
    return agent;
  };
  return { world, lead, newAgent, snapshot: (ctx = lead) => world.get(Board).snapshot(ctx) };
}

describe('the board', () => {
  let world: World;
  let close = async (): Promise<void> => undefined;
  afterAll(() => close());

  describe('at 11:00 of a Monday', () => {
    let desk: Awaited<ReturnType<typeof newDesk>>;
    let [shop, other]: Client[] = [];
    let [ada, ben]: Ctx[] = [];

    beforeAll(async () => {
      desk = await newDesk();
      ({ world } = desk);
      close = () => world.close();
      shop = await world.newClient();
      other = await world.newClient();
      ada = await desk.newAgent('Ada');
      ben = await desk.newAgent('Ben');
      const queue = (client: Client | undefined, at: string, items: Partial<NewWorkItem>[]) => {
        const ctx = { ...world.as(client as Client), now: new Date(at) };
        return world.db.tx(ctx, (tx) =>
          world.get(WorkItems).queue(
            ctx,
            tx,
            items.map((item) => ({
              kind: 'review',
              caseId: null,
              subjectId: newId(),
              reason: 'no_rule',
              language: 'de',
              ...item,
            })),
          ),
        );
      };
      await queue(shop, '2026-03-02T09:50:00Z', [{}, { kind: 'refund_problem' }, { dueOn: '2026-03-04' }]);
      await queue(shop, '2026-03-02T09:59:00Z', [{}, { kind: 'reply', language: 'en' }]);
      await queue(other, '2026-03-02T09:58:00Z', [
        { kind: 'callback', language: 'fr', dueAt: new Date('2026-03-02T09:58:00Z') },
        {
          kind: 'callback',
          language: 'fr',
          dueAt: new Date('2026-03-02T12:00:00Z'),
          availableAt: new Date('2026-03-02T12:00:00Z'),
        },
      ]);
      // Last Monday until 11:00 two contacts, one more after it; this Monday three, two of them taken within five minutes.
      const adas = (takenAt: string, seconds: number, waitedSeconds = 60) => ({
        agentId: ada?.actor.id as string,
        takenAt: new Date(takenAt),
        seconds,
        waitedSeconds,
      });
      await pastContacts(world, world.as(shop), [
        adas('2026-02-23T08:00:00Z', 100),
        adas('2026-02-23T09:00:00Z', 120),
        adas('2026-02-23T10:30:00Z', 500),
        adas('2026-03-02T08:00:00Z', 60, 299),
        adas('2026-03-02T08:10:00Z', 70, 301),
        adas('2026-03-02T08:20:00Z', 80, 10),
      ]);
      await world.db.tx(world.across, (tx) =>
        tx.execute(
          `INSERT INTO presence_interval (agent_id, from_at, until_at, state, seen_at) VALUES
             ($1, '2026-03-02T08:00:00Z', '2026-03-02T08:30:00Z', 'on_contact', '2026-03-02T08:30:00Z'),
             ($1, '2026-03-02T08:30:00Z', NULL, 'available', '2026-03-02T09:30:00Z')`,
          [ada?.actor.id],
        ),
      );
      await world.db.tx(world.across, (tx) =>
        tx.execute(
          `INSERT INTO shift (id, agent_id, from_at, until_at, created_by)
           VALUES ($1, $2, '2026-03-02T07:00:00Z', '2026-03-02T12:00:00Z', 'test')`,
          [newId(), ada?.actor.id],
        ),
      );
      const settings = staffingSettingsSchema.parse({
        agentCostPerHour: { amountMinor: 1_800, currency: 'EUR' },
      });
      await world.get(StaffingPolicy).change(desk.lead, settings);
      await world.get(Claims).claimNext(ben); // the urgent one, in German
    });

    it('counts what waits by client, language and skill, overdue callbacks first, then the oldest', async () => {
      const { queues, waiting } = await desk.snapshot();
      expect(waiting).toBe(5);
      expect(queues).toEqual([
        expect.objectContaining({
          clientCode: other?.code,
          language: 'fr',
          skill: 'voice',
          kindCounts: { callback: 1 },
          waiting: 1,
          oldestSeconds: 120,
          overdue: 1,
          dueSoon: 0,
        }),
        expect.objectContaining({
          clientCode: shop?.code,
          language: 'de',
          skill: 'cases',
          kindCounts: { review: 2, refund_problem: 1 },
          waiting: 3,
          oldestSeconds: 600,
          overdue: 0,
          dueSoon: 0,
        }),
        expect.objectContaining({
          language: 'en',
          skill: 'mail',
          kindCounts: { reply: 1 },
          oldestSeconds: 60,
        }),
      ]);
    });

    it('shows one client’s queues where one is asked for', async () => {
      const { queues, waiting } = await desk.snapshot({ ...desk.lead, clientId: other?.id ?? null });
      expect([waiting, queues.map((queue) => queue.clientCode)]).toEqual([1, [other?.code]]);
    });

    it('shows who is there, what they hold and how their day goes', async () => {
      const { agents } = await desk.snapshot();
      expect(agents.map((agent) => agent.name)).toEqual(['Ada', 'Ben']);
      expect(agents[0]).toMatchObject({
        state: 'available',
        since: '2026-03-02T08:30:00.000Z',
        claim: null,
        contactsToday: 3,
        ahtSeconds: 70,
        // Half an hour of two on contact; two of the three hours of the shift so far.
        occupancy: 0.25,
        adherence: 2 / 3,
      });
      expect(agents[1]).toMatchObject({
        state: 'on_contact',
        claim: { clientCode: shop?.code, kind: 'review', language: 'de' },
        contactsToday: 0,
        ahtSeconds: null,
        adherence: null,
      });
    });

    it('compares the day with the same weekday up to the same time, and says what an hour and a contact bring', async () => {
      const board = await desk.snapshot();
      expect(board.contacts).toEqual({ today: 3, sameWeekday: 2 });
      expect(board.aht).toEqual({ today: 70, budget: 90, sameWeekday: 110 });
      expect(board.serviceLevel).toEqual({ targetSeconds: 300, share: 2 / 3, answered: 3 });
      // 3 × 0.55 in 210 s; a contact costs 70 s at 18.00 an hour, 0.35.
      expect(board.money).toEqual({
        revenuePerHour: { amountMinor: 2_829, currency: 'EUR' },
        marginPerContact: { amountMinor: 20, currency: 'EUR' },
      });
    });

    it('is for team leads', async () => {
      await expect(desk.snapshot(ada as Ctx)).rejects.toMatchObject({ code: 'request.forbidden' });
    });
  });
});

describe('the board on the Monday after the clock change', () => {
  let desk: Awaited<ReturnType<typeof newDesk>>;
  beforeAll(async () => {
    // 11:00 in Berlin is 09:00 UTC since Sunday and was 10:00 UTC a week ago.
    desk = await newDesk('2026-03-30T09:00:00Z');
  });
  afterAll(() => desk.world.close());

  it('compares with 11:00 by the clock of a week ago, and an empty day has no averages', async () => {
    const shop = await desk.world.newClient();
    const agent = await desk.newAgent('Ada');
    const at = (takenAt: string) => ({ agentId: agent.actor.id, takenAt: new Date(takenAt), seconds: 60 });
    await pastContacts(desk.world, desk.world.as(shop), [
      at('2026-03-22T22:50:00Z'), // Sunday 23:50
      at('2026-03-22T23:10:00Z'), // Monday 00:10
      at('2026-03-23T09:50:00Z'), // Monday 10:50
      at('2026-03-23T10:10:00Z'), // Monday 11:10
    ]);
    const board = await desk.snapshot();
    expect(board.contacts).toEqual({ today: 0, sameWeekday: 2 });
    expect(board.aht).toEqual({ today: null, budget: 90, sameWeekday: 60 });
    expect(board.serviceLevel.share).toBeNull();
    expect(board.money).toEqual({
      revenuePerHour: { amountMinor: 0, currency: 'EUR' },
      marginPerContact: null,
    });
  });
});

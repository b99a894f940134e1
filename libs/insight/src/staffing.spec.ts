import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, newId, OPERATOR_ID, startOfLocalDay, type Ctx } from '#platform';
import type { Client } from '#clients';
import { ContactsModule } from '#contacts';
import { AgentProfiles, DeskModule } from '#desk';
import { MeteringModule } from '#metering';
import { pastContacts } from '../../../test/support/desk-days.js';
import { createWorld, type World } from '../../../test/support/world.js';
import { InsightModule } from './insight.module.js';
import { planHalfHours, type Expected } from './staffing-plan.js';
import { StaffingPlans } from './staffing.service.js';
import { StaffingPolicy } from './staffing-settings.service.js';
import { staffingSettingsSchema } from './staffing-settings.schema.js';

const zone = 'Europe/Berlin';
const target = { share: 0.8, targetSeconds: 20, occupancyCap: 0.9 };

describe('the plan of a day', () => {
  const planOf = (date: string, changes: Partial<Expected> = {}) =>
    planHalfHours(
      {
        zone,
        from: startOfLocalDay(date, zone),
        until: startOfLocalDay(addDays(date, 1), zone),
        now: new Date('2026-01-01T00:00:00Z'),
        weeks: 2,
        history: [],
        scheduled: [],
        waitingNow: 0,
        ahtSeconds: 180,
        shifts: [],
        ...changes,
      },
      target,
    );
  const item = (slot: number, items: number, scheduled = false) => ({ day: 1, slot, scheduled, items });

  it('needs 14 agents for 100 items of three minutes in half an hour, as the textbook says', () => {
    const plan = planOf('2026-03-02', { history: [item(20, 200)] });
    expect(plan[20]).toEqual({
      from: '2026-03-02T09:00:00.000Z',
      arrivals: 100,
      ahtSeconds: 180,
      required: 14,
      rostered: 0,
    });
    expect(plan.filter((half) => half.required > 0)).toHaveLength(1);
  });

  it('counts what is set for the day instead of what usually is, where that is more', () => {
    const plan = planOf('2026-03-02', {
      history: [item(20, 20), item(20, 10, true), item(21, 10, true)],
      scheduled: [{ slot: 20, items: 30 }],
    });
    expect(plan.slice(20, 22).map((half) => half.arrivals)).toEqual([40, 5]);
  });

  it('spreads what waits now over the rest of the working day', () => {
    const plan = planOf('2026-03-02', {
      now: new Date('2026-03-02T13:10:00Z'), // 14:10
      waitingNow: 60,
      shifts: [{ from_at: new Date('2026-03-02T07:00:00Z'), until_at: new Date('2026-03-02T14:00:00Z') }],
    });
    expect(plan.flatMap((half, i) => (half.arrivals > 0 ? [[i, half.arrivals]] : []))).toEqual([
      [28, 30],
      [29, 30],
    ]);
  });

  it('has 46 half hours on the short day and 50 on the long one', () => {
    const history = Array.from({ length: 48 }, (_, slot) => item(slot, 2 * slot));
    const short = planOf('2026-03-29', { history });
    expect([short.length, short[3]?.arrivals, short[4]?.arrivals]).toEqual([46, 3, 6]); // 01:30, then 03:00
    const long = planOf('2026-10-25', { history });
    expect(long.map((half) => half.arrivals).slice(3, 9)).toEqual([3, 4, 5, 4, 5, 6]); // from two to three twice
    expect(long).toHaveLength(50);
  });

  it('counts part of a half hour as part of an agent', () => {
    const shift = (from: string, until: string) => ({
      from_at: new Date(`2026-03-02T${from}:00Z`),
      until_at: new Date(`2026-03-02T${until}:00Z`),
    });
    const plan = planOf('2026-03-02', { shifts: [shift('08:15', '09:30'), shift('08:30', '09:10')] });
    expect(plan.slice(18, 22).map((half) => half.rostered)).toEqual([0.5, 2, 1.33, 0]);
  });
});

describe('staffing', () => {
  let world: World;
  let lead: Ctx;
  let shop: Client;
  const speaker = newId();

  beforeAll(async () => {
    world = await createWorld([InsightModule, ContactsModule, DeskModule, MeteringModule]);
    lead = { ...world.asRole('team_lead', { id: OPERATOR_ID }), clientId: null };
    shop = await world.newClient();
    const ctx = world.as(shop);
    // The Mondays of 16 and 23 February: 30 and 50 German contacts of 120 s from ten on, 4 French ones on the second.
    const monday = (date: string, language: string, count: number) =>
      Array.from({ length: count }, (_, i) => ({
        agentId: speaker,
        takenAt: new Date(Date.parse(`${date}T09:01:00Z`) + i * 20_000),
        seconds: 120,
        language,
      }));
    await pastContacts(world, ctx, [
      ...monday('2026-02-16', 'de', 30),
      ...monday('2026-02-23', 'de', 50),
      ...monday('2026-02-23', 'fr', 4),
    ]);
    await world.db.tx(ctx, (tx) =>
      tx.execute(
        `INSERT INTO work_item (client_id, id, kind, subject_id, reason, language, skill, rank, state, created_at, available_at)
         SELECT $1, gen_random_uuid(), 'callback', gen_random_uuid(), 'promised', 'de', 'voice', 0, 'scheduled',
           '2026-03-02T09:00:00Z', '2026-03-09T13:10:00Z' FROM generate_series(1, 6)`,
        [shop.id],
      ),
    );
    await world.get(AgentProfiles).save(lead, speaker, {
      languages: { de: 'native', fr: 'A1' },
      skills: ['voice'],
      clientIds: null,
      phone: null,
    });
    await world.db.tx(world.across, (tx) =>
      tx.execute(
        `INSERT INTO shift (id, agent_id, from_at, until_at, created_by)
         VALUES ($1, $2, '2026-03-09T09:00:00Z', '2026-03-09T15:00:00Z', 'test')`,
        [newId(), speaker],
      ),
    );
    const settings = { serviceLevel: { share: 0.8, targetSeconds: 20 }, occupancyCap: 0.9, historyWeeks: 4 };
    await world.get(StaffingPolicy).change(lead, staffingSettingsSchema.parse(settings));
  });
  afterAll(() => world.close());

  it('plans a Monday from the Mondays before, what is set for it and who is rostered', async () => {
    const plan = await world.get(StaffingPlans).on(lead, { on: '2026-03-09', language: 'de' });
    expect(plan).toMatchObject({
      zone,
      serviceLevel: 0.8,
      targetSeconds: 20,
      source: { weeks: 2, items: 80, waitingNow: 0 },
    });
    const busy = plan.halfHours.filter((half) => half.arrivals > 0);
    // 30 and 50 items: 40 of 120 s are 2.67 erlangs, of which 5 agents take 89 % within 20 s, 4 only 70 %. Six callbacks at 14:10.
    expect(busy).toEqual([
      { from: '2026-03-09T09:00:00.000Z', arrivals: 40, ahtSeconds: 120, required: 5, rostered: 1 },
      { from: '2026-03-09T13:00:00.000Z', arrivals: 6, ahtSeconds: 120, required: 2, rostered: 1 },
    ]);
  });

  it('counts for a language only its items and those who speak it, and without one everything', async () => {
    const french = await world.get(StaffingPlans).on(lead, { on: '2026-03-09', language: 'fr' });
    expect(french.halfHours.filter((half) => half.rostered > 0)).toEqual([]);
    expect(french.source).toMatchObject({ weeks: 1, items: 4 });
    const all = await world.get(StaffingPlans).on(lead, { on: '2026-03-09' });
    expect(all.source.items).toBe(84);
  });

  it('takes the budget for the handling time and nobody for the demand where nothing is known', async () => {
    const plan = await world.get(StaffingPlans).on(lead, { on: '2026-03-11', language: 'el' });
    expect(plan.source).toMatchObject({ weeks: 0, items: 0 });
    expect(new Set(plan.halfHours.map((half) => `${half.required} ${half.ahtSeconds}`))).toEqual(
      new Set(['0 90']),
    );
  });

  it('is for team leads', async () => {
    const agent = { ...world.asRole('agent', { id: OPERATOR_ID }), clientId: null };
    await expect(world.get(StaffingPlans).on(agent, { on: '2026-03-09' })).rejects.toMatchObject({
      code: 'request.forbidden',
    });
  });
});

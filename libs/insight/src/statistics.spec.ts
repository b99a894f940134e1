import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OPERATOR_ID, type Ctx } from '#platform';
import type { Client } from '#clients';
import { ContactsModule } from '#contacts';
import { IdentityModule, Users } from '#identity';
import { MeteringModule, Rates } from '#metering';
import { pastContacts, takeBack } from '../../../test/support/desk-days.js';
import { createWorld, type World } from '../../../test/support/world.js';
import { InsightModule } from './insight.module.js';
import { StaffingPolicy } from './staffing-settings.service.js';
import { staffingSettingsSchema } from './staffing-settings.schema.js';
import type { StatisticsBy, StatisticsRow } from './statistics.schema.js';
import { Statistics } from './statistics.service.js';

describe('statistics of handling time and money', () => {
  let world: World;
  let lead: Ctx;
  let [german, polish]: Client[] = [];
  let [ada, ben]: string[] = [];
  const day = { from: '2026-03-02T00:00:00Z', until: '2026-03-03T00:00:00Z' };
  const at = (minute: number): Date => new Date(Date.parse('2026-03-02T08:00:00Z') + minute * 60_000);

  beforeAll(async () => {
    world = await createWorld([InsightModule, ContactsModule, IdentityModule, MeteringModule]);
    lead = { ...world.asRole('team_lead', { id: OPERATOR_ID }), clientId: null };
    const newAgent = async (name: string): Promise<string> => {
      const user = {
        email: `${name}@example.org`,
        name,
        role: 'agent' as const,
        password: 'correct horse battery',
      };
      return (await world.get(Users).create(world.across, user)).id;
    };
    [ada, ben] = [await newAgent('Ada'), await newAgent('Ben')];
    german = await world.newClient();
    polish = await world.newClient({ currency: 'PLN', country: 'PL' });
    await world.get(Rates).add(world.as(polish), { currency: 'PLN', unitPrice: '2.4000', rules: [] });
    // Ada: 60, 80, 100, 120, 140 s for the German client, once with a laptop asleep for ten minutes.
    const adas = [60, 80, 100, 120, 140].map((seconds, i) => ({
      agentId: ada as string,
      takenAt: at(i * 20),
      seconds,
      gapSeconds: i === 3 ? 600 : 0,
    }));
    const [first] = await pastContacts(world, world.as(german), adas);
    await takeBack(world, world.as(german), first?.sourceId as string);
    // Ben: one for each client, one of them a reply in English; one on the next day.
    await pastContacts(world, world.as(german), [
      { agentId: ben, takenAt: at(0), seconds: 90, language: 'en', kind: 'reply' },
      { agentId: ben, takenAt: new Date('2026-03-03T00:00:00Z'), seconds: 30 },
    ]);
    await pastContacts(world, world.as(polish), [
      { agentId: ben, takenAt: at(10), seconds: 45, language: 'pl' },
    ]);
    const settings = staffingSettingsSchema.parse({
      agentCostPerHour: { amountMinor: 1_800, currency: 'EUR' },
    });
    await world.get(StaffingPolicy).change(lead, settings);
  });
  afterAll(() => world.close());

  const rows = async (by: StatisticsBy, ctx = lead): Promise<readonly StatisticsRow[]> =>
    (await world.get(Statistics).by(ctx, { by, ...day, limit: 50 })).data;
  const euro = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

  it('agree with what is computed by hand, gaps left out and charges taken back', async () => {
    const byAgent = await rows('agent');
    expect(byAgent.find((row) => row.key === ada)).toEqual({
      key: ada,
      label: 'Ada',
      contacts: 5,
      meanSeconds: 100,
      medianSeconds: 100,
      p90Seconds: 132,
      withinBudget: 0.4,
      // Four of five charges stand: 4 × 0.55 for 500 s; 500 s at 18.00 an hour cost 2.50.
      revenue: euro(220),
      revenuePerHour: euro(1_584),
      margin: euro(-30),
    });
  });

  it('keep currencies apart, and know no margin where the cost is in another', async () => {
    const bens = (await rows('agent')).filter((row) => row.key === ben);
    expect(bens.map((row) => [row.contacts, row.revenue, row.margin])).toEqual([
      [1, euro(55), euro(10)],
      [1, { amountMinor: 240, currency: 'PLN' }, null],
    ]);
    expect(bens[1]?.revenuePerHour).toEqual({ amountMinor: 19_200, currency: 'PLN' });
  });

  it('sum up by client, language and queue', async () => {
    expect((await rows('client')).map((row) => [row.key, row.label, row.contacts])).toEqual([
      [german?.code, german?.name, 6],
      [polish?.code, polish?.name, 1],
    ]);
    expect((await rows('language')).map((row) => [row.key, row.contacts, row.withinBudget])).toEqual([
      ['de', 5, 0.4],
      ['en', 1, 1],
      ['pl', 1, 1],
    ]);
    expect((await rows('queue')).map((row) => row.key)).toEqual([
      `${german?.code}/de/voice`,
      `${german?.code}/en/mail`,
      `${polish?.code}/pl/voice`,
    ]);
  });

  it('are of one client where the scope is, and end before their end', async () => {
    const scoped = await rows('agent', { ...lead, clientId: polish?.id ?? null });
    expect(scoped.map((row) => [row.key, row.contacts])).toEqual([[ben, 1]]);
    const next = await world.get(Statistics).by(lead, {
      by: 'language',
      from: day.until,
      until: '2026-03-04T00:00:00Z',
      limit: 50,
    });
    expect(next.data.map((row) => [row.key, row.contacts, row.meanSeconds])).toEqual([['de', 1, 30]]);
  });

  it('come page by page', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await world.get(Statistics).by(lead, { by: 'language', ...day, limit: 1, after });
      seen.push(...page.data.map((row) => row.key));
      after = page.next ?? undefined;
    } while (after);
    expect(seen).toEqual(['de', 'en', 'pl']);
  });

  it('are for team leads, over at most 93 days', async () => {
    const agent = { ...world.asRole('agent', { id: OPERATOR_ID }), clientId: null };
    await expect(rows('agent', agent)).rejects.toMatchObject({ code: 'request.forbidden' });
    const statistics = world.get(Statistics);
    const query = { by: 'agent' as const, limit: 50 };
    for (const [from, until] of [
      ['2026-01-01T00:00:00Z', '2026-04-30T00:00:00Z'],
      ['2026-03-02T00:00:00Z', '2026-03-02T00:00:00Z'],
    ] as const) {
      await expect(statistics.by(lead, { ...query, from, until })).rejects.toMatchObject({
        code: 'statistics.time',
      });
    }
    expect(
      (await statistics.by(lead, { ...query, from: '2020-01-01T00:00:00Z', until: '2020-01-02T00:00:00Z' }))
        .data,
    ).toEqual([]);
  });
});

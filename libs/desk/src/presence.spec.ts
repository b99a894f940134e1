import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ctx } from '#platform';
import { createDeskWorld, type DeskWorld } from '../../../test/support/desk-world.js';
import { Claims } from './claims.service.js';
import { Presence } from './presence.service.js';

describe('presence', () => {
  let world: DeskWorld;
  let presence: Presence;
  let agent: Ctx;

  beforeAll(async () => {
    world = await createDeskWorld();
    presence = world.get(Presence);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.renew();
    agent = await world.agent();
  });

  const intervals = () =>
    world.rows<{ state: string; seconds: number; open: boolean; gap: number | null }>(
      `SELECT state, round(extract(epoch FROM coalesce(until_at, now()) - from_at))::int AS seconds, until_at IS NULL AS open,
         extract(epoch FROM from_at - lag(until_at) OVER (ORDER BY from_at))::float8 AS gap
       FROM presence_interval WHERE agent_id = $1 ORDER BY from_at`,
      [agent.actor.id],
    );
  const states = async (): Promise<string[]> => (await intervals()).map(({ state }) => state);

  it('is a row of intervals without gap or overlap, however many changes come at once', async () => {
    const said = ['available', 'break', 'training', 'offline'] as const;
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => presence.say(agent, { state: said[n % 4] ?? 'break' })),
    );
    const all = await intervals();
    expect(all.length).toBeGreaterThan(3);
    expect(all.filter(({ open }) => open)).toHaveLength(1);
    expect(all.slice(1).every(({ gap }) => gap === 0)).toBe(true);
    const twice = world.rows(
      `INSERT INTO presence_interval (agent_id, from_at, until_at, state, seen_at)
       VALUES ($1, now() - interval '1 hour', now() + interval '1 hour', 'break', now())`,
      [agent.actor.id],
    );
    await expect(twice).rejects.toMatchObject({ constraint: 'ex_presence_overlap' });
  });

  it('follows the item in hand', async () => {
    await presence.say(agent, { state: 'available' });
    await expect(presence.say(agent, { state: 'wrap_up' })).rejects.toMatchObject({
      code: 'desk.claim_lost',
    });
    await world.queue({});
    const claim = await world.take(agent);
    await expect(presence.say(agent, { state: 'break' })).rejects.toMatchObject({ code: 'desk.on_contact' });
    expect((await presence.say(agent, { state: 'available' })).state).toBe('on_contact');
    expect((await presence.say(agent, { state: 'wrap_up' })).state).toBe('wrap_up');
    await world.get(Claims).release(agent, claim.id, claim.token, 'over');
    expect(await states()).toEqual(['available', 'on_contact', 'wrap_up', 'available']);
  });

  it('ends at the last sign of life where an item was lost', async () => {
    await world.queue({});
    const claim = await world.take(agent);
    await world.pass(10);
    await world.get(Claims).heartbeat(agent, claim.id, claim.token);
    await world.pass(100);
    await world.get(Claims).sweep(world.clock.now());
    expect(await intervals()).toMatchObject([
      { state: 'on_contact', seconds: 10 },
      { state: 'offline', seconds: 100, open: true, gap: 0 },
    ]);
  });

  it('ends at the last sign of life where an agent just went away, later in a break', async () => {
    await presence.say(agent, { state: 'available' });
    await world.pass(60);
    await presence.seen(agent);
    await world.pass(119);
    await presence.sweep(world.clock.now());
    expect(await states()).toEqual(['available']);
    await world.pass(10);
    await presence.sweep(world.clock.now());
    expect(await intervals()).toMatchObject([
      { state: 'available', seconds: 60 },
      { state: 'offline', seconds: 129 },
    ]);
    await presence.say(agent, { state: 'break' });
    await world.pass(3_600);
    await presence.sweep(world.clock.now());
    expect((await states()).at(-1)).toBe('break');
  });

  it('is put right by the sweep where a process died halfway', async () => {
    await world.queue({});
    await world.take(agent);
    await world.rows(`UPDATE presence_interval SET state = 'available'`);
    await presence.sweep(world.clock.now());
    expect((await presence.of(agent)).state).toBe('on_contact');
  });
});

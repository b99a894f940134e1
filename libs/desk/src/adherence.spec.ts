import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, OPERATOR_ID, type Ctx } from '#platform';
import { createWorld, type World } from '../../../test/support/world.js';
import { Adherence, adherenceOf, occupancyOf } from './adherence.service.js';
import type { AgentTime } from './adherence.queries.js';
import { QualityModule } from './review.module.js';

describe('occupancy and adherence', () => {
  let world: World;
  let lead: Ctx;

  beforeAll(async () => {
    world = await createWorld([QualityModule]);
    lead = { ...world.asRole('team_lead', { id: OPERATOR_ID }), clientId: null };
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    const owner = await world.database.owner();
    await owner.query('DELETE FROM presence_interval; DELETE FROM shift');
  });

  /** An agent whose states change at local times of `zone`'s offsets, written with their offsets. */
  const agentOf = async (
    states: readonly (readonly [string, string])[],
    shifts: readonly (readonly [string, string])[] = [],
  ): Promise<string> => {
    const id = newId();
    await world.db.tx(world.across, async (tx) => {
      for (const [i, [at, state]] of states.entries()) {
        await tx.execute(
          'INSERT INTO presence_interval (agent_id, from_at, until_at, state, seen_at) VALUES ($1, $2, $3, $4, $2)',
          [id, at, states[i + 1]?.[0] ?? null, state],
        );
      }
      for (const [from, until] of shifts) {
        await tx.execute(
          `INSERT INTO shift (id, agent_id, from_at, until_at, created_by) VALUES ($1, $2, $3, $4, 'test')`,
          [newId(), id, from, until],
        );
      }
    });
    return id;
  };
  const timeOf = async (agentId: string, from: string, until: string): Promise<AgentTime> => {
    const all = await world.get(Adherence).of(lead, new Date(from), new Date(until));
    return all.find((time) => time.agentId === agentId) as AgentTime;
  };

  it('count a plain day by hand: 6 h 30 there, 4 h at work, 7 h rostered', async () => {
    const agentId = await agentOf(
      [
        ['2026-03-02T09:30:00+01:00', 'available'], // half an hour late
        ['2026-03-02T10:00:00+01:00', 'on_contact'],
        ['2026-03-02T12:00:00+01:00', 'wrap_up'],
        ['2026-03-02T12:30:00+01:00', 'break'], // 45 minutes, of which 30 are expected
        ['2026-03-02T13:15:00+01:00', 'available'],
        ['2026-03-02T14:00:00+01:00', 'on_contact'],
        ['2026-03-02T15:30:00+01:00', 'training'],
        ['2026-03-02T16:00:00+01:00', 'offline'],
      ],
      [['2026-03-02T09:00:00+01:00', '2026-03-02T16:00:00+01:00']],
    );
    const time = await timeOf(agentId, '2026-03-02T00:00:00+01:00', '2026-03-03T00:00:00+01:00');
    expect(time).toMatchObject({
      loggedInSeconds: 6.5 * 3_600,
      handlingSeconds: 4 * 3_600,
      rosteredSeconds: 7 * 3_600,
      expectedSeconds: (6.5 - 0.25) * 3_600,
    });
    expect(occupancyOf(time)).toBeCloseTo(4 / 6.5, 9);
    expect(adherenceOf(time)).toBeCloseTo(6.25 / 7, 9);
  });

  it('give each side of midnight its own part of a night', async () => {
    const agentId = await agentOf(
      [
        ['2026-03-02T22:00:00+01:00', 'available'],
        ['2026-03-02T23:30:00+01:00', 'on_contact'],
        ['2026-03-03T00:30:00+01:00', 'available'],
        ['2026-03-03T02:00:00+01:00', 'offline'],
      ],
      [['2026-03-02T22:00:00+01:00', '2026-03-03T02:00:00+01:00']],
    );
    const before = await timeOf(agentId, '2026-03-02T00:00:00+01:00', '2026-03-03T00:00:00+01:00');
    const after = await timeOf(agentId, '2026-03-03T00:00:00+01:00', '2026-03-04T00:00:00+01:00');
    expect(before).toMatchObject({ loggedInSeconds: 7_200, handlingSeconds: 1_800, rosteredSeconds: 7_200 });
    expect(after).toMatchObject({ loggedInSeconds: 7_200, handlingSeconds: 1_800, expectedSeconds: 7_200 });
    expect(occupancyOf(before)).toBe(0.25);
  });

  it('know that a night of the clock change has an hour less or more', async () => {
    const night = (date: string, next: string, offsets: [string, string]) =>
      agentOf(
        [
          [`${date}T23:00:00${offsets[0]}`, 'available'],
          [`${next}T01:30:00${offsets[0]}`, 'on_contact'],
          [`${next}T03:30:00${offsets[1]}`, 'offline'],
        ],
        [[`${date}T23:00:00${offsets[0]}`, `${next}T04:00:00${offsets[1]}`]],
      );
    // Europe/Berlin: 29 March 2026 has no hour from two to three, 25 October 2026 has it twice.
    const spring = await night('2026-03-28', '2026-03-29', ['+01:00', '+02:00']);
    const shortDay = await timeOf(spring, '2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00');
    expect(shortDay).toMatchObject({
      loggedInSeconds: 2.5 * 3_600,
      handlingSeconds: 3_600,
      rosteredSeconds: 3 * 3_600,
      expectedSeconds: 2.5 * 3_600,
    });
    const autumn = await night('2026-10-24', '2026-10-25', ['+02:00', '+01:00']);
    const longDay = await timeOf(autumn, '2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00');
    expect(longDay).toMatchObject({
      loggedInSeconds: 4.5 * 3_600,
      handlingSeconds: 3 * 3_600,
      rosteredSeconds: 5 * 3_600,
      expectedSeconds: 4.5 * 3_600,
    });
  });

  it('let what goes on last until the end of the time asked for, and expect nobody without a shift', async () => {
    const agentId = await agentOf([['2026-03-02T09:00:00Z', 'available']]);
    const time = await timeOf(agentId, '2026-03-02T00:00:00Z', '2026-03-02T10:00:00Z');
    expect(time).toMatchObject({ loggedInSeconds: 3_600, handlingSeconds: 0, rosteredSeconds: 0 });
    expect(adherenceOf(time)).toBeNull();
    const absent = await agentOf([], [['2026-03-02T09:00:00Z', '2026-03-02T17:00:00Z']]);
    const missing = await timeOf(absent, '2026-03-02T00:00:00Z', '2026-03-02T10:00:00Z');
    expect(missing).toMatchObject({ loggedInSeconds: 0, rosteredSeconds: 3_600, expectedSeconds: 0 });
    expect([occupancyOf(missing), adherenceOf(missing)]).toEqual([null, 0]);
  });

  it('are for team leads', async () => {
    const agent = { ...world.asRole('agent', { id: OPERATOR_ID }), clientId: null };
    await expect(world.get(Adherence).of(agent, new Date(0), new Date())).rejects.toMatchObject({
      code: 'request.forbidden',
    });
  });
});

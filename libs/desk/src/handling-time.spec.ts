import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Ctx } from '#platform';
import { createDeskWorld, type DeskWorld } from '../../../test/support/desk-world.js';
import type { ClaimView } from './claim.schema.js';
import { Claims, gapSeconds, leaseSeconds } from './claims.service.js';

/** Small and repeatable: a linear congruential generator. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

interface Simulated {
  readonly ctx: Ctx;
  readonly claim: ClaimView;
  /** Seconds that the agent really worked: what lies between two signs of life that are not too far apart. */
  worked: number;
  /** When the last sign of life was, in seconds of the simulated clock. */
  seen: number;
  /** What this agent's browser does next, and in how many seconds. */
  next: number;
  ended: boolean;
}

describe('handling time', () => {
  let world: DeskWorld;
  beforeAll(async () => {
    world = await createDeskWorld();
  });
  afterAll(() => world.close());

  it.each([1, 2, 3])(
    'is right to the second for agents who beat, pause, sleep and lose their items (%i)',
    async (seed) => {
      await world.renew();
      const random = seeded(seed);
      const claims = world.get(Claims);
      const agents: Simulated[] = [];
      let passed = 0;
      // What the test itself takes counts too: the database's clock does not wait for it.
      const now = (): number => passed + performance.now() / 1000;
      for (let n = 0; n < 12; n++) {
        await world.queue({ caseId: (await world.newCase()).id });
        const ctx = await world.agent();
        agents.push({ ctx, claim: await world.take(ctx), worked: 0, seen: now(), next: 10, ended: false });
      }
      const live = () => agents.filter(({ ended }) => !ended);
      const act = async (agent: Simulated): Promise<void> => {
        const { ctx, claim } = agent;
        const silent = now() - agent.seen;
        if (silent >= leaseSeconds) {
          await expect(claims.heartbeat(ctx, claim.id, claim.token)).rejects.toMatchObject({
            code: 'desk.claim_lost',
          });
          agent.ended = true;
          return;
        }
        agent.worked += silent <= gapSeconds ? silent : 0;
        agent.seen += silent;
        const dice = random(20);
        if (dice === 0) {
          await world.wrapUp(ctx, claim);
          agent.ended = true;
        } else if (dice === 1) {
          await claims.release(ctx, claim.id, claim.token, 'over');
          agent.ended = true;
        } else {
          await claims.heartbeat(ctx, claim.id, claim.token);
          // Mostly every ten seconds; sometimes late, asleep within the lease, or gone.
          const sleeps = [10, 10, 10, 10, 10, 10, 3, 22, 34, 60];
          agent.next = sleeps[random(sleeps.length)] ?? 10;
        }
      };
      for (let step = 0; step < 400 && live().length > 0; step++) {
        const seconds = Math.min(...live().map(({ next }) => next));
        await world.pass(seconds);
        passed += seconds;
        for (const agent of live()) agent.next -= seconds;
        await claims.sweep(world.clock.now());
        for (const agent of live()) if (agent.next <= 0) await act(agent);
      }
      expect(live()).toEqual([]);
      const measured = await world.rows<{ id: string; seconds: number; whole: boolean }>(
        `SELECT c.id, c.handling_seconds AS seconds, bool_and(s.until_at IS NOT NULL) AS whole
         FROM claim c JOIN handling_segment s ON s.client_id = c.client_id AND s.claim_id = c.id GROUP BY c.id, c.handling_seconds`,
      );
      const off = agents.map(({ claim, worked }) => {
        const found = measured.find(({ id }) => id === claim.id);
        return Math.abs((found?.seconds ?? Number.NaN) - worked);
      });
      expect(off).toHaveLength(12);
      expect(Math.max(...off)).toBeLessThanOrEqual(1);
      expect(measured.every(({ whole }) => whole)).toBe(true);
      const overlaps = await world.rows(
        `SELECT FROM handling_segment a JOIN handling_segment b ON a.agent_id = b.agent_id AND (a.claim_id, a.seq) < (b.claim_id, b.seq)
           AND tstzrange(a.from_at, a.until_at) && tstzrange(b.from_at, b.until_at)`,
      );
      expect(overlaps).toEqual([]);
    },
    60_000,
  );
});

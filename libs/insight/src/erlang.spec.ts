import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { erlangB, erlangC, requiredAgents, serviceLevel } from './erlang.js';

const target = { share: 0.8, targetSeconds: 20, occupancyCap: 1 };

describe('Erlang’s formulas', () => {
  it('give the printed loss tables: traffic that so many lines carry at 1 % and 5 % blocked', () => {
    // From the Erlang B tables in handbooks of telephone traffic, rounded as they print them.
    const table = [
      [1, 0.0101, 0.01],
      [5, 1.36, 0.01],
      [10, 4.46, 0.01],
      [20, 12.03, 0.01],
      [50, 37.9, 0.01],
      [100, 84.06, 0.01],
      [10, 6.22, 0.05],
      [20, 15.25, 0.05],
      [50, 44.53, 0.05],
      [100, 95.24, 0.05],
    ] as const;
    for (const [lines, erlangs, blocked] of table) expect(erlangB(erlangs, lines)).toBeCloseTo(blocked, 3);
  });

  it('give what is known in closed form: one agent waits as often as busy, two by hand', () => {
    for (const load of [0.1, 0.5, 0.9]) expect(erlangC(load, 1)).toBeCloseTo(load, 12);
    expect(erlangC(1, 2)).toBeCloseTo(1 / 3, 12);
    expect(erlangC(2, 3)).toBeCloseTo(4 / 9, 12);
  });

  it('give the textbook call centre: 100 calls of 180 s in half an hour, answered within 20 s', () => {
    const levels = [11, 12, 13, 14].map((agents) => serviceLevel(10, agents, 180, 20));
    const printed = [0.39, 0.64, 0.796, 0.888];
    for (const [i, level] of levels.entries()) expect(level).toBeCloseTo(printed[i] as number, 2);
    expect(erlangC(10, 14)).toBeCloseTo(0.174, 3);
    expect(requiredAgents(10, 180, target)).toBe(14);
  });

  it('agree with the sum of powers and factorials where that can be computed', () => {
    const bySum = (a: number, n: number): number => {
      let term = 1;
      let sum = 1;
      for (let k = 1; k < n; k++) sum += term *= a / k;
      const last = ((term * a) / n) * (n / (n - a));
      return last / (sum + last);
    };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (n, load) => expect(erlangC(n * load, n)).toBeCloseTo(bySum(n * load, n), 9),
      ),
    );
  });

  it('stay finite for thousands of agents', () => {
    expect(erlangC(4_900, 5_000)).toBeGreaterThan(0.05);
    expect(erlangC(4_900, 5_000)).toBeLessThan(0.2);
    expect(requiredAgents(4_900, 180, target)).toBeGreaterThan(4_900);
  });

  it('ask for the fewest agents that hold the target and the occupancy', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 300, noNaN: true }),
        fc.integer({ min: 30, max: 900 }),
        fc.double({ min: 0.5, max: 0.99, noNaN: true }),
        fc.double({ min: 0.5, max: 0.95, noNaN: true }),
        (erlangs, aht, share, occupancyCap) => {
          const n = requiredAgents(erlangs, aht, { share, targetSeconds: 20, occupancyCap });
          const holds = (agents: number): boolean =>
            erlangs <= agents * occupancyCap && serviceLevel(erlangs, agents, aht, 20) >= share;
          expect(holds(n)).toBe(true);
          expect(n === 1 || !holds(n - 1)).toBe(true);
        },
      ),
    );
    expect(requiredAgents(0, 90, target)).toBe(0);
    expect(requiredAgents(8.6, 90, { ...target, targetSeconds: 3_600, occupancyCap: 0.85 })).toBe(11);
  });
});

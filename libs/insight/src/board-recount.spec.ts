import { beforeEach, describe, expect, it } from '@jest/globals';
import { Recount } from './board-recount.js';

describe('a figure that is counted again and again', () => {
  let now: number;
  let counts: number;
  let fails: boolean;
  beforeEach(() => {
    [now, counts, fails] = [0, 0, false];
  });

  /** A figure whose count takes so long on a clock of its own. */
  const figureOf = (tookMs: number, freshMs: number): Recount<number> =>
    new Recount(
      async () => {
        await Promise.resolve();
        now += tookMs;
        if (fails) throw new Error('gone');
        return ++counts;
      },
      freshMs,
      () => now,
    );
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('is counted once for many who ask at once, and then not before it is old', async () => {
    const figure = figureOf(5, 2_000);
    expect(await Promise.all(Array.from({ length: 100 }, () => figure.value()))).toEqual(Array(100).fill(1));
    now = 2_004;
    await figure.value();
    expect(counts).toBe(1);
    now = 2_005;
    expect(await figure.value()).toBe(1); // the one at hand, while the next is counted
    await settled();
    expect(await figure.value()).toBe(2);
  });

  it('takes at most a fiftieth of the time, however slow the count', async () => {
    const figure = figureOf(300, 2_000);
    await figure.value();
    for (; now < 60_000; now += 10) {
      await figure.value();
      await settled();
    }
    expect(counts).toBe(4);
  });

  it('keeps the last figure where a count fails, and says so only to who has none', async () => {
    const figure = figureOf(1, 10);
    fails = true;
    await expect(figure.value()).rejects.toThrow('gone');
    fails = false;
    expect(await figure.value()).toBe(1);
    fails = true;
    now = 1_000;
    expect(await figure.value()).toBe(1);
    await settled();
    expect(await figure.value()).toBe(1);
  });
});

import { describe, expect, it } from '@jest/globals';
import { rankOf, type Ranked } from './queue-order.js';

const item = (changes: Partial<Ranked> = {}): Ranked => ({
  kind: 'review',
  priority: 0,
  weight: 0,
  dueAt: null,
  dueOn: null,
  createdAt: new Date('2026-03-02T10:00:00Z'),
  ...changes,
});
const today = '2026-03-02';
const order = (items: Record<string, Ranked>): string[] =>
  Object.keys(items).toSorted(
    (a, b) => rankOf(items[a] as Ranked, today) - rankOf(items[b] as Ranked, today),
  );

describe('the order of the queue', () => {
  it('is overdue callbacks, near statutory deadlines, priority, age', () => {
    expect(
      order({
        young: item({ createdAt: new Date('2026-03-02T11:00:00Z') }),
        old: item(),
        important: item({ priority: 5, createdAt: new Date('2026-03-02T11:00:00Z') }),
        dueInAWeek: item({ dueOn: '2026-03-09', createdAt: new Date('2026-03-02T12:00:00Z') }),
        dueTomorrow: item({ dueOn: '2026-03-03' }),
        overdueByLaw: item({ dueOn: '2026-02-27' }),
        callback: item({ kind: 'callback', dueAt: new Date('2026-03-02T09:55:00Z') }),
        laterCallback: item({ kind: 'callback', dueAt: new Date('2026-03-02T09:58:00Z') }),
      }),
    ).toEqual([
      'callback',
      'laterCallback',
      'overdueByLaw',
      'dueTomorrow',
      'important',
      'old',
      'young',
      'dueInAWeek',
    ]);
  });

  it('lets a weight move a client or language as a priority would', () => {
    expect(order({ plain: item({ priority: 10 }), weighted: item({ weight: 50 }) })).toEqual([
      'weighted',
      'plain',
    ]);
    expect(order({ low: item({ weight: -200 }), plain: item() })).toEqual(['plain', 'low']);
  });

  it('stays a whole number that a double holds, whatever the priority', () => {
    for (const priority of [-(2 ** 31), 0, 2 ** 31 - 1])
      expect(Number.isSafeInteger(rankOf(item({ priority }), today))).toBe(true);
  });
});

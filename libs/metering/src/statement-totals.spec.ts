import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addToTotals,
  effectiveLines,
  handlingTime,
  noTotals,
  toMinor,
  viewTotals,
  type LedgerGroup,
} from './statement-totals.js';

const group = fc.record({
  entry: fc.constantFrom('charge' as const, 'reversal' as const),
  channel: fc.constantFrom('email', 'sms', 'voice'),
  rateVersion: fc.integer({ min: 1, max: 3 }),
  price: fc.integer({ min: 0, max: 99_999 }),
  rows: fc.integer({ min: 1, max: 1_000 }),
  agentContacts: fc.integer({ min: 0, max: 1_000 }),
  handlingSeconds: fc.integer({ min: 0, max: 90_000 }),
});
const groups = fc
  .array(group)
  .map((all): LedgerGroup[] =>
    all.map(({ price, ...g }) => ({ ...g, amountE4: g.entry === 'charge' ? price : 0 - price })),
  );

describe('rounding of an amount in ten-thousandths', () => {
  it.each([
    [5_500, 'EUR', 55],
    [49, 'EUR', 0],
    [50, 'EUR', 1],
    [-50, 'EUR', -1],
    [149, 'EUR', 1],
    [5_000, 'ISK', 1],
    [4_999, 'ISK', 0],
  ])('%i ten-thousandths of %s are %i minor units', (e4, currency, minor) => {
    expect(toMinor(e4, currency)).toBe(minor);
  });

  it('is off by at most half a minor unit, and symmetric', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), (e4) => {
        expect(Math.abs(toMinor(e4, 'EUR') * 100 - e4)).toBeLessThanOrEqual(50);
        expect(toMinor(-e4, 'EUR') + toMinor(e4, 'EUR')).toBe(0);
      }),
    );
  });
});

describe('totals', () => {
  it('come out the same in whatever order and batches the rows arrive', () => {
    fc.assert(
      fc.property(groups, fc.nat(), (all, cut) => {
        const at = all.length === 0 ? 0 : cut % all.length;
        const whole = addToTotals(noTotals('EUR'), all);
        const parts = addToTotals(addToTotals(noTotals('EUR'), all.slice(at)), all.slice(0, at));
        expect(parts).toEqual(whole);
        const amount = all.reduce((sum, g) => sum + g.amountE4 * g.rows, 0);
        expect(whole.lines.reduce((sum, line) => sum + line.amountE4, 0)).toBe(amount);
      }),
    );
  });

  it('round once per line, so a line differs from its exact amount by at most half a cent', () => {
    fc.assert(
      fc.property(groups, (all) => {
        const totals = addToTotals(noTotals('EUR'), all);
        const view = viewTotals(totals);
        effectiveLines(totals).forEach((line, i) => {
          expect(line.amountE4 - line.quantity * line.unitPriceE4).toBe(0);
          const shown = view.lines[i]?.amount.amountMinor ?? 0;
          expect(Math.abs(shown * 100 - line.amountE4)).toBeLessThanOrEqual(50);
        });
        expect(view.amount.amountMinor).toBe(view.lines.reduce((s, l) => s + l.amount.amountMinor, 0));
      }),
    );
  });

  it('show nothing for a charge that was taken back in the same statement', () => {
    const charge = { entry: 'charge', channel: 'sms', rateVersion: 1, amountE4: 5_500, rows: 1 } as const;
    const time = { agentContacts: 1, handlingSeconds: 60 };
    const totals = addToTotals(noTotals('EUR'), [
      { ...charge, ...time },
      { ...charge, ...time, entry: 'reversal', amountE4: -5_500 },
    ]);
    expect(viewTotals(totals)).toMatchObject({ contacts: 0, amount: { amountMinor: 0 }, lines: [] });
    expect(totals).toMatchObject({ agentContacts: 0, handlingSeconds: 0 });
  });
});

describe('mean handling time', () => {
  it('is held against the budget of 90 s, exactly', () => {
    expect(handlingTime(2, 180)).toMatchObject({ meanSeconds: 90, withinBudget: true });
    expect(handlingTime(100, 9_001)).toMatchObject({ meanSeconds: 90, withinBudget: false });
  });
  it('is unknown without agent contacts', () => {
    expect(handlingTime(0, 0)).toMatchObject({ meanSeconds: null, withinBudget: null });
  });
});

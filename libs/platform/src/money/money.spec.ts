import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { divideRoundHalfUp, formatMinor, formatUnitPrice, parseMinor, parseUnitPrice } from './money.js';

describe('money', () => {
  it('reads decimals exactly and refuses what it cannot hold', () => {
    expect(parseMinor('19.99', 'EUR')).toBe(1999);
    expect(parseMinor('0.1', 'EUR')).toBe(10);
    expect(parseMinor('-4.650', 'GBP')).toBe(-465);
    expect(parseMinor('1200', 'ISK')).toBe(1200);
    expect(parseMinor('168469.60', 'GBP')).toBe(16_846_960);
    for (const bad of ['', '1,5', '1.234', '1e3', ' 1', 'NaN', '99999999999999'])
      expect(parseMinor(bad, 'EUR')).toBeNull();
  });

  it('writes what it reads', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.constantFrom('EUR', 'ISK', 'PLN'),
        (minor, currency) => {
          expect(parseMinor(formatMinor(minor, currency), currency)).toBe(minor);
        },
      ),
    );
    expect(formatMinor(-5, 'EUR', ',')).toBe('-0,05');
  });

  it('rounds halves away from zero, once', () => {
    expect(divideRoundHalfUp(5n, 10n)).toBe(1n);
    expect(divideRoundHalfUp(-5n, 10n)).toBe(-1n);
    expect(divideRoundHalfUp(4n, 10n)).toBe(0n);
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.bigInt(1n, 10n ** 6n), (n, d) => {
        const distance = divideRoundHalfUp(n, d) * d - n;
        expect((distance < 0n ? -distance : distance) * 2n <= d).toBe(true);
      }),
    );
  });

  it('keeps four decimals of a unit price', () => {
    expect(parseUnitPrice('0.55')).toBe(5500n);
    expect(formatUnitPrice(5500n)).toBe('0.5500');
    expect(parseUnitPrice('0.55555')).toBeNull();
  });
});

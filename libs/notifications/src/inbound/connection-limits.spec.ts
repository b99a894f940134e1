import { describe, expect, it } from '@jest/globals';
import { ConnectionLimits, networksOf } from './connection-limits.js';

describe('limits of the listener', () => {
  it('count what an address has open', () => {
    const limits = new ConnectionLimits();
    expect([1, 2, 3].map(() => limits.joins('192.0.2.1', 2))).toEqual([true, true, false]);
    expect(limits.joins('192.0.2.2', 2)).toBe(true);
    limits.left('192.0.2.1');
    expect(limits.joins('192.0.2.1', 2)).toBe(true);
  });

  it('count what an address sends, anew each minute', () => {
    const limits = new ConnectionLimits();
    const at = (ms: number) => limits.sends('192.0.2.1', 2, ms);
    expect([at(0), at(1), at(59_999), at(60_000)]).toEqual([true, true, false, true]);
    expect(limits.sends('192.0.2.2', 2, 60_000)).toBe(true);
  });

  it('know networks, of both families', () => {
    const isOurs = networksOf('10.0.0.0/8, 192.0.2.7,fd00::/8');
    expect(['10.9.9.9', '192.0.2.7', 'fd12::1'].map(isOurs)).toEqual([true, true, true]);
    expect(['11.0.0.1', '192.0.2.8', '2001:db8::1'].map(isOurs)).toEqual([false, false, false]);
    expect(() => networksOf('our network')).toThrow();
  });
});

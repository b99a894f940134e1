import { describe, expect, it } from '@jest/globals';
import { callableNumber } from './call-number.js';

describe('a number that may be rung up', () => {
  it.each([
    ['+4915112000001', 'DE', true],
    ['+493090182001', 'DE', true],
    ['+390612345678', 'IT', true],
    ['+12025550123', 'US', false],
  ])('%s, in %s', (number, country, isEuropean) => {
    expect(callableNumber(number)).toEqual({ number, country, isEuropean });
  });

  it.each([
    ['premium in Germany', '+499001234567'],
    ['premium in Britain', '+449061234567'],
    ['premium in France', '+33891123456'],
    ['shared cost in Germany', '+491805123456'],
    ['a satellite', '+881612345678'],
    ['an international premium number', '+979123456789'],
    ['too short', '+49301'],
    ['not a number', 'call me'],
    ['without its country', '015112000001'],
  ])('is not one that is %s', (_, number) => {
    expect(callableNumber(number)).toBeNull();
  });
});

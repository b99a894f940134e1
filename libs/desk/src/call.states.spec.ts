import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isForward, progressOf, type CallReport } from './call.states.js';

const start = Date.UTC(2026, 2, 2, 10);
const at = (second: number): Date => new Date(start + second * 1_000);
const report = (
  leg: CallReport['leg'],
  status: string,
  second: number,
  more: Partial<CallReport> = {},
): CallReport => ({ leg, status, at: at(second), seq: 0, seconds: null, reason: null, ...more });
const asked = { startedAt: at(0), isCustomerAsked: true };

const whole = [
  report('agent', 'in-progress', 3),
  report('customer', 'initiated', 4),
  report('customer', 'ringing', 5),
  report('customer', 'in-progress', 12),
  report('customer', 'hold', 30, { seq: 4 }),
  report('customer', 'hold', 31, { seq: 1 }),
  report('customer', 'unhold', 45, { seq: 5 }),
  report('customer', 'unhold', 46, { seq: 2 }),
  report('customer', 'hold', 80, { seq: 6 }),
  report('customer', 'completed', 92, { seconds: 79 }),
  report('agent', 'completed', 93, { seconds: 90 }),
];

describe('the state of a call', () => {
  it('follows the customer’s phone', () => {
    const states = [0, 3, 4, 5, 7, 8, 9].map((n) => progressOf(whole.slice(0, n), asked).state);
    expect(states).toEqual(['dialling', 'ringing', 'talking', 'held', 'talking', 'talking', 'held']);
    expect(progressOf(whole, asked)).toEqual({
      state: 'ended',
      reason: null,
      answeredAt: at(12),
      endedAt: at(92),
      // As the provider counted, not as our clock would.
      talkSeconds: 79,
      heldSeconds: 15 + 12,
      heldSince: null,
    });
  });

  it('is the same in every order, and never goes back on the way', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(whole, { minLength: whole.length }), (shuffled) => {
        expect(progressOf(shuffled, asked)).toEqual(progressOf(whole, asked));
        let state = progressOf([], asked).state;
        for (let n = 1; n <= shuffled.length; n++) {
          const next = progressOf(shuffled.slice(0, n), asked).state;
          expect([state, next, isForward(state, next)]).toEqual([state, next, true]);
          state = next;
        }
      }),
    );
  });

  it.each([
    ['busy', 'ended', 'call_busy'],
    ['no-answer', 'ended', 'call_no_answer'],
    ['canceled', 'ended', 'call_canceled'],
    ['failed', 'failed', 'call_failed'],
  ])('of a customer’s phone that is %s: %s', (status, state, reason) => {
    const progress = progressOf([report('customer', 'ringing', 5), report('customer', status, 20)], asked);
    expect(progress).toMatchObject({ state, reason, answeredAt: null, talkSeconds: null });
  });

  it('is failed when the agent’s phone is not picked up, but not by it once the customer was rung up', () => {
    const reports = [report('agent', 'no-answer', 20)];
    expect(progressOf(reports, { ...asked, isCustomerAsked: false })).toMatchObject({
      state: 'failed',
      reason: 'agent_no_answer',
    });
    expect(progressOf(reports, asked).state).toBe('dialling');
  });

  it('of which only the end was heard of has its talk time all the same', () => {
    const progress = progressOf([report('customer', 'completed', 92, { seconds: 80 })], asked);
    expect(progress).toMatchObject({ state: 'ended', talkSeconds: 80, answeredAt: at(12) });
  });
});

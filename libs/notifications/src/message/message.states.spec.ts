import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { messageStates, messageStateTable, type MessageEvent, type MessageState } from './message.states.js';

const reported: MessageEvent[] = ['accept', 'deliver', 'read', 'bounce', 'fail', 'absent'];

function end(from: MessageState, events: readonly MessageEvent[]): MessageState {
  return events.reduce((state, event) => messageStateTable[state][event] ?? state, from);
}

describe('message states', () => {
  it('end the same whatever order reports come in and however often', () => {
    const history = fc
      .array(fc.constantFrom(...reported), { maxLength: 8 })
      .chain((events) =>
        fc.tuple(
          fc.constant(events),
          fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
        ),
      );
    fc.assert(
      fc.property(fc.constantFrom(...messageStates), history, (from, [events, again]) => {
        expect(end(from, again)).toBe(end(from, events));
      }),
      { numRuns: 2_000 },
    );
  });

  it('never lead back from what was read', () => {
    expect(messageStateTable.read).toEqual({});
  });
});

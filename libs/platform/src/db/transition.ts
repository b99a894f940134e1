import { fail } from '../errors/domain-error.js';

/** A state machine as data: from each state, which event leads where. */
export type StateTable<S extends string, E extends string> = Readonly<
  Record<S, Readonly<Partial<Record<E, S>>>>
>;

/** Where an event leads, or `state.changed` (409) when it is not allowed from here. */
export function nextState<S extends string, E extends string>(table: StateTable<S, E>, from: S, event: E): S {
  const to = table[from][event];
  if (to === undefined) throw fail('state.changed', { from, event });
  return to;
}

import { createStore } from '../shell/store';
import type { Claim, SaidState } from './desk-contract';

/** A contact that was taken from this agent, with what they had typed. */
export interface LostContact {
  readonly claim: Claim;
  readonly note: string;
  /** How it ended; as the server said, else taken for silence. */
  readonly how: 'lost' | 'broken' | 'wrapped_up' | 'released';
}

/** What this tab knows beyond what the server says. */
export const desk = {
  lost: createStore<LostContact | null>(null),
  /** Whether the agent has asked for the next contact and none was there: it comes by itself. */
  isWaiting: createStore(false),
  /** Where the agent goes after the contact in hand. */
  after: createStore<SaidState>('available'),
  /** Spoken by screen readers, not shown. */
  said: createStore(''),
};

/** Has a screen reader say it when it has finished what it is saying. */
export function announce(words: string): void {
  // The same words twice are only heard when the region changes.
  desk.said.set(desk.said.get() === words ? `${words}\u00a0` : words);
}

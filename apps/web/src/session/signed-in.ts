import type { components } from '../api/schema';
import { createStore } from '../shell/store';

export type Identity = components['schemas']['Identity'];
export type Permission = Identity['permissions'][number];
export type Role = Identity['user']['role'];

const identity = createStore<Identity | null>(null);
/** Requests that wait until the person has signed in again. */
const waiting = createStore<readonly ((isBack: boolean) => void)[]>([]);

/** Who is signed in in this tab, and what waits for them to sign in again. */
export const signedIn = {
  identity,
  waiting,
  isOpen: () => identity.get() !== null,
  /** Resolves with true once the same person is back, with false when they leave instead. */
  again(): Promise<boolean> {
    return new Promise((resolve) => waiting.set([...waiting.get(), resolve]));
  },
  settle(isBack: boolean): void {
    const resolvers = waiting.get();
    waiting.set([]);
    for (const resolve of resolvers) resolve(isBack);
  },
};

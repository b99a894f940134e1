import { createStore } from '../shell/store';

const chosen = createStore<string | null>(null);

/** The client that the operator's staff work on, by its code; null for a client's own people, who are always in theirs. */
export const scope = { client: () => chosen.get(), choose: chosen.set, follow: chosen.follow };

import { createStore } from '../shell/store';

/** The text of the note as it stands on the page. */
export const noteInHand = createStore<{ readonly claimId: string; readonly text: string } | null>(null);

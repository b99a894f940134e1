import { ConnectionLost, ProblemError } from '../api/problem';
import { connection } from '../shell/connection';
import { createStore, type Store } from '../shell/store';
import { deskApi } from './desk-api';
import type { Claim } from './desk-contract';
import { isClaimLost, loseContact } from './desk-flow';
import { drafts } from './drafts';
import { noteInHand } from './note-in-hand';

const pauseMs = 600;
const againMs = 3_000;

export interface NoteState {
  readonly text: string;
  readonly state: 'saved' | 'typed' | 'waiting';
  readonly savedAt: string | null;
  /** The stored note was changed elsewhere: both texts are in this one. */
  readonly wasJoined: boolean;
}

export interface NoteSaver {
  readonly store: Store<NoteState>;
  readonly type: (text: string) => void;
  /** Saves what isn't saved yet; resolves when there is nothing left to save, or no way to. */
  readonly flush: () => Promise<void>;
  readonly stop: () => void;
}

/** Keeps a note as it is typed: at the server within a second, and in this tab until it is there. */
export function createNoteSaver(claim: Claim, stored: { text: string; version: number }): NoteSaver {
  const draft = drafts.of(claim.id);
  let { version, text: savedText } = stored;
  const first = draft ? joined(draft.text, savedText) : savedText;
  const store = createStore<NoteState>({ text: first, state: 'saved', savedAt: null, wasJoined: false });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> | null = null;
  let isOver = false;

  const set = (changes: Partial<NoteState>): void => {
    store.set({ ...store.get(), ...changes });
    noteInHand.set({ claimId: claim.id, text: store.get().text });
  };
  const isSaved = (): boolean => store.get().text === savedText;
  const later = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };

  async function save(): Promise<void> {
    while (!isSaved() && !isOver) {
      const { text } = store.get();
      try {
        const saved = await deskApi.saveNote(claim, text, version);
        version = saved.version;
        savedText = text;
        set({ savedAt: saved.savedAt, state: isSaved() ? 'saved' : 'typed' });
        if (isSaved()) drafts.forget(claim.id);
      } catch (error) {
        if (isClaimLost(error)) {
          if (!isOver) loseContact(claim);
          return;
        }
        const other = storedInstead(error);
        if (other === null) {
          set({ state: 'waiting' });
          if (!(error instanceof ConnectionLost)) later(againMs);
          return;
        }
        ({ version } = other);
        savedText = other.text;
        set({ text: joined(store.get().text, other.text), wasJoined: true });
        drafts.keep(claim.id, { text: store.get().text, version });
      }
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    saving ??= save().finally(() => {
      saving = null;
    });
    return saving;
  }

  // A tab that is closed takes what was typed in its last moments along to the server.
  const leave = (): void => {
    if (!isSaved()) void deskApi.saveNote(claim, store.get().text, version, true).catch(() => undefined);
  };
  const stopFollowing = connection.isLost.follow(() => {
    if (!connection.isLost.get() && !isSaved()) void flush();
  });
  window.addEventListener('pagehide', leave);
  noteInHand.set({ claimId: claim.id, text: first });
  if (!isSaved()) later(0);

  return {
    store,
    type(text) {
      set({ text, state: 'typed' });
      drafts.keep(claim.id, { text, version });
      later(pauseMs);
    },
    flush,
    stop() {
      isOver = true;
      clearTimeout(timer);
      stopFollowing();
      window.removeEventListener('pagehide', leave);
    },
  };
}

/** What is stored in place of what was typed over, as the refusal says. */
function storedInstead(error: unknown): { text: string; version: number } | null {
  if (!(error instanceof ProblemError) || error.problem.code !== 'desk.note_changed') return null;
  return { text: error.of('/text') ?? '', version: Number(error.of('/version') ?? 0) };
}

/** Both texts; the longer one where one holds the other. */
function joined(typed: string, stored: string): string {
  if (typed.includes(stored)) return typed;
  return stored.includes(typed) ? stored : `${typed}\n\n${stored}`;
}

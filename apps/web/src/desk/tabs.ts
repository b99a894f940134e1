import { newKey } from '../api/client';
import { createStore } from '../shell/store';

/** How long another tab has to say that it has the contact open. */
const answerMs = 250;
/** How long another tab has to save its note before this one takes over. */
const yieldMs = 1_500;

type Said = { kind: 'who' | 'mine' | 'take' | 'yielded' | 'left'; claimId: string; tab: string };

const own = newKey();
const channel = new BroadcastChannel('desk');

/** Which claim is open here, and which in another tab of this browser. Only the tab that has it open acts on it. */
export const tabs = {
  here: createStore<string | null>(null),
  elsewhere: createStore<string | null>(null),
  /** Runs before the contact is handed to another tab. */
  onYield: async (): Promise<void> => undefined,

  /** Opens the contact here, unless another tab answers that it has it. */
  async open(claimId: string): Promise<void> {
    if (tabs.here.get() === claimId) return;
    say('who', claimId);
    const isTaken = await heard(({ kind }) => kind === 'mine', claimId, answerMs);
    if (isTaken) tabs.elsewhere.set(claimId);
    else hold(claimId);
  },
  /** Takes the contact over from the tab that has it, once that one has saved what was typed. */
  async take(claimId: string): Promise<void> {
    say('take', claimId);
    await heard(({ kind }) => kind === 'yielded', claimId, yieldMs);
    hold(claimId);
  },
  /** A claim that was given to this tab. */
  hold,
  /** The contact is over. */
  close(): void {
    tabs.here.set(null);
    tabs.elsewhere.set(null);
  },
};

function hold(claimId: string): void {
  tabs.elsewhere.set(null);
  tabs.here.set(claimId);
  say('mine', claimId);
}

function say(kind: Said['kind'], claimId: string): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has one origin only
  channel.postMessage({ kind, claimId, tab: own } satisfies Said);
}

function heard(isIt: (said: Said) => boolean, claimId: string, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const listen = ({ data }: MessageEvent<Said>): void => {
      if (data.claimId === claimId && isIt(data)) end(true);
    };
    const timer = setTimeout(() => end(false), withinMs);
    const end = (was: boolean): void => {
      clearTimeout(timer);
      channel.removeEventListener('message', listen);
      resolve(was);
    };
    channel.addEventListener('message', listen);
  });
}

channel.addEventListener('message', ({ data: { kind, claimId, tab } }: MessageEvent<Said>) => {
  if (tabs.here.get() === claimId) {
    if (kind === 'who') say('mine', claimId);
    // Two tabs that opened it in the same moment: one of them steps back.
    if (kind === 'take' || (kind === 'mine' && tab < own)) {
      void tabs.onYield().finally(() => {
        tabs.here.set(null);
        tabs.elsewhere.set(claimId);
        say('yielded', claimId);
      });
    }
  } else if (kind === 'left' && tabs.elsewhere.get() === claimId) {
    tabs.elsewhere.set(null);
    void tabs.open(claimId);
  }
});

window.addEventListener('pagehide', () => {
  const claimId = tabs.here.get();
  if (claimId !== null) say('left', claimId);
});

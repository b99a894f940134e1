import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { connection } from '../shell/connection';
import { createStore } from '../shell/store';
import { hearEnd, meKey, takeNext } from './desk-flow';
import { desk, type LostContact } from './desk-store';
import { tabs } from './tabs';

/** What waits in this agent's queues. */
export interface Waiting {
  readonly waiting: number;
  readonly oldestSeconds: number | null;
}

interface ClaimTold {
  readonly ended: { readonly id: string; readonly state: LostContact['how'] } | null;
}

export const queue = createStore<Waiting | null>(null);

/** The server pings every 15 s: silence for longer means that nobody is there. */
const silenceMs = 40_000;
const againMs = 3_000;

/** Follows what happens at the server, and catches up after every break. */
export function useDeskEvents(): void {
  const cache = useQueryClient();
  useEffect(() => {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const readAgain = (): void => void cache.invalidateQueries({ queryKey: ['desk'] });
    const alive = (): void => {
      clearTimeout(timer);
      timer = setTimeout(open, silenceMs);
    };
    const on = (name: string, act: (data: unknown) => void): void =>
      source?.addEventListener(name, (event) => {
        alive();
        act(JSON.parse((event as MessageEvent<string>).data || 'null'));
      });
    function open(): void {
      source?.close();
      if (isOver) return;
      source = new EventSource('/v1/desk/events');
      source.addEventListener('open', () => {
        alive();
        connection.works();
        readAgain();
      });
      source.addEventListener('error', () => {
        clearTimeout(timer);
        timer = setTimeout(open, againMs);
      });
      on('ping', () => undefined);
      on('claim', (data) => {
        const { ended } = data as ClaimTold;
        if (ended) hearEnd(ended.id, ended.state);
        readAgain();
      });
      on('presence', () => void cache.invalidateQueries({ queryKey: meKey }));
      on('queue', (data) => {
        const waiting = data as Waiting;
        queue.set(waiting);
        if (waiting.waiting > 0) comeByItself();
      });
      alive();
    }
    open();
    // While the connection for events is down, the agent who waits is not forgotten.
    const poll = setInterval(comeByItself, 15_000);
    return () => {
      isOver = true;
      clearTimeout(timer);
      clearInterval(poll);
      source?.close();
    };
  }, [cache]);
}

let isComing = false;

function comeByItself(): void {
  if (!desk.isWaiting.get() || tabs.here.get() !== null || isComing || connection.isLost.get()) return;
  isComing = true;
  void takeNext()
    .catch(() => undefined)
    .finally(() => {
      isComing = false;
    });
}

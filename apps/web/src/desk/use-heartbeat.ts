import { useEffect } from 'react';
import { deskApi } from './desk-api';
import type { Claim } from './desk-contract';
import { handling } from './handling';
import { isClaimLost, loseContact } from './desk-flow';

const answerMs = 8_000;

/** Keeps the claim alive while the tab is open, and measures by the server's clock. A claim that was lost ends the contact. */
export function useHeartbeat(claim: Claim): void {
  useEffect(() => {
    const worker = new Worker(new URL('./beat.worker.ts', import.meta.url), { type: 'module' });
    let isBeating = false;
    let isOver = false;
    const beat = async (): Promise<void> => {
      if (isBeating || isOver) return;
      isBeating = true;
      try {
        const { handlingSeconds } = await deskApi.beat(claim, AbortSignal.timeout(answerMs));
        if (!isOver) handling.measured(claim.id, handlingSeconds);
      } catch (error) {
        // Anything else passes: the next beat tells.
        if (!isOver && isClaimLost(error)) loseContact(claim);
      }
      isBeating = false;
    };
    const now = (): void => void beat();
    // A laptop that wakes up, a tab that comes back, a connection that returns: the claim may be gone.
    const wake = (): void => {
      if (document.visibilityState === 'visible') now();
    };
    worker.addEventListener('message', now);
    document.addEventListener('visibilitychange', wake);
    window.addEventListener('online', now);
    window.addEventListener('pageshow', now);
    return () => {
      isOver = true;
      worker.terminate();
      document.removeEventListener('visibilitychange', wake);
      window.removeEventListener('online', now);
      window.removeEventListener('pageshow', now);
    };
  }, [claim]);
}

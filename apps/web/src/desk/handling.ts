import { createStore } from '../shell/store';

interface Measured {
  readonly claimId: string;
  readonly seconds: number;
  /** On this page's monotonic clock. */
  readonly at: number;
}

const last = createStore<Measured | null>(null);

/** Handling time as the server measured it last, and since then by this page's clock. */
export const handling = {
  follow: last.follow,
  measured(claimId: string, seconds: number): void {
    last.set({ claimId, seconds, at: performance.now() });
  },
  secondsOf(claimId: string): number {
    const measured = last.get();
    if (measured?.claimId !== claimId) return 0;
    return measured.seconds + (performance.now() - measured.at) / 1_000;
  },
};

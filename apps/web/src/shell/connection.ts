import { onlineManager } from '@tanstack/react-query';
import { createStore } from './store';

const probeMs = 3_000;

/** Whether the server can be reached. While it cannot, queries wait; when it can again, they catch up. */
const isLost = createStore(!navigator.onLine);
let probing = false;

async function probe(): Promise<void> {
  if (probing) return;
  probing = true;
  while (isLost.get()) {
    await new Promise((resolve) => setTimeout(resolve, probeMs));
    try {
      const answer = await fetch('/healthz', { cache: 'no-store' });
      if (answer.ok) connection.works();
    } catch {
      // still lost
    }
  }
  probing = false;
}

export const connection = {
  isLost,
  works(): void {
    isLost.set(false);
    onlineManager.setOnline(true);
  },
  broke(): void {
    isLost.set(true);
    onlineManager.setOnline(false);
    void probe();
  },
};

window.addEventListener('offline', () => connection.broke());
window.addEventListener('online', () => void probe());
if (isLost.get()) connection.broke();

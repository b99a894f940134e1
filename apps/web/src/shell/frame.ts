import { createStore } from './store';

/** Whether a page needs the whole width: the menu then opens over it. */
export const isMenuHidden = createStore(false);

/** Hides the menu; the function that it returns shows it again. */
export function hideMenu(): () => void {
  isMenuHidden.set(true);
  return () => isMenuHidden.set(false);
}

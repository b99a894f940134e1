import { useEffect, useRef, useSyncExternalStore } from 'react';
import { createKeptStore, createStore } from './store';

export interface Shortcut {
  /** One key (`/`, `Enter`), with modifiers (`Ctrl+Enter`), or two after each other (`g c`). */
  readonly keys: string;
  /** What it does, in the reader's language. */
  readonly label: string;
}

interface Registered extends Shortcut {
  run(): void;
}

const registered = createStore<readonly Registered[]>([]);
/** Keys without a modifier can be switched off (WCAG 2.1.4): speech input would press them by accident. */
const singleKeys = createKeptStore('shortcuts', 'on');
/** How long the second of two keys may take. */
const pairMs = 1_200;

let first: { key: string; at: number } | null = null;

/** Binds a shortcut while the component is shown; listed under `?`. The last bound wins. */
export function useShortcut(keys: string, label: string, run: () => void, isActive = true): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!isActive) return undefined;
    const shortcut: Registered = { keys, label, run: () => latest.current() };
    registered.set([...registered.get(), shortcut]);
    return () => registered.set(registered.get().filter((other) => other !== shortcut));
  }, [keys, label, isActive]);
}

/** The shortcuts of what is shown now. */
export function useShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(registered.follow, registered.get);
}

export function useSingleKeys(): [boolean, (isOn: boolean) => void] {
  const state = useSyncExternalStore(singleKeys.follow, singleKeys.get);
  return [state === 'on', (isOn) => singleKeys.set(isOn ? 'on' : 'off')];
}

/** A key as shortcuts name it: `Ctrl+Enter`, `?`, `g`. */
function nameOf(event: KeyboardEvent): string {
  const modifiers = [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.altKey ? 'Alt' : ''].filter(Boolean);
  return [...modifiers, event.key].join('+');
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const name = nameOf(event);
  const hasModifier = name.includes('+') && name.length > 1;
  if (!hasModifier && (singleKeys.get() !== 'on' || isTyping(event.target))) return;
  // What lies behind a dialog is out of reach.
  if (document.querySelector('[role="dialog"]') && !hasModifier) return;
  const pair = first && event.timeStamp - first.at < pairMs ? `${first.key} ${name}` : null;
  const all = registered.get();
  const found = all.findLast(({ keys }) => keys === pair) ?? all.findLast(({ keys }) => keys === name);
  first = all.some(({ keys }) => keys.startsWith(`${name} `)) ? { key: name, at: event.timeStamp } : null;
  if (!found) return;
  event.preventDefault();
  first = null;
  found.run();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !(target instanceof HTMLInputElement && /^(checkbox|radio|button)$/.test(target.type))
  );
}

window.addEventListener('keydown', onKey);

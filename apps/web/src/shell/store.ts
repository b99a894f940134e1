/** A value outside the component tree that components follow with `useSyncExternalStore(store.follow, store.get)`. */
export interface Store<T> {
  readonly get: () => T;
  readonly set: (value: T) => void;
  readonly follow: (listener: () => void) => () => void;
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    follow: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** As `createStore`, kept in this browser; a browser that keeps nothing forgets it with the page. */
export function createKeptStore(name: string, initial: string): Store<string> {
  const store = createStore(read(name) ?? initial);
  return {
    ...store,
    set: (value) => {
      try {
        localStorage.setItem(name, value);
      } catch {
        // private windows of some browsers refuse
      }
      store.set(value);
    },
  };
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

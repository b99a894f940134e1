import { useSyncExternalStore } from 'react';
import { scope } from '../session/scope';

/** The client that a page is about; pages without one ask for it first. */
export function useClientCode(): string {
  return useSyncExternalStore(scope.follow, scope.client) ?? '';
}

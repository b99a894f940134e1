import { useSyncExternalStore } from 'react';
import { signedIn, type Identity, type Permission } from './signed-in';

/** Who is signed in; for what is shown behind sign-in only. */
export function useIdentity(): Identity {
  const identity = useSyncExternalStore(signedIn.identity.follow, signedIn.identity.get);
  if (!identity) throw new Error('nobody is signed in');
  return identity;
}

/** Whether the person may; the server decides, this only hides what it would refuse. */
export function useMay(permission: Permission): boolean {
  return useIdentity().permissions.includes(permission);
}

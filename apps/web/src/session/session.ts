import { answer, api } from '../api/client';
import { ProblemError } from '../api/problem';
import { followProfile } from '../i18n/language';
import { signedIn, type Identity } from './signed-in';

/** Reads who is signed in; nobody is no error. A server out of reach counts as nobody: sign-in says so. */
export async function openSession(): Promise<Identity | null> {
  try {
    const identity = await answer(api.GET('/v1/session'));
    await followProfile(identity.user.locale);
    signedIn.identity.set(identity);
    return identity;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 401) signedIn.identity.set(null);
    return null;
  }
}

/** Ends the session at the server, then leaves the page: nothing that was read stays in memory. */
export async function closeSession(): Promise<void> {
  await answer(api.DELETE('/v1/session')).catch(() => undefined);
  location.assign('/sign-in');
}

/**
 * Completes a sign-in that interrupted the work: what waits goes on. When it is another person, the page starts afresh,
 * and nothing of the first one's stays.
 */
export async function reopenSession(): Promise<void> {
  const before = signedIn.identity.get();
  const identity = await answer(api.GET('/v1/session'));
  if (before && identity.user.id !== before.user.id) {
    location.assign('/');
    return;
  }
  signedIn.identity.set(identity);
  signedIn.settle(true);
}

import { connection } from '../shell/connection';
import { signedIn } from '../session/signed-in';
import { ConnectionLost } from './problem';

const tries = 3;
const pauseMs = 1_000;

/**
 * Sends a request and sees it through: a session that is over asks to sign in again and the request is sent once more; what
 * is safe to repeat is repeated when the connection breaks. Raises `ConnectionLost` when no answer came.
 */
export async function lastingFetch(request: Request): Promise<Response> {
  for (;;) {
    const answer = await send(request.clone());
    if (!signedIn.isOpen() || !(await saysSessionIsOver(answer))) return answer;
    if (!(await signedIn.again())) return answer;
  }
}

/** A wrong password is 401 too. */
async function saysSessionIsOver(answer: Response): Promise<boolean> {
  if (answer.status !== 401) return false;
  const body = (await answer
    .clone()
    .json()
    .catch(() => ({}))) as { code?: string };
  return body.code === 'request.unauthenticated';
}

async function send(request: Request): Promise<Response> {
  const isRepeatable = request.method !== 'POST' || request.headers.has('idempotency-key');
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await fetch(request.clone());
      connection.works();
      return answer;
    } catch (error) {
      if (request.signal.aborted) throw error;
      connection.broke();
      if (attempt === tries || !isRepeatable) throw new ConnectionLost();
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

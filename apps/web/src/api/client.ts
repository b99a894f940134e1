import createClient, { type Middleware } from 'openapi-fetch';
import { scope } from '../session/scope';
import { language } from '../i18n/language';
import { lastingFetch } from './lasting-fetch';
import { ProblemError, toProblem } from './problem';
import type { components, paths } from './schema';

/** A shape of the API by its name in the description. */
export type Shape<N extends keyof components['schemas']> = components['schemas'][N];

/** Routes that are not about one client, or that say by themselves which. */
const withoutClient = /^\/v1\/(desk|session|me|users|clients(?!\/current))(\/|$)/;

/** Signs of life, and answers that must not be kept anywhere: asking again is another question. */
const unkept = /^\/v1\/desk\/claims\/[^/]+\/(heartbeat|reveals|calls)$/;

const headers: Middleware = {
  async onRequest({ request, schemaPath }) {
    request.headers.set('accept-language', language());
    // A repeated POST, after a lost connection too, is answered with its first answer.
    if (request.method === 'POST' && !request.headers.has('idempotency-key') && !unkept.test(schemaPath)) {
      request.headers.set('idempotency-key', newKey());
    }
    const client = scope.client();
    if (client === null || withoutClient.test(schemaPath)) return request;
    const url = new URL(request.url);
    if (!url.searchParams.has('client')) url.searchParams.set('client', client);
    const { method, headers: named, credentials, signal } = request;
    // Taken over as it is, the body would be a stream, and browsers send streams over HTTP/2 only.
    const body = await request.arrayBuffer();
    return new Request(url, {
      method,
      headers: named,
      credentials,
      signal,
      body: body.byteLength === 0 ? null : body,
    });
  },
};

/** The API, typed by its own description: `answer(api.GET('/v1/cases', …))`. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: lastingFetch });
api.use(headers);

/** The answer's body; a refusal is raised as `ProblemError`. */
export async function answer<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  throw new ProblemError(toProblem(error, response.status));
}

/** A link to a file of the API, which the browser downloads with the session's cookie. */
export function fileUrl(path: string, query: Record<string, string> = {}): string {
  const url = new URL(path, location.origin);
  const client = scope.client();
  for (const [name, value] of Object.entries({ ...query, ...(client === null ? {} : { client }) })) {
    url.searchParams.set(name, value);
  }
  return url.pathname + url.search;
}

/** Not `crypto.randomUUID`: browsers offer that over https only. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

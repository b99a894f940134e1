import type { ApiRequest } from './request.js';
import { fail } from './api.errors.js';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Any value will do: another site's page cannot set it without a preflight, which we do not answer. */
export const csrfHeader = 'x-reintegro-csrf';

/**
 * Refuses what another site's page made the browser send. Browsers say where a request comes from
 * (`Sec-Fetch-Site`, `Origin`); a caller that says neither must send the header, when `strict`.
 */
export function requireSameSite(request: ApiRequest, strict: boolean): void {
  if (safe.has(request.method)) return;
  const { 'sec-fetch-site': site, origin } = request.headers;
  if (site !== undefined) {
    if (site !== 'same-origin' && site !== 'none') throw fail('request.csrf');
    return;
  }
  if (origin !== undefined) {
    if (!URL.canParse(origin) || new URL(origin).host !== request.host) throw fail('request.csrf');
    return;
  }
  if (strict && !request.headers[csrfHeader]) throw fail('request.csrf');
}

/** Values that fill the placeholders of an error's sentence. Never personal data: they reach logs. */
export type ErrorParams = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** One finding in an invalid body: where (RFC 6901 JSON pointer), which rule, and its placeholders. */
export interface ErrorDetail {
  readonly pointer: string;
  readonly code: string;
  readonly params?: ErrorParams;
  readonly detail?: string;
}

/**
 * The only error that libraries throw on purpose. `code` is stable and has one sentence per language in
 * `locales/<language>/errors.json`; `status` is the HTTP status that the API answers with.
 */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly params: ErrorParams = {},
    readonly errors?: readonly ErrorDetail[],
  ) {
    super(code);
    this.name = 'DomainError';
  }
}

const catalogue = new Map<string, number>();

/**
 * Declares a library's error codes with their HTTP status and returns the function that makes them:
 * `export const fail = defineErrors({ 'listing.not_open': 409 })`, then `throw fail('listing.not_open')`.
 * Throws when two libraries declare one code differently.
 */
export function defineErrors<const T extends Readonly<Record<string, number>>>(codes: T) {
  for (const [code, status] of Object.entries(codes)) {
    const known = catalogue.get(code);
    if (known !== undefined && known !== status) throw new Error(`error code declared twice: ${code}`);
    catalogue.set(code, status);
  }
  return (code: keyof T & string, params?: ErrorParams, errors?: readonly ErrorDetail[]): DomainError =>
    new DomainError(code, codes[code] as number, params, errors);
}

/** Every declared code with its HTTP status; the API documents them and a test holds them against the locales. */
export function errorCatalogue(): ReadonlyMap<string, number> {
  return catalogue;
}

/** Errors that any part of the system may raise. */
export const fail = defineErrors({
  'request.invalid': 400,
  'request.unauthenticated': 401,
  'request.forbidden': 403,
  'request.not_found': 404,
  'request.too_large': 413,
  'request.too_many': 429,
  'request.unsupported_media_type': 415,
  'request.method_not_allowed': 405,
  'idempotency.mismatch': 422,
  'idempotency.in_flight': 409,
  'state.changed': 409,
  'service.unavailable': 503,
  'service.internal': 500,
});

import twilio from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient.js';
import { busyCodes, twilioCode, withoutAddresses } from './twilio-codes.js';
import { ProviderRefusal } from './telephony-provider.js';

/** A request without an answer by then may have been heard. */
const answerWithinMs = 10_000;

/** Errors from before the first byte of a request was sent. */
const notBegun = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EPROTO',
]);
const notTrusted = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/;

interface Answer<T> {
  readonly statusCode: number;
  readonly body: T;
  readonly headers: unknown;
}

interface NetworkError {
  readonly code?: string;
  readonly syscall?: string;
  readonly cause?: NetworkError;
}

/**
 * Twilio's own HTTP, which tells apart what its client does not: a request that was certainly not heard, one that was
 * refused, and one that may have been heard. Raises `ProviderRefusal` for each.
 */
export class TwilioHttp extends twilio.RequestClient {
  /** `baseUrl` takes the place of Twilio's hosts; its `?timeoutMs=` that of the ten seconds. */
  constructor(private readonly baseUrl: string | undefined) {
    const patience = baseUrl === undefined ? null : new URL(baseUrl).searchParams.get('timeoutMs');
    // As many connections as a process has messages in flight: one that waits for a connection would time out unsent.
    super({
      timeout: Number(patience) || answerWithinMs,
      maxSockets: 100,
      keepAlive: true,
      autoRetry: false,
    });
  }

  override async request<T>(options: RequestClient.RequestOptions<T>) {
    const uri = this.baseUrl === undefined ? options.uri : underBase(this.baseUrl, options.uri);
    let answer;
    try {
      answer = await super.request({ ...options, uri });
    } catch (error) {
      throw unanswered(error as NetworkError);
    }
    if (answer.statusCode >= 400) throw refused(answer);
    return answer;
  }
}

function underBase(baseUrl: string, uri: string): string {
  const base = new URL(baseUrl);
  const { pathname, search } = new URL(uri);
  return `${base.origin}${base.pathname.replace(/\/+$/, '')}${pathname}${search}`;
}

function unanswered(error: NetworkError): ProviderRefusal {
  const code = error.code ?? error.cause?.code ?? 'unknown';
  const before =
    notBegun.has(code) ||
    notTrusted.test(code) ||
    [error.syscall, error.cause?.syscall].some((call) => call === 'connect' || call === 'getaddrinfo');
  return new ProviderRefusal(
    `twilio_${code.toLowerCase()}`,
    before ? 'no connection' : 'no answer',
    before ? 'deferred' : 'unknown',
  );
}

function refused({ statusCode, body, headers }: Answer<unknown>): ProviderRefusal {
  const { code, message } = readBody(body);
  const kind =
    statusCode === 429 || (code !== null && busyCodes.has(code))
      ? 'deferred'
      : statusCode >= 500
        ? 'unknown'
        : // Credentials are ours to mend; the message waits for that.
          statusCode === 401 || statusCode === 403
          ? 'deferred'
          : 'refused';
  return new ProviderRefusal(
    twilioCode(code, statusCode),
    withoutAddresses(message),
    kind,
    waitMs(headers as Record<string, unknown> | undefined),
  );
}

function readBody(body: unknown): { code: number | null; message: string } {
  let parsed: unknown = body;
  if (typeof body === 'string') {
    try {
      parsed = JSON.parse(body);
    } catch {
      return { code: null, message: '' };
    }
  }
  const { code, message } = (parsed ?? {}) as { code?: unknown; message?: unknown };
  return {
    code: typeof code === 'number' ? code : null,
    message: typeof message === 'string' ? message : '',
  };
}

/** Retry-After in either of its forms (RFC 9110, 10.2.3), at most an hour. */
function waitMs(headers: Record<string, unknown> | undefined): number | null {
  const value = headers?.['retry-after'];
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const seconds = /^\d+$/.test(String(value))
    ? Number(value)
    : (Date.parse(String(value)) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 3_600) * 1_000 : null;
}

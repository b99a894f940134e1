import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { log } from '#platform';
import { WebFiles } from './web-files.js';

/** Addresses that are never pages of the web app: what is missing there is missing. */
const notPages = /^\/(v1|docs|mailbox|assets|openapi\.json|healthz|readyz)(\/|\?|$)/;

/**
 * Serves the web app as built into `dist/web`: its files, whose names change with their content, for a year; and its page
 * at every address that is nothing else, which the app then reads itself. With `calls`, browsers may connect to Twilio.
 * Without a build there is no web app.
 */
export function serveWebApp(app: NestFastifyApplication, { calls }: { calls: boolean }): void {
  const files = WebFiles.read();
  if (!files) {
    log.debug('no web app: dist/web is missing');
    return;
  }
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      if (!request.is404 || (request.method !== 'GET' && request.method !== 'HEAD')) return done();
      const at = request.url.split('?', 1)[0] ?? '';
      const file = files.of(at, request.headers['accept-encoding']);
      if (file) sendFile(reply, file, at.startsWith('/assets/'));
      else if (asksForPage(request)) sendPage(reply, files.page, calls);
      else done();
    });
}

/** The address itself is the app for whoever asks; other paths for who asks for pages. */
function asksForPage({ url, headers }: FastifyRequest): boolean {
  if (/^\/(\?|$)/.test(url)) return true;
  return !notPages.test(url) && /\btext\/html\b/.test(headers.accept ?? '');
}

function sendFile(
  reply: FastifyReply,
  { mediaType, encoding, content }: NonNullable<ReturnType<WebFiles['of']>>,
  isNamedByContent: boolean,
): void {
  if (encoding) void reply.header('content-encoding', encoding);
  void reply
    .headers({
      'content-type': mediaType,
      'cache-control': isNamedByContent ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
      vary: 'accept-encoding',
    })
    .send(content);
}

/** https://www.twilio.com/docs/voice/sdks/javascript/best-practices#content-security-policy-csp */
const twilio = 'https://*.twilio.com wss://*.twilio.com https://*.twiliocdn.com';

/** Style tags that the app adds itself carry the nonce of their page; nothing else inline is let in. */
function sendPage(reply: FastifyReply, page: string, calls: boolean): void {
  const nonce = randomBytes(18).toString('base64url');
  void reply
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': [
        "default-src 'none'",
        "script-src 'self'",
        `style-src 'self' 'nonce-${nonce}'`,
        "img-src 'self' data:",
        "font-src 'self'",
        `connect-src 'self'${calls ? ` ${twilio}` : ''}`,
        ...(calls ? [`media-src 'self' mediastream: ${twilio}`] : []),
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    })
    .send(page.replace('__NONCE__', nonce));
}

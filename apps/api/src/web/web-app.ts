import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { log } from '#platform';

/** Addresses that are never pages of the web app: what is missing there is missing. */
const notPages = /^\/(v1|docs|mailbox|assets|openapi\.json|healthz|readyz)(\/|\?|$)/;
/** Files of the build that browsers ask for; their names change with their content, the icon's does not. */
const assets = /^\/(assets\/[\w.~-]+|icon\.svg)$/;

/**
 * Serves the web app as built into `dist/web`: its files for a year, and its page at every address that is nothing else,
 * which the app then reads itself. Without a build there is no web app, and that is logged.
 */
export async function serveWebApp(app: NestFastifyApplication): Promise<void> {
  const folder = webFolder();
  if (!folder) {
    log.debug('no web app: dist/web is missing');
    return;
  }
  const page = readFileSync(path.join(folder, 'index.html'), 'utf8');
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    preCompressed: true,
    allowedPath: (name) => assets.test(name),
    cacheControl: false,
    setHeaders: (reply: FastifyReply, file: string) => {
      const isNamedByContent = path.basename(path.dirname(file)) === 'assets';
      void reply.header(
        'cache-control',
        isNamedByContent ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
      );
    },
  });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.is404 && asksForPage(request)) sendPage(reply, page);
    else done();
  });
}

function asksForPage({ method, url, headers }: FastifyRequest): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    !notPages.test(url) &&
    /\btext\/html\b/.test(headers.accept ?? '')
  );
}

/** Style tags that the app adds itself carry the nonce of their page; nothing else inline is let in. */
function sendPage(reply: FastifyReply, page: string): void {
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
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    })
    .send(page.replace('__NONCE__', nonce));
}

/** The build's folder, from the sources as from the build. */
function webFolder(): string | null {
  for (let dir = import.meta.dirname; ; dir = path.dirname(dir)) {
    const folder = path.join(dir, 'dist', 'web');
    if (existsSync(path.join(folder, 'index.html'))) return folder;
    if (dir === path.dirname(dir)) return null;
  }
}

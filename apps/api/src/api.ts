import type { IncomingMessage } from 'node:http';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyMultipart from '@fastify/multipart';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { isId, log, NestLog, newId, withLogScope } from '#platform';
import { ApiModule, type ApiOptions } from './api.module.js';
import { fail } from './http/api.errors.js';
import { ProblemFilter } from './http/problem.filter.js';
import type { ApiRequest } from './http/request.js';
import { RouteTable } from './http/route-table.js';
import { serveWebApp } from './web/web-app.js';

const jsonBytes = 1024 * 1024;
const uploadBytes = 1024 * 1024 * 1024;
/** Files that a client hands back as the whole body: results of a listing. */
const fileBytes = 64 * 1024 * 1024;
const fileTypes = ['text/csv', 'application/xml', 'text/xml', 'application/octet-stream'];

/** Proxies in front of an https address sit on this machine or in its own network. */
const ownNetworks = ['loopback', 'linklocal', 'uniquelocal'];

/**
 * The API, not listening yet: `await app.listen(port, host)`, or `await app.init()` for requests injected by a test.
 * Throws when a route does not say who may call it.
 */
export async function createApi(options: ApiOptions): Promise<NestFastifyApplication> {
  const secure = options.env.PUBLIC_URL?.startsWith('https:') ?? false;
  let problemFilter: ProblemFilter | undefined;
  const adapter = new FastifyAdapter({
    bodyLimit: jsonBytes,
    trustProxy: secure ? ownNetworks : false,
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    genReqId: ({ headers }: IncomingMessage) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && isId(given) ? given.toLowerCase() : newId();
    },
    multipart: false,
    // What the router refuses before any hook: a broken URL, a parameter beyond all length.
    frameworkErrors: (_error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      problemFilter?.refuse(fail('request.malformed'), request, reply);
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.forRoot(options), adapter, {
    logger: new NestLog(),
    abortOnError: false,
    bufferLogs: false,
  });
  const fastify = adapter.getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    (request as ApiRequest).scope = { requestId: request.id };
    void reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store' });
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    log.debug(
      {
        requestId: request.id,
        method,
        route: routeOptions.url,
        status: reply.statusCode,
        ms: reply.elapsedTime,
      },
      'answered',
    );
    done();
  });
  // After parsing: the body's own events would lose what an earlier hook has set.
  fastify.addHook('preHandler', (request, _, done) => {
    withLogScope((request as ApiRequest).scope ?? { requestId: request.id }, done);
  });
  await app.register(fastifyCookie);
  await app.register(fastifyMultipart, {
    limits: { fileSize: uploadBytes, files: 1, fields: 10, fieldSize: 64 * 1024, headerPairs: 50 },
  });
  await app.register(fastifyHelmet, {
    hsts: secure,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
  });
  serveWebApp(app, { calls: options.env.TWILIO_ACCOUNT_SID !== undefined });
  // Many programs announce JSON also where they send no body at all.
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  app.useBodyParser('application/json', { bodyLimit: jsonBytes }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else void parseJson(request as FastifyRequest, body.toString('utf8'), done);
  });
  for (const type of fileTypes) {
    app.useBodyParser(type, { bodyLimit: fileBytes }, (_request, body, done) => done(null, body));
  }
  app.get(RouteTable).requireOperations();
  problemFilter = app.get(ProblemFilter);
  return app;
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorCatalogue, permissions } from '#platform';
import { RouteTable, type Route } from '../../apps/api/src/http/route-table.js';
import { createApiWorld, type ApiWorld } from '../support/api.js';

/** What anybody may call without signing in. Adding to this list is a decision. */
const open = [
  'DELETE /v1/session',
  'GET /c/:token',
  'GET /docs',
  'GET /docs/style.css',
  'GET /healthz',
  'GET /openapi.json',
  'GET /readyz',
  'POST /c/:token',
  'POST /v1/hooks/twilio/:clientId/desk-calls/:callId/answer',
  'POST /v1/hooks/twilio/:clientId/desk-calls/:callId/phones/:leg',
  'POST /v1/hooks/twilio/:clientId/desk-calls/:callId/room',
  'POST /v1/hooks/twilio/:clientId/inbound',
  'POST /v1/hooks/twilio/:clientId/messages/:messageId/call',
  'POST /v1/hooks/twilio/:clientId/messages/:messageId/connected',
  'POST /v1/hooks/twilio/:clientId/messages/:messageId/keys/:round',
  'POST /v1/hooks/twilio/:clientId/messages/:messageId/status',
  'POST /v1/hooks/twilio/:clientId/messages/:messageId/voice',
  'POST /v1/hooks/twilio/desk-calls/browser',
  'POST /v1/session',
  'POST /v1/session/second-factor',
];
/** The built-in mailbox, there in demo mode only. */
const demo = /^\w+ \/mailbox(\/|$)/;

describe('every route', () => {
  let world: ApiWorld;
  let routes: readonly Route[];
  beforeAll(async () => {
    world = await createApiWorld();
    ({ routes } = world.get(RouteTable));
  });
  afterAll(() => world.close());

  const name = (route: Route): string => `${route.method} ${route.path}`;

  it('says who may call it, by a permission that exists', () => {
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.filter(({ operation }) => !operation).map(name)).toEqual([]);
    const known = new Set<string>([...permissions, 'public']);
    expect(routes.filter(({ operation }) => !known.has(operation?.permission ?? '')).map(name)).toEqual([]);
  });

  it('needs a sign-in, but for a short list', () => {
    const found = routes.filter(({ operation }) => operation?.permission === 'public').map(name);
    expect(found.filter((route) => !demo.test(route)).toSorted()).toEqual(open);
  });

  it('checks every parameter by a schema, and each part of its path', () => {
    const unchecked = routes.flatMap((route) =>
      route.parameters
        .filter(({ schema }) => !schema)
        .map((parameter) => `${name(route)}: ${parameter.in} ${parameter.name ?? ''}`),
    );
    expect(unchecked).toEqual([]);
    const undeclared = routes.filter((route) => {
      const inPath = [...route.path.matchAll(/:([A-Za-z]+)/g)].map(([, part]) => part);
      const declared = route.parameters.filter((p) => p.in === 'path').map((p) => p.name);
      return inPath.some((part) => !declared.includes(part ?? ''));
    });
    expect(undeclared.map(name)).toEqual([]);
  });

  it('declares only errors that exist', () => {
    const unknown = routes.flatMap((route) =>
      (route.operation?.errors ?? []).filter((code) => !errorCatalogue().has(code)),
    );
    expect(unknown).toEqual([]);
  });

  it('is there once, under a name of its own', () => {
    expect(new Set(routes.map(name)).size).toBe(routes.length);
  });
});

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RouteTable } from '../../apps/api/src/http/route-table.js';
import { createApiWorld, type ApiWorld } from '../support/api.js';

const root = path.resolve(import.meta.dirname, '../..');

interface Described {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly $ref?: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

describe('the API’s description', () => {
  let world: ApiWorld;
  let document: {
    openapi: string;
    paths: Record<string, Record<string, Described>>;
    tags: { name: string; description?: string }[];
    components: { schemas: Record<string, object> };
  };
  beforeAll(async () => {
    world = await createApiWorld();
    document = (await world.request().get('/openapi.json')).body;
  });
  afterAll(() => world.close());

  it('has every route under /v1, with its answers and errors', () => {
    const described = Object.entries(document.paths).flatMap(([at, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${at}`),
    );
    const routes = world
      .get(RouteTable)
      .routes.filter((route) => route.path.startsWith('/v1/'))
      .map((route) => `${route.method} ${route.path.replace(/:([A-Za-z]+)/g, '{$1}')}`);
    expect(described).toEqual(expect.arrayContaining(routes));
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    expect(document.openapi).toBe('3.1.0');
  });

  it('refers only to what it has', () => {
    const text = JSON.stringify(document);
    const missing = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)]
      .map(([, name]) => name ?? '')
      .filter((name) => !document.components.schemas[name]);
    expect(missing).toEqual([]);
    expect(text).not.toContain('$defs');
  });

  it('says that every POST with sign-in takes Idempotency-Key', () => {
    const silent = Object.entries(document.paths).filter(([, { post }]) => {
      if (!post || post.security?.length === 0) return false;
      return !post.parameters?.some(({ $ref }) => $ref === '#/components/parameters/IdempotencyKey');
    });
    expect(silent.map(([at]) => at)).toEqual([]);
  });

  it('explains each of its groups', () => {
    expect(document.tags.filter(({ description }) => !description)).toEqual([]);
  });

  it('is accepted by redocly lint without an error or a warning', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'openapi-'));
    try {
      const file = path.join(folder, 'openapi.json');
      await writeFile(file, JSON.stringify(document));
      const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        [
          path.join(root, 'node_modules/@redocly/cli/bin/cli.js'),
          'lint',
          file,
          '--config',
          path.join(root, 'apps/api/redocly.yaml'),
          '--max-problems=20',
        ],
        {
          cwd: root,
          env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
        },
      );
      expect(stdout + stderr).not.toMatch(/You have \d+ warning/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is a page without scripts and outside requests', async () => {
    const page = await world.request().get('/docs');
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.text.match(/<(script|img|iframe|object)|(src|href)="[^"#]*\/\/|style=/g)).toBeNull();
    expect(page.text.includes('id="error-request.invalid"')).toBe(true);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    const anchors = [...page.text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id ?? '');
    expect(anchors.filter((id) => !page.text.includes(`id="${id}"`))).toEqual([]);
    expect((await world.request().get('/docs/style.css')).headers['content-type']).toMatch(/^text\/css/);
  });
});

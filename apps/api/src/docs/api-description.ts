import { Inject, Injectable } from '@nestjs/common';
import { STATUS_CODES } from 'node:http';
import type { z } from 'zod';
import { ENV, errorCatalogue, type Env } from '#platform';
import { csrfHeader } from '../http/csrf.js';
import { ErrorTexts } from '../http/error-texts.js';
import type { OperationSpec } from '../http/operation.js';
import { problemMediaType, problemSchema } from '../http/problem.js';
import { RouteTable, type Route, type RouteParameter } from '../http/route-table.js';
import { SessionCookie } from '../http/session-cookie.js';
import { SchemaComponents, type Json } from './schema-components.js';
import { tagsInOrder } from './tags.js';

/** Codes that every route with sign-in can answer. */
const everywhere = [
  'request.unauthenticated',
  'request.forbidden',
  'request.too_many',
  'service.unavailable',
];

/** The API's own description: OpenAPI 3.1, made from what the routes declare, so it cannot say anything else. */
@Injectable()
export class ApiDescription {
  private made: Json | undefined;

  constructor(
    private readonly table: RouteTable,
    private readonly texts: ErrorTexts,
    private readonly cookie: SessionCookie,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** The document; made once. */
  document(): Json {
    this.made ??= this.make();
    return this.made;
  }

  private make(): Json {
    const components = new SchemaComponents();
    components.of(problemSchema, 'output');
    const paths: Record<string, Json> = {};
    const tags = new Set<string>();
    const routes = this.table.routes
      .filter((route): route is Route & { operation: OperationSpec } => route.operation !== null)
      .filter(({ path }) => path.startsWith('/v1/') || path === '/healthz' || path === '/readyz')
      .toSorted((a, b) => a.path.localeCompare(b.path));
    for (const route of routes) {
      tags.add(route.operation.tag);
      const path = route.path.replace(/:([A-Za-z]+)/g, '{$1}');
      (paths[path] ??= {})[route.method.toLowerCase()] = this.operation(route, route.operation, components);
    }
    return {
      openapi: '3.1.0',
      info: {
        title: 'Reintegro',
        version: '1',
        description:
          'Decides return cases by a client’s policy, tells the customer, lists refunds and replacements, and invoices per contact.\n\n' +
          'Errors are RFC 9457 problem details with a stable `code` and a `detail` in the language of `Accept-Language`. ' +
          'Every POST takes `Idempotency-Key`. Lists take `limit` and `after` and answer `{ data, next }`. ' +
          'Ids are UUIDv7, instants RFC 3339 in UTC, local dates ISO, money `{ amountMinor, currency }`.',
        license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
      },
      servers: [{ url: this.env.PUBLIC_URL ?? '/' }],
      security: [{ apiKey: [] }, { session: [] }],
      tags: tagsInOrder(tags),
      paths,
      components: {
        schemas: components.schemas,
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'A client system’s key: `rk_…`.' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: this.cookie.name,
            description: `A signed-in person. What changes something must come from our own pages: browsers say so by themselves, others send \`${csrfHeader}\`.`,
          },
        },
        parameters: {
          IdempotencyKey: {
            name: 'Idempotency-Key',
            in: 'header',
            description:
              'Any value of 1 to 255 visible characters. Sent again with the same request, the first answer is repeated (`Idempotency-Replayed: true`); with another body 422; while the first runs 409.',
            schema: { type: 'string', minLength: 1, maxLength: 255 },
            example: '0198c0de-7a31-7c55-9d0e-3f1f0a1f6a55',
          },
          Client: {
            name: 'client',
            in: 'query',
            description:
              'Code of a client, for the operator’s staff. Callers of a client are always in their own.',
            schema: { type: 'string' },
          },
        },
      },
    };
  }

  private operation(route: Route, spec: OperationSpec, components: SchemaComponents): Json {
    const isPublic = spec.permission === 'public';
    const parameters = route.parameters.flatMap((parameter) => describeParameter(parameter, components));
    const named = new Set(parameters.map(({ name }) => name));
    if (!isPublic && spec.permission !== 'session.own' && !named.has('client')) {
      parameters.push({ $ref: '#/components/parameters/Client' });
    }
    if (route.method === 'POST' && !isPublic)
      parameters.push({ $ref: '#/components/parameters/IdempotencyKey' });
    const body = this.requestBody(route, spec, components);
    return {
      operationId: operationId(route),
      tags: [spec.tag],
      summary: spec.summary,
      description: [
        spec.description,
        isPublic ? 'No sign-in needed.' : `Needs the permission \`${spec.permission}\`.`,
      ]
        .filter(Boolean)
        .join('\n\n'),
      ...(isPublic ? { security: [] } : {}),
      ...(parameters.length > 0 ? { parameters } : {}),
      ...(body ? { requestBody: body } : {}),
      responses: { ...this.answers(spec, components), ...this.problems(route, spec, body !== null) },
    };
  }

  private requestBody(route: Route, spec: OperationSpec, components: SchemaComponents): Json | null {
    const declared = route.parameters.find((parameter) => parameter.in === 'body');
    const schema = spec.body ?? (declared?.schema as z.ZodType | null | undefined);
    if (!schema) return null;
    const json = components.of(schema, 'input');
    const required = !schema.safeParse(undefined).success;
    const content: Record<string, Json> = { [spec.bodyMediaType ?? 'application/json']: { schema: json } };
    // Beside JSON, some routes take the file that we gave out, with results added.
    const takesFile = (declared?.schema as z.ZodType | undefined)?.safeParse(Buffer.from('x')).success;
    if (takesFile) content['text/csv'] = { schema: { type: 'string' } };
    return { required, content };
  }

  private answers(spec: OperationSpec, components: SchemaComponents): Json {
    return Object.fromEntries(
      Object.entries(spec.answers).map(([status, answer]) => {
        const description = STATUS_CODES[Number(status)] ?? 'Answer';
        if (answer === null) return [status, { description }];
        if ('mediaTypes' in answer) {
          const content = Object.fromEntries(answer.mediaTypes.map((type) => [type, {}]));
          return [status, { description, content }];
        }
        const schema = components.of(answer, 'output');
        return [status, { description, content: { 'application/json': { schema } } }];
      }),
    );
  }

  /** Which codes a route can answer, by status. */
  private problems(route: Route, spec: OperationSpec, hasBody: boolean): Json {
    const codes = new Set(
      spec.permission === 'public' ? ['request.too_many', 'service.unavailable'] : everywhere,
    );
    for (const code of spec.errors ?? []) codes.add(code);
    if (hasBody || route.parameters.some((parameter) => parameter.in === 'query'))
      codes.add('request.invalid');
    if (hasBody) for (const code of ['request.too_large', 'request.unsupported_media_type']) codes.add(code);
    if (route.path.includes(':')) codes.add('request.not_found');
    if (route.method === 'POST' && spec.permission !== 'public') {
      for (const code of ['idempotency.mismatch', 'idempotency.in_flight']) codes.add(code);
    }
    const byStatus = new Map<number, string[]>();
    for (const code of codes) {
      const status = errorCatalogue().get(code);
      if (status === undefined) throw new Error(`${route.handler} declares an unknown error code: ${code}`);
      byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
    }
    return Object.fromEntries(
      [...byStatus].map(([status, list]) => [
        String(status),
        {
          description: list
            .map((code) => `\`${code}\`: ${this.texts.sentence(code, 'en') ?? code}`)
            .join('\n\n'),
          ...(status === 429 || status === 503 || list.includes('idempotency.in_flight')
            ? { headers: { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } } }
            : {}),
          content: { [problemMediaType]: { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      ]),
    );
  }
}

function describeParameter(parameter: RouteParameter, components: SchemaComponents): Json[] {
  if (parameter.in === 'body') return [];
  const json = parameter.schema ? components.of(parameter.schema as z.ZodType, 'input') : {};
  if (parameter.name !== null) {
    const required = parameter.in === 'path' || isRequired(parameter.schema as z.ZodType | null);
    return [{ name: parameter.name, in: parameter.in, required, schema: json }];
  }
  // A whole query (or all path parameters) at once: one parameter for each property.
  const properties = (resolve(json, components)['properties'] ?? {}) as Record<string, Json>;
  const required = new Set((resolve(json, components)['required'] ?? []) as string[]);
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: parameter.in,
    required: parameter.in === 'path' || required.has(name),
    ...(description === undefined ? {} : { description }),
    schema,
  }));
}

function resolve(json: Json, components: SchemaComponents): Json {
  const ref = json['$ref'];
  return typeof ref === 'string' ? (components.schemas[ref.split('/').at(-1) ?? ''] ?? {}) : json;
}

function isRequired(schema: z.ZodType | null): boolean {
  return schema !== null && !schema.safeParse(undefined).success;
}

/** `CasesController.get` is `casesGet`. */
function operationId({ handler }: Route): string {
  const [controller = '', method = ''] = handler.split('.');
  const subject = controller.replace(/Controller$/, '');
  return (
    subject.charAt(0).toLowerCase() + subject.slice(1) + method.charAt(0).toUpperCase() + method.slice(1)
  );
}

import { z } from 'zod';

export type Json = { [key: string]: unknown };

/** JSON schemas of zod schemas; those with an id become components that are referred to. */
export class SchemaComponents {
  readonly schemas: Record<string, Json> = {};

  /** `input` is what a caller may send (defaults are optional), `output` what an answer holds. */
  of(schema: z.ZodType, io: 'input' | 'output'): Json {
    const {
      $schema: _,
      $defs,
      ...json
    } = z.toJSONSchema(schema, {
      io,
      target: 'draft-2020-12',
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        if (zodSchema instanceof z.ZodDate)
          Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
      },
    }) as Json & { $defs?: Record<string, Json> };
    const names = new Map<string, string>();
    for (const name of Object.keys($defs ?? {})) names.set(name, name);
    // The same words may be looser in a body than in an answer: then the body's form gets a name of its own.
    for (const [name, definition] of Object.entries($defs ?? {})) {
      const known = this.schemas[name];
      if (known && JSON.stringify(known) !== JSON.stringify(relink(tidy(definition), names))) {
        names.set(name, `${name}${io === 'input' ? 'Input' : 'Output'}`);
      }
    }
    for (const [name, definition] of Object.entries($defs ?? {})) {
      this.schemas[names.get(name) ?? name] = relink(tidy(definition), names);
    }
    const own = typeof json['id'] === 'string' ? json['id'] : null;
    const tidied = relink(tidy(json), names);
    if (own === null) return tidied;
    const known = this.schemas[own];
    const name =
      known && JSON.stringify(known) !== JSON.stringify(tidied)
        ? `${own}${io === 'input' ? 'Input' : 'Output'}`
        : own;
    this.schemas[name] = tidied;
    return { $ref: `#/components/schemas/${name}` };
  }
}

/** Without zod's own keys and bounds that only say what JavaScript can count. */
function tidy(json: Json): Json {
  return map(json, (node) => {
    const { id, $id, ...rest } = node;
    if (typeof id !== 'string' && id !== undefined) rest['id'] = id;
    if (typeof $id !== 'string' && $id !== undefined) rest['$id'] = $id;
    if (rest['maximum'] === Number.MAX_SAFE_INTEGER) delete rest['maximum'];
    if (rest['minimum'] === Number.MIN_SAFE_INTEGER) delete rest['minimum'];
    return rest;
  });
}

function relink(json: Json, names: ReadonlyMap<string, string>): Json {
  return map(json, (node) => {
    const ref = node['$ref'];
    if (typeof ref !== 'string' || !ref.startsWith('#/$defs/')) return node;
    const name = ref.slice('#/$defs/'.length);
    return { ...node, $ref: `#/components/schemas/${names.get(name) ?? name}` };
  });
}

function map(node: Json, change: (node: Json) => Json): Json {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    return value !== null && typeof value === 'object' ? map(value as Json, change) : value;
  };
  return change(Object.fromEntries(Object.entries(node).map(([key, value]) => [key, visit(value)])));
}

import { errorCatalogue } from '#platform';
import type { ErrorTexts } from '../http/error-texts.js';
import type { Json } from './schema-components.js';

interface Described {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Json[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Json }>> };
  readonly responses: Readonly<
    Record<
      string,
      { readonly description: string; readonly content?: Readonly<Record<string, { schema?: Json }>> }
    >
  >;
}

interface Document {
  readonly info: { readonly title: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly tags: readonly { readonly name: string }[];
  readonly components: {
    readonly schemas: Readonly<Record<string, Json>>;
    readonly parameters: Readonly<Record<string, Json>>;
  };
}

interface Call extends Described {
  readonly method: string;
  readonly path: string;
}

/** The API's description as one page without scripts: contents, every call, every shape, every error. */
export function docsPage(json: Json, texts: ErrorTexts): string {
  const document = json as unknown as Document;
  const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]): Call => ({
      method: method.toUpperCase(),
      path,
      ...described,
    })),
  );
  const byTag = document.tags.map(({ name }) => ({
    name,
    calls: calls.filter((call) => call.tags[0] === name),
  }));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(document.info.title)} API</title>
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<header><h1>${escape(document.info.title)} API</h1>
${paragraphs(document.info.description)}
<p>For programs: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).</p></header>
<nav aria-label="Contents">${byTag
    .map(
      ({ name, calls: listed }) =>
        `<section><h2>${escape(name)}</h2><ul>${listed
          .map(
            (call) =>
              `<li><a href="#${call.operationId}">${method(call)} <code>${breakable(call.path)}</code></a></li>`,
          )
          .join('')}</ul></section>`,
    )
    .join('')}
<section><h2>Reference</h2><ul><li><a href="#shapes">Shapes</a></li><li><a href="#errors">Errors</a></li></ul></section></nav>
<main>
${byTag.map((tag) => `<h2>${escape(tag.name)}</h2>${tag.calls.map((call) => article(call, document)).join('')}`).join('')}
<h2 id="shapes">Shapes</h2>
${Object.entries(document.components.schemas)
  .toSorted(([a], [b]) => a.localeCompare(b))
  .map(([name, schema]) => `<article id="shape-${name}"><h3>${name}</h3>${shape(schema)}</article>`)
  .join('')}
<h2 id="errors">Errors</h2>
<p>Every error is <code>application/problem+json</code> with one of these codes.</p>
<dl class="errors">${[...errorCatalogue()]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(
      ([code, status]) =>
        `<dt id="error-${escape(code)}"><code>${escape(code)}</code> ${status}</dt><dd>${paragraphs(texts.sentence(code, 'en') ?? '')}</dd>`,
    )
    .join('')}</dl>
</main>
</body>
</html>
`;
}

function article(call: Call, document: Document): string {
  const body = Object.entries(call.requestBody?.content ?? {});
  return `<article id="${call.operationId}">
<h3>${method(call)} <code>${breakable(call.path)}</code></h3>
<p><strong>${escape(call.summary)}</strong></p>
${paragraphs(call.description ?? '')}
${call.parameters ? `<h4>Parameters</h4><dl>${call.parameters.map((p) => parameter(p, document)).join('')}</dl>` : ''}
${body.map(([type, { schema }]) => `<h4>Body <small>${escape(type)}</small></h4>${shape(schema)}`).join('')}
<h4>Answers</h4><dl>${Object.entries(call.responses)
    .map(
      ([status, { description, content }]) =>
        `<dt class="s${status[0]}">${status}</dt><dd>${paragraphs(description)}${
          Number(status) < 300
            ? Object.entries(content ?? {})
                .map(([type, { schema }]) => (schema ? shape(schema) : `<p><code>${escape(type)}</code></p>`))
                .join('')
            : ''
        }</dd>`,
    )
    .join('')}</dl>
</article>`;
}

function parameter(json: Json, document: Document): string {
  const ref = json['$ref'];
  const described = typeof ref === 'string' ? (document.components.parameters[last(ref)] ?? {}) : json;
  const required = described['required'] === true ? ', required' : '';
  return `<dt><code>${escape(text(described['name']))}</code> <small>${escape(text(described['in']))}${required}</small></dt>
<dd>${paragraphs(text(described['description']))}${typeOf((described['schema'] ?? {}) as Json)}</dd>`;
}

/** An object as the list of its properties, anything else as the name of its type. */
function shape(schema: Json): string {
  const properties = schema['properties'] as Readonly<Record<string, Json>> | undefined;
  const note = paragraphs(text(schema['description']));
  if (!properties) return `${note}<p>${typeOf(schema)}</p>`;
  const required = new Set((schema['required'] ?? []) as string[]);
  return `${note}<dl class="shape">${Object.entries(properties)
    .map(
      ([name, property]) =>
        `<dt><code>${escape(name)}</code>${required.has(name) ? '' : ' <small>optional</small>'}</dt><dd>${paragraphs(text(property['description']))}${
          nested(property) ?? typeOf(property)
        }</dd>`,
    )
    .join('')}</dl>`;
}

/** An object, or a list of objects, written out where it stands. */
function nested(schema: Json): string | null {
  if (schema['properties']) return shape({ ...schema, description: undefined });
  const items = schema['items'] as Json | undefined;
  return items?.['properties'] ? `<span class="type">list of</span>${shape(items)}` : null;
}

function typeOf(schema: Json): string {
  return `<span class="type">${typeText(schema)}</span>`;
}

function typeText(schema: Json): string {
  const ref = schema['$ref'];
  if (typeof ref === 'string') return `<a href="#shape-${last(ref)}">${last(ref)}</a>`;
  const choices = (schema['anyOf'] ?? schema['oneOf']) as Json[] | undefined;
  if (choices) return choices.map(typeText).join(' or ');
  if ('const' in schema) return `<code>${escape(JSON.stringify(schema['const']))}</code>`;
  const values = schema['enum'] as unknown[] | undefined;
  if (values) return values.map((value) => `<code>${escape(visible(String(value)))}</code>`).join(', ');
  if (schema['type'] === 'array') return `list of ${typeText((schema['items'] ?? {}) as Json)}`;
  const limits = ['format', 'minLength', 'maxLength', 'minimum', 'maximum', 'default']
    .filter((key) => schema[key] !== undefined)
    .map((key) => `${key} ${JSON.stringify(schema[key])}`);
  return escape([[schema['type'] ?? 'anything'].flat().map(String).join(' or '), ...limits].join(', '));
}

/** A tab or a line end as it is written in JSON. */
function visible(value: string): string {
  return /^\S*$/.test(value) ? value : JSON.stringify(value);
}

function method(call: Call): string {
  return `<b class="method ${call.method.toLowerCase()}">${call.method}</b>`;
}

function paragraphs(markdown: string): string {
  return markdown
    .split('\n\n')
    .filter(Boolean)
    .map((part) => `<p>${escape(part).replace(/`([^`]+)`/g, '<code>$1</code>')}</p>`)
    .join('');
}

/** A path may be broken before each slash on a narrow screen. */
function breakable(path: string): string {
  return escape(path).replaceAll('/', '<wbr>/');
}

function last(ref: string): string {
  return ref.split('/').at(-1) ?? ref;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(raw: string): string {
  return raw.replace(/[&<>"']/g, (c) => entities[c] ?? c);
}

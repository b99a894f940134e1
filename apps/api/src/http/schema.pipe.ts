import { Injectable, StandardSchemaValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { fail, type ErrorDetail } from '#platform';

type Schema = NonNullable<ArgumentMetadata['schema']>;

/** The parts of zod's issues that our codes are made from. */
interface Issue {
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
  readonly message: string;
  readonly code?: string;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly origin?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly expected?: string;
  readonly keys?: readonly string[];
  readonly values?: readonly unknown[];
  readonly params?: { readonly code?: string };
}

/** A caller that sends nonsense gets its first findings, not megabytes of them. */
const most = 100;

/**
 * Validates every parameter that has a schema. An invalid body or query is `request.invalid` with one finding per
 * place; an invalid path parameter names nothing that exists, so it is 404 as any unknown id.
 */
@Injectable()
export class SchemaPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: unknown, metadata: ArgumentMetadata): Promise<T> {
    const { schema, type } = metadata;
    if (!schema || type === 'custom') return value as T;
    if (!Buffer.isBuffer(value)) this.stripProtoKeys(value);
    const result = await schema['~standard'].validate(value);
    if (!result.issues) return result.value as T;
    if (type === 'param') throw fail('request.not_found');
    const base = metadata.data === undefined ? '' : `/${metadata.data}`;
    const details = (result.issues as readonly Issue[]).flatMap((issue) => toDetails(issue, value, base));
    throw fail('request.invalid', {}, details.slice(0, most));
  }
}

/** A parameter's schema as Nest carries it. */
export type ParameterSchema = Schema;

function toDetails(issue: Issue, value: unknown, base: string): ErrorDetail[] {
  const path = (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));
  const pointer = base + path.map((part) => `/${escapePointer(String(part))}`).join('');
  switch (issue.code ?? '') {
    case 'invalid_type':
      return valueAt(value, path) === undefined
        ? [{ pointer, code: 'field.required' }]
        : [{ pointer, code: 'field.type', params: { expected: issue.expected ?? '' } }];
    case 'too_small':
      return [{ pointer, code: boundCode('too_small', issue), params: { minimum: String(issue.minimum) } }];
    case 'too_big':
      return [{ pointer, code: boundCode('too_big', issue), params: { maximum: String(issue.maximum) } }];
    case 'invalid_format':
      return [{ pointer, code: 'field.format', params: { format: formatOf(issue) } }];
    case 'unrecognized_keys':
      return (issue.keys ?? []).map((key) => ({
        pointer: `${pointer}/${escapePointer(key)}`,
        code: 'field.unknown',
      }));
    case 'invalid_value':
      return valueAt(value, path) === undefined
        ? [{ pointer, code: 'field.required' }]
        : [{ pointer, code: 'field.not_allowed', params: { allowed: (issue.values ?? []).map(String) } }];
    case 'custom':
      return [ownRule(pointer, issue)];
    default:
      return [{ pointer, code: 'field.invalid' }];
  }
}

/** A rule of our own, by its code, else in its own words. */
function ownRule(pointer: string, issue: Issue): ErrorDetail {
  if (issue.params?.code) return { pointer, code: issue.params.code, detail: issue.message };
  return isOwnWords(issue)
    ? { pointer, code: 'field.rule', params: { rule: issue.message } }
    : { pointer, code: 'field.invalid' };
}

/** What a schema says itself, else the pattern, else zod's name of the format. */
function formatOf(issue: Issue): string {
  if (isOwnWords(issue)) return issue.message;
  return (issue.format === 'regex' ? issue.pattern : issue.format) ?? '';
}

/** zod's own messages all begin like this. */
function isOwnWords({ message }: Issue): boolean {
  return !message.startsWith('Invalid ');
}

/** Lengths and amounts read differently in a sentence. */
function boundCode(side: 'too_small' | 'too_big', issue: Issue): string {
  if (issue.origin === 'string') return side === 'too_small' ? 'field.too_short' : 'field.too_long';
  if (issue.origin === 'array' || issue.origin === 'set') {
    return side === 'too_small' ? 'field.too_few' : 'field.too_many';
  }
  return `field.${side}`;
}

function escapePointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      at === null || typeof at !== 'object' ? undefined : (at as Record<PropertyKey, unknown>)[key],
    value,
  );
}

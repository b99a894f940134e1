import { z } from 'zod';
import { fail } from '../errors/domain-error.js';

/** Query parameters of every list. */
export const pageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(200).optional(),
});

export type PageQuery = z.infer<typeof pageSchema>;

export interface Page<T> {
  readonly data: readonly T[];
  readonly next: string | null;
}

/** An opaque cursor from the sort key of a page's last row. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The sort key in a cursor; a cursor that we did not make raises `request.invalid`. */
export function decodeCursor(cursor: string, parts: number): (string | number)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(key) &&
      key.length === parts &&
      key.every((k) => typeof k === 'string' || typeof k === 'number')
    ) {
      return key;
    }
  } catch {
    // falls through: not ours
  }
  throw fail('request.invalid', {}, [{ pointer: '/after', code: 'cursor' }]);
}

/** Cuts a result that was asked for with one row more than the limit into a page. */
export function toPage<R, T>(
  rows: readonly R[],
  limit: number,
  key: (row: R) => readonly (string | number)[],
  map: (row: R) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: shown.map(map),
    next: rows.length > limit && last !== undefined ? encodeCursor(key(last)) : null,
  };
}

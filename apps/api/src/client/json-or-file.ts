import { z } from 'zod';

export type JsonOrFile<T extends z.ZodType> = z.output<T> | Buffer;

/** A body that is JSON by the schema, with its findings, or a file as it came. */
export function jsonOrFile<T extends z.ZodType>(schema: T): z.ZodType<JsonOrFile<T>> {
  return z.unknown().transform((body, context): JsonOrFile<T> => {
    if (Buffer.isBuffer(body)) return body;
    const result = schema.safeParse(body);
    if (result.success) return result.data;
    for (const issue of result.error.issues)
      context.issues.push({ ...issue, input: body } as (typeof context.issues)[number]);
    return z.NEVER;
  });
}

import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { DomainError } from '#platform';
import { ErrorTexts } from './error-texts.js';

export const problemMediaType = 'application/problem+json';

/** RFC 9457 problem details as this API answers them. */
export const problemSchema = z
  .object({
    type: z.string().describe('Where the code is explained.'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable; what a program should look at.'),
    detail: z.string().describe("A sentence in the caller's language."),
    requestId: z.uuid(),
    errors: z
      .array(
        z.object({
          pointer: z.string().describe('RFC 6901 JSON pointer into the body, or /name of a parameter.'),
          code: z.string(),
          detail: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details.' });
export type Problem = z.infer<typeof problemSchema>;

/** A client that resends gives the server this long, in seconds, unless the error says otherwise. */
const retryAfterOf: Readonly<Record<string, number>> = {
  'service.unavailable': 5,
  'idempotency.in_flight': 1,
  'request.too_many': 60,
};

/** Turns errors into problem answers. */
@Injectable()
export class Problems {
  constructor(private readonly texts: ErrorTexts) {}

  of(error: DomainError, requestId: string, language: string): Problem {
    return {
      type: `/docs#error-${error.code}`,
      title: this.texts.sentence(`status.${error.status}`, language) ?? 'Error',
      status: error.status,
      code: error.code,
      detail: this.texts.sentence(error.code, language, error.params) ?? error.code,
      requestId,
      ...(error.errors && {
        errors: error.errors.map(({ pointer, code, params, detail }) => ({
          pointer,
          code,
          detail: this.texts.sentence(code, language, params) ?? detail ?? code,
        })),
      }),
    };
  }

  headers(error: DomainError): Record<string, string> {
    const retryAfter = error.params['retryAfter'] ?? retryAfterOf[error.code];
    return {
      'content-type': problemMediaType,
      'cache-control': 'no-store',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
      ...(error.status === 401 ? { 'www-authenticate': 'Bearer realm="reintegro"' } : {}),
      ...(typeof error.params['allow'] === 'string' ? { allow: error.params['allow'] } : {}),
    };
  }
}

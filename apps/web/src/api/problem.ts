import type { components } from './schema';

export type Problem = components['schemas']['Problem'];

/** What the API refused, with its reason in the reader's language. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'ProblemError';
  }

  /** The sentence about one field of the body, by its JSON pointer. */
  of(pointer: string): string | undefined {
    return this.problem.errors?.find((found) => found.pointer === pointer)?.detail;
  }
}

/** No answer came: the server is out of reach. */
export class ConnectionLost extends Error {
  constructor() {
    super('connection lost');
    this.name = 'ConnectionLost';
  }
}

/** An answer's body as a problem, also where a proxy answered in the server's place. */
export function toProblem(body: unknown, status: number): Problem {
  if (typeof body === 'object' && body !== null && 'code' in body && 'detail' in body) return body as Problem;
  return { type: 'about:blank', title: '', status, code: `status.${status}`, detail: '', requestId: '' };
}

/** Whether the same request may succeed when it is sent again. */
export function mayPass(error: unknown): boolean {
  if (error instanceof ConnectionLost) return true;
  return error instanceof ProblemError && (error.problem.status >= 500 || error.problem.status === 429);
}

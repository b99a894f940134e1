import { AsyncLocalStorage } from 'node:async_hooks';
import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/** What every log line of a request or job carries. Ids only: logs hold no personal data. */
export interface LogScope {
  readonly requestId: string;
  readonly clientId?: string;
  readonly job?: string;
}

const scope = new AsyncLocalStorage<LogScope>();

/** Runs `fn` so that each log line written inside carries the scope's ids. */
export function withLogScope<T>(ids: LogScope, fn: () => T): T {
  return scope.run(ids, fn);
}

/** The process's logger: JSON lines on standard error, standard output stays free for the commands' own words. */
export const log: Logger = pino(
  {
    level: process.env['LOG_LEVEL'] ?? 'info',
    base: null,
    // A copy: pino merges each line's own fields into what it gets here.
    mixin: () => ({ ...scope.getStore() }),
    redact: [
      'req.headers.authorization',
      'req.headers.cookie',
      'password',
      'token',
      'iban',
      'email',
      'phone',
    ],
    serializers: {
      // Driver errors carry `detail` with row values ("Key (email)=(…)"): only what identifies the fault is kept.
      err: (error: Error & { code?: string; constraint?: string; table?: string }) => ({
        name: error.name,
        message: error.message,
        code: error.code,
        constraint: error.constraint,
        table: error.table,
        stack: error.stack,
      }),
    },
  },
  pino.destination({ fd: 2, sync: false }),
);

/** Nest's own messages through the same logger. */
export class NestLog implements LoggerService {
  log(message: unknown, context?: string): void {
    log.debug({ context }, String(message));
  }
  error(message: unknown, stack?: string, context?: string): void {
    log.error({ context, stack }, String(message));
  }
  warn(message: unknown, context?: string): void {
    log.warn({ context }, String(message));
  }
  debug(message: unknown, context?: string): void {
    log.debug({ context }, String(message));
  }
  verbose(message: unknown, context?: string): void {
    log.trace({ context }, String(message));
  }
}

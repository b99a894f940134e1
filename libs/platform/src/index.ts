export {
  actorName,
  OPERATOR_ID,
  requireOperatorPermission,
  requirePermission,
  systemCtx,
} from './access/ctx.js';
export type { Actor, ClientCtx, Ctx } from './access/ctx.js';
export {
  apiKeyScopes,
  clientRoles,
  operatorRoles,
  permissions,
  rolePermissions,
  roles,
} from './access/permissions.js';
export type { Permission, Role } from './access/permissions.js';
export {
  addDays,
  daysBetween,
  latestCutoff,
  localDate,
  localInstant,
  localMonth,
  nextCutoff,
  startOfLocalDay,
} from './clock/calendar.js';
export type { CutoffSchedule, Weekday } from './clock/calendar.js';
export { Clock } from './clock/clock.js';
export { bookKinds, closeBook, joinBook, joinBookSql } from './db/book-lock.js';
export type { BookKind } from './db/book-lock.js';
export { appDataSourceOptions, appRole } from './db/data-source.js';
export { DATABASE_URL } from './db/database-url.js';
export { Database } from './db/database.js';
export { isId, newId } from './db/ids.js';
export { migrate, minimumPostgres } from './db/migrate.js';
export { decodeCursor, encodeCursor, pageSchema, toPage } from './db/paging.js';
export type { Page, PageQuery } from './db/paging.js';
export { SnakeNamingStrategy } from './db/snake-naming.js';
export { nextState } from './db/transition.js';
export type { StateTable } from './db/transition.js';
export type { CopyValue, Tx } from './db/tx.js';
export { installTypeParsers } from './db/types.js';
export { ENV, envSchema, readEnv } from './env/env.js';
export type { Env } from './env/env.js';
export { defineErrors, DomainError, errorCatalogue, fail } from './errors/domain-error.js';
export type { ErrorDetail, ErrorParams } from './errors/domain-error.js';
export { Files } from './files/files.js';
export type { StoredFile } from './files/files.js';
export { Idempotency } from './idempotency/idempotency.js';
export type { IdempotentRequest, StoredAnswer } from './idempotency/idempotency.js';
export { declaredJobs, defineJob, queues } from './jobs/job-spec.js';
export type { JobSpec, QueueName } from './jobs/job-spec.js';
export { Jobs } from './jobs/jobs.js';
export { log, NestLog, withLogScope } from './log/logger.js';
export {
  currencyDigits,
  divideRoundHalfUp,
  formatMinor,
  formatUnitPrice,
  parseMinor,
  parseUnitPrice,
} from './money/money.js';
export type { Money } from './money/money.js';
export { keepHeapSmall } from './memory/heap.js';
export { OutboxDispatcher } from './outbox/dispatcher.js';
export { backoff, byClient } from './outbox/outbox.js';
export type { OutboxHandler, OutboxItem, OutboxOutcome } from './outbox/outbox.js';
export { addToOutbox, nextDueInOutbox, recordInOutbox, takeFromOutbox } from './outbox/outbox.queries.js';
export { PlatformModule } from './platform.module.js';
export { startEmbeddedPostgres } from './postgres/embedded.js';
export type { EmbeddedPostgres } from './postgres/embedded.js';
export { moneySchema, pageOf } from './money/money.schema.js';
export { OutboxReceipts } from './outbox/receipts.js';
export { Secrets } from './secrets/secrets.js';
export { outboxSweep, outboxWake, wakeOutbox } from './outbox/outbox.jobs.js';

import { createHash } from 'node:crypto';
import {
  Injectable,
  StreamableFile,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { lastValueFrom, of, type Observable } from 'rxjs';
import {
  Database,
  DomainError,
  fail as platformFail,
  Idempotency,
  log,
  type Ctx,
  type StoredAnswer,
  type Tx,
} from '#platform';
import { fail } from './api.errors.js';
import { OPERATION, type OperationSpec } from './operation.js';
import { Problems } from './problem.js';
import type { ApiReply, ApiRequest } from './request.js';

export const idempotencyHeader = 'idempotency-key';
/** Of an answer, what a replay repeats besides status and body. */
const keptHeaders = ['content-type', 'location'];

/**
 * Answers a repeated POST with its first answer. Every POST of a known caller takes part when it carries the header;
 * answers of 500 and above and those that say "try again" are not kept.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly idempotency: Idempotency,
    private readonly db: Database,
    private readonly problems: Problems,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<ApiRequest>();
    const header = request.headers[idempotencyHeader];
    const { ctx, caller } = request;
    if (request.method !== 'POST' || header === undefined || !ctx || !caller) return next.handle();
    if (typeof header !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(header)) {
      throw platformFail('request.invalid', {}, [{ pointer: '/Idempotency-Key', code: 'field.format' }]);
    }
    const reply = http.getResponse<ApiReply>();
    const operation = this.reflector.get<OperationSpec>(OPERATION, context.getHandler());
    const known = await this.idempotency.claim(ctx, {
      key: header,
      route: `POST ${request.url}`,
      sha256: contentHash(request),
    });
    if (known) return of(replay(reply, known));
    return of(await this.perform(ctx, header, operation, next, reply));
  }

  private async perform(
    ctx: Ctx,
    key: string,
    operation: OperationSpec,
    next: CallHandler,
    reply: ApiReply,
  ): Promise<unknown> {
    const act = async (tx?: Tx): Promise<unknown> => {
      const value: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      if (tx) await this.idempotency.store(ctx, key, this.answerOf(operation, ctx, reply, value), tx);
      return value;
    };
    try {
      if (operation.atomic) return await this.db.tx(ctx, act);
      const value = await act();
      if (value instanceof StreamableFile || reply.sent) await this.idempotency.release(ctx, key);
      else await this.idempotency.store(ctx, key, this.answerOf(operation, ctx, reply, value));
      return value;
    } catch (error) {
      await this.settle(ctx, key, error).catch((err: Error) =>
        log.warn({ err }, 'idempotency key stays locked'),
      );
      throw error;
    }
  }

  /** Keeps the answer to a refused request; gives the key back when the same request may succeed later. */
  private async settle(ctx: Ctx, key: string, error: unknown): Promise<void> {
    if (!(error instanceof DomainError) || error.status >= 500 || error.status === 429) {
      await this.idempotency.release(ctx, key);
      return;
    }
    await this.idempotency.store(ctx, key, this.refusal(ctx, error));
  }

  private answerOf(operation: OperationSpec, ctx: Ctx, reply: ApiReply, value: unknown): StoredAnswer {
    if (operation.shownOnce) return this.refusal(ctx, fail('idempotency.shown_once'));
    const headers: Record<string, string> = {};
    for (const name of keptHeaders) {
      const header = reply.getHeader(name);
      if (header !== undefined) headers[name] = String(header);
    }
    const body = value === undefined || value === null ? null : toBody(value);
    if (body !== null) headers['content-type'] ??= 'application/json; charset=utf-8';
    return { status: reply.statusCode, headers, body };
  }

  private refusal(ctx: Ctx, error: DomainError): StoredAnswer {
    return {
      status: error.status,
      headers: this.problems.headers(error),
      body: JSON.stringify(this.problems.of(error, ctx.requestId, ctx.locale)),
    };
  }
}

function toBody(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function replay(reply: ApiReply, answer: StoredAnswer): string | undefined {
  void reply.status(answer.status).headers(answer.headers).header('idempotency-replayed', 'true');
  return answer.body ?? undefined;
}

/**
 * A multipart body is not read yet and may be a gigabyte: its length stands for it. Uploads recognise the same bytes by
 * themselves, so the key only has to tell a repetition from another request.
 */
function contentHash(request: ApiRequest): Buffer {
  const hash = createHash('sha256');
  if (request.isMultipart())
    return hash.update(`multipart:${request.headers['content-length'] ?? ''}`).digest();
  const { body } = request;
  if (body === undefined || body === null) return hash.digest();
  return hash.update(Buffer.isBuffer(body) ? body : JSON.stringify(body)).digest();
}

import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { DomainError, fail as platformFail, log, withLogScope } from '#platform';
import { fail } from './api.errors.js';
import { ErrorTexts } from './error-texts.js';
import { acceptedLanguage } from './locale.js';
import { Problems } from './problem.js';
import type { ApiReply, ApiRequest } from './request.js';
import { RouteTable } from './route-table.js';

/** Characters that PostgreSQL cannot store in text (U+0000, lone surrogates): the caller's mistake, not ours. */
const unstorable = new Set(['22021', '22P05']);

/** Every error leaves as problem+json; what nobody expected leaves as 500 without details and is logged. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly problems: Problems,
    private readonly texts: ErrorTexts,
    private readonly routes: RouteTable,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<ApiRequest>();
    const reply = http.getResponse<ApiReply>();
    const error = this.toDomainError(thrown, request);
    if (error.status >= 500) {
      withLogScope(request.scope ?? { requestId: request.id }, () =>
        log.error(
          { err: error.cause ?? thrown, method: request.method, route: request.routeOptions.url },
          error.code,
        ),
      );
    }
    this.refuse(error, request, reply);
  }

  /** Sends the error's answer. */
  refuse(error: DomainError, request: ApiRequest, reply: ApiReply): void {
    if (reply.sent || reply.raw.headersSent) {
      // A stream broke off halfway: a cut connection is the only way left to say so.
      reply.raw.destroy();
      return;
    }
    const language =
      request.ctx?.locale ??
      acceptedLanguage(request.headers['accept-language'], this.texts.languages) ??
      'en';
    const problem = this.problems.of(error, request.id, language);
    void reply
      .code(error.status)
      .headers({ ...this.problems.headers(error), 'content-language': language, 'x-request-id': request.id })
      .send(JSON.stringify(problem));
  }

  private toDomainError(thrown: unknown, request: ApiRequest): DomainError {
    if (thrown instanceof DomainError) return thrown;
    if (thrown instanceof HttpException) return this.ofStatus(thrown, request);
    if (unstorable.has((thrown as { code?: string }).code ?? '')) return fail('request.malformed');
    return platformFail('service.internal');
  }

  /** What the HTTP server itself refuses: before routing, while parsing. */
  private ofStatus(thrown: HttpException, request: ApiRequest): DomainError {
    switch (thrown.getStatus()) {
      case 401:
        return platformFail('request.unauthenticated');
      case 403:
        return platformFail('request.forbidden');
      case 404: {
        const allow = this.routes.methodsOf(request.url);
        return allow.length > 0
          ? platformFail('request.method_not_allowed', { allow: allow.join(', ') })
          : platformFail('request.not_found');
      }
      case 405:
        return platformFail('request.method_not_allowed');
      case 413:
        return platformFail('request.too_large');
      case 415:
      case 406:
        return platformFail('request.unsupported_media_type');
      case 503:
        return platformFail('service.unavailable');
      default:
        return thrown.getStatus() < 500
          ? fail('request.malformed')
          : Object.assign(platformFail('service.internal'), { cause: thrown });
    }
  }
}

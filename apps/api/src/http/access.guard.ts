import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Clock, fail as platformFail, OPERATOR_ID, type Ctx } from '#platform';
import { fail } from './api.errors.js';
import { Callers } from './callers.js';
import { requireSameSite } from './csrf.js';
import { ErrorTexts } from './error-texts.js';
import { acceptedLanguage } from './locale.js';
import { OPERATION, type OperationSpec } from './operation.js';
import type { ApiRequest } from './request.js';
import { StaffScopes } from './staff-scopes.js';
import { Throttle } from './throttle.js';

const anonymous: Ctx['actor'] = { kind: 'anonymous', id: OPERATOR_ID, permissions: new Set() };

/**
 * Who asks, whether they may, and for which client: the only place that decides it. A caller of a client is always in
 * that client's scope. The operator's staff are in the scope of `?client=CODE`, else of the client that the route's
 * `:id` belongs to, else in none.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly callers: Callers,
    private readonly scopes: StaffScopes,
    private readonly clock: Clock,
    private readonly texts: ErrorTexts,
    private readonly throttle: Throttle,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ApiRequest>();
    const operation = this.reflector.get<OperationSpec | undefined>(OPERATION, context.getHandler());
    if (!operation) throw platformFail('request.forbidden');
    const base = {
      locale: acceptedLanguage(request.headers['accept-language'], this.texts.languages),
      requestId: request.id,
      now: this.clock.now(),
    };
    if (operation.permission === 'public') {
      requireSameSite(request, false);
      this.throttle.address(request, operation.perMinute);
      request.ctx = Object.freeze({ ...base, actor: anonymous, clientId: null, locale: base.locale ?? 'en' });
      return true;
    }
    const caller = await this.callers.of(request);
    this.throttle.caller(caller.actor.id);
    const { actor } = caller;
    const ctx = { ...base, actor, locale: base.locale ?? caller.locale ?? 'en' };
    request.caller = caller;
    request.ctx = { ...ctx, clientId: null };
    if (actor.kind !== 'system' && !actor.permissions.has(operation.permission)) {
      throw platformFail('request.forbidden', { permission: operation.permission });
    }
    const clientId =
      caller.homeId === OPERATOR_ID ? await this.scopes.of(request, operation, ctx.now) : caller.homeId;
    if (clientId === null && needsClient(operation)) throw fail('client.required');
    if (clientId !== null && request.scope) request.scope.clientId = clientId;
    request.ctx = Object.freeze({ ...ctx, clientId });
    return true;
  }
}

/** Own session, desk and operator-wide routes work without a client; everything else is about one. */
function needsClient({ scope, permission }: OperationSpec): boolean {
  if (scope !== undefined) return scope === 'client';
  return !(permission === 'session.own' || permission.startsWith('desk.'));
}

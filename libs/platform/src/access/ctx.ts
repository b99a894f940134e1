import { v7 as uuidv7 } from 'uuid';
import { fail } from '../errors/domain-error.js';
import type { Permission, Role } from './permissions.js';

export type Actor =
  | {
      readonly kind: 'user';
      readonly id: string;
      readonly role: Role;
      readonly permissions: ReadonlySet<Permission>;
    }
  | { readonly kind: 'api_key'; readonly id: string; readonly permissions: ReadonlySet<Permission> }
  | { readonly kind: 'anonymous'; readonly id: string; readonly permissions: ReadonlySet<Permission> }
  | { readonly kind: 'system'; readonly id: string };

/**
 * Who asks, for which client, in which language, when. First parameter of every service method; immutable.
 * `clientId` null is the scope across clients: it sees slim tables without personal data only.
 */
export interface Ctx {
  readonly actor: Actor;
  readonly clientId: string | null;
  readonly locale: string;
  readonly requestId: string;
  readonly now: Date;
}

/** A `Ctx` inside one client's scope. */
export type ClientCtx = Ctx & { readonly clientId: string };

/** The operator's own scope: its users and keys belong to this id, no client has it. */
export const OPERATOR_ID = '00000000-0000-0000-0000-000000000000';

/** The system acting by itself (a job, a schedule, a command) in a client's scope, or across clients with null. */
export function systemCtx<C extends string | null>(
  name: string,
  clientId: C,
  now: Date,
): Ctx & { clientId: C } {
  return { actor: { kind: 'system', id: name }, clientId, locale: 'en', requestId: uuidv7(), now };
}

/** Text form of an actor for history rows, for example `user:0190…`, `system:dispatch`. */
export function actorName(actor: Actor): string {
  return `${actor.kind}:${actor.id}`;
}

/**
 * First line of a service method: the actor holds the permission, and the context is in a client's scope.
 * Raises `request.forbidden`. Foreign ids need no check: row security makes them unknown.
 */
export function requirePermission(ctx: Ctx, permission: Permission): asserts ctx is ClientCtx {
  if (ctx.actor.kind !== 'system' && !ctx.actor.permissions.has(permission)) {
    throw fail('request.forbidden', { permission });
  }
  if (ctx.clientId === null) throw fail('request.forbidden', { permission });
}

/** As `requirePermission`, for what concerns the operator or all clients at once. */
export function requireOperatorPermission(ctx: Ctx, permission: Permission): void {
  if (ctx.actor.kind === 'system') return;
  if (ctx.actor.kind !== 'user' || !ctx.actor.permissions.has(permission)) {
    throw fail('request.forbidden', { permission });
  }
}

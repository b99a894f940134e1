import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  SetMetadata,
  type ExecutionContext,
} from '@nestjs/common';
import type { z } from 'zod';
import type { Caller } from '#identity';
import type { Ctx, Permission } from '#platform';

/** A body that is not JSON: its media types, as sent. */
export interface RawAnswer {
  readonly mediaTypes: readonly string[];
}

/** What the guard enforces and the API description says of one route. Every route has exactly one. */
export interface OperationSpec {
  /** `public` needs no sign-in; say in `summary` what it gives away. */
  readonly permission: Permission | 'public';
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** By HTTP status; null is an empty body. The first is the status that is sent unless the handler sets another. */
  readonly answers: Readonly<Record<number, z.ZodType | RawAnswer | null>>;
  /** Error codes beyond those that every route can raise. */
  readonly errors?: readonly string[];
  /** For a body that is not JSON: its media type, described by the schema in `body`. */
  readonly bodyMediaType?: string;
  readonly body?: z.ZodType;
  /**
   * Table of the thing that the `id` parameter names: lets the operator's staff work on it without saying which
   * client it belongs to. Its rows must be visible to the role across clients.
   */
  readonly locate?: Locatable;
  /**
   * `client` (the default) needs a client's scope: staff who name none are asked for one. `any` runs with or without,
   * as what concerns the operator, the caller or all clients does.
   */
  readonly scope?: 'client' | 'any';
  /**
   * The handler's work is one short transaction in the request's scope: the answer kept for its `Idempotency-Key` commits
   * with it, so not even a crash between the two lets a repeated request act twice. Not for what holds a book's lock,
   * streams, or works in several transactions.
   */
  readonly atomic?: true;
  /** The answer holds a secret: it is never stored, a repeated request is told so. */
  readonly shownOnce?: true;
  /** Requests a minute from one address, where that must be few: what guesses at secrets. */
  readonly perMinute?: number;
}

/** Tables in which a staff member's `:id` is looked up across clients. */
export const locatable = ['listing', 'statement', 'invoice'] as const;
export type Locatable = (typeof locatable)[number];

export const OPERATION = Symbol('operation');

/** Declares a route's permission and its description in one place. */
export function Operation(spec: OperationSpec): MethodDecorator {
  const status = Math.min(...Object.keys(spec.answers).map(Number));
  return applyDecorators(SetMetadata(OPERATION, spec), HttpCode(status));
}

/** The request's context, made by the authentication guard. */
export const RequestCtx = createParamDecorator(
  (_: unknown, context: ExecutionContext): Ctx => context.switchToHttp().getRequest<{ ctx: Ctx }>().ctx,
);

/** Who the request's credential belongs to; not on public routes. */
export const RequestCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<{ caller?: Caller }>();
  if (!caller) throw new Error('a public route has no caller');
  return caller;
});

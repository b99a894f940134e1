import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  SetMetadata,
  type ExecutionContext,
} from '@nestjs/common';
import type { z } from 'zod';
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
  readonly locate?: 'listing' | 'statement' | 'invoice';
}

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

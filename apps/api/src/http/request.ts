import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Ctx } from '#platform';
import type { Caller } from '#identity';

/** What a request's log lines carry; the client is added once it is known. */
export interface RequestScope {
  readonly requestId: string;
  clientId?: string;
}

/** A request on its way through the frame. */
export interface ApiRequest extends FastifyRequest {
  /** Absent where the router refused. */
  scope?: RequestScope;
  /** Set by the access guard. */
  ctx?: Ctx;
  /** Set by the access guard; absent on public routes. */
  caller?: Caller;
}

export type ApiReply = FastifyReply;

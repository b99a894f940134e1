import { Injectable } from '@nestjs/common';
import { Authentication, type Caller } from '#identity';
import { fail as platformFail } from '#platform';
import { requireSameSite } from './csrf.js';
import type { ApiRequest } from './request.js';
import { SessionCookie } from './session-cookie.js';
import { Throttle } from './throttle.js';

/** Who sent a request, by its key or its session. */
@Injectable()
export class Callers {
  constructor(
    private readonly authentication: Authentication,
    private readonly cookie: SessionCookie,
    private readonly throttle: Throttle,
  ) {}

  /** Raises `request.unauthenticated`, for a session from another site `request.csrf`, for a guesser `request.too_many`. */
  async of(request: ApiRequest): Promise<Caller> {
    const { authorization } = request.headers;
    const token = this.cookie.read(request);
    if (authorization === undefined && token === null) throw platformFail('request.unauthenticated');
    this.throttle.guesses(request);
    let caller: Caller | null = null;
    if (authorization !== undefined) {
      const key = /^Bearer (rk_[\w-]{43})$/i.exec(authorization)?.[1];
      caller = key ? await this.authentication.byApiKey(key) : null;
    } else if (token !== null) {
      caller = await this.authentication.bySession(token);
      if (caller) requireSameSite(request, true);
    }
    if (!caller) {
      this.throttle.guessed(request);
      throw platformFail('request.unauthenticated');
    }
    return caller;
  }
}

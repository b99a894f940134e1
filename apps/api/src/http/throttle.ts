import { Injectable } from '@nestjs/common';
import { Clock, fail } from '#platform';
import type { ApiRequest } from './request.js';

const minuteMs = 60_000;
const mostKeys = 50_000;

/** What one caller, one address, and one guesser may ask in a minute. */
const limits = { caller: 120_000, address: 1_200, guesses: 600 };

interface Window {
  readonly endsAt: number;
  count: number;
}

/**
 * Counts requests per minute in this process: one window per key or user, per address where nobody is signed in, and
 * per address for credentials that were wrong. Raises `request.too_many` with the seconds to wait.
 */
@Injectable()
export class Throttle {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly clock: Clock) {}

  caller(id: string): void {
    this.count(`caller:${id}`, limits.caller);
  }

  /** For routes without sign-in; a route with a limit of its own is counted apart. */
  address(request: ApiRequest, perMinute: number | undefined): void {
    if (perMinute === undefined) this.count(`address:${request.ip}`, limits.address);
    else this.count(`${request.routeOptions.url}:${request.ip}`, perMinute);
  }

  /** Refuses an address that has guessed too often, before its next credential is looked at. */
  guesses(request: ApiRequest): void {
    const window = this.windows.get(`guess:${request.ip}`);
    if (window) this.refuseAbove(window, limits.guesses - 1);
  }

  guessed(request: ApiRequest): void {
    this.count(`guess:${request.ip}`, Number.POSITIVE_INFINITY);
  }

  private count(key: string, limit: number): void {
    const now = this.clock.now().getTime();
    let window = this.windows.get(key);
    if (!window || window.endsAt <= now) {
      if (this.windows.size >= mostKeys) this.windows.clear();
      window = { endsAt: now + minuteMs, count: 0 };
      this.windows.set(key, window);
    }
    window.count++;
    this.refuseAbove(window, limit);
  }

  private refuseAbove(window: Window, limit: number): void {
    const remainingMs = window.endsAt - this.clock.now().getTime();
    if (remainingMs > 0 && window.count > limit) {
      throw fail('request.too_many', { retryAfter: Math.ceil(remainingMs / 1000) });
    }
  }
}

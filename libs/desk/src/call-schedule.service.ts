import { Injectable } from '@nestjs/common';
import { Database, systemCtx, type ClientCtx, type Tx } from '#platform';
import { Clients } from '#clients';
import type { OpenHours } from '#contacts';
import { callHoursOf, nextCallHours, nextTry, type CallPlace } from './call-hours.js';
import type { NewWorkItem } from './work-item.schema.js';
import { callTries, clientsWithClosedCalls, closedCalls, placesOf, putOff } from './work-items.queries.js';

const chunk = 500;
/** Hours that never open are looked at again after so long. */
const neverMs = 21 * 86_400_000;
const nowhere: CallPlace = { country: null, postalCode: null };

/** When calls may be made: in the hours of the client and of the customer's country, by the customer's clock. */
@Injectable()
export class CallSchedule {
  constructor(
    private readonly db: Database,
    private readonly clients: Clients,
  ) {}

  /** The items, calls among them with the next hours in which their customers may be rung up. One statement. */
  async withHours(ctx: ClientCtx, tx: Tx, items: readonly NewWorkItem[]): Promise<readonly NewWorkItem[]> {
    const calls = items.filter(needsHours);
    if (calls.length === 0) return items;
    const client = await this.clients.current(ctx);
    const places = await this.places(
      ctx,
      tx,
      calls.map((item) => item.caseId),
    );
    return items.map((item) => {
      if (!needsHours(item)) return item;
      const place = places.get(item.caseId ?? '') ?? nowhere;
      const hours = nextCallHours(callHoursOf(client, place), ctx.now) ?? never(ctx.now);
      const dueAt = item.kind === 'callback' ? (item.dueAt ?? hours.opensAt) : null;
      return {
        ...item,
        dueAt,
        country: place.country,
        availableAt: hours.opensAt,
        availableUntil: hours.closesAt,
      };
    });
  }

  /** Puts calls whose hours are over off until the next ones. Returns how many. */
  async close(now: Date): Promise<number> {
    const clientIds = await this.db.tx(systemCtx('desk', null, now), clientsWithClosedCalls);
    let count = 0;
    for (const clientId of clientIds) {
      const ctx = systemCtx('desk', clientId, now);
      count += await this.db.tx(ctx, (tx) => this.closeSome(ctx, tx));
    }
    return count;
  }

  private async closeSome(ctx: ClientCtx, tx: Tx): Promise<number> {
    const client = await this.clients.current(ctx);
    const items = await closedCalls(tx, ctx.clientId, chunk);
    const places = await this.places(
      ctx,
      tx,
      items.map((item) => item.case_id),
    );
    const put: { id: string; from: Date; until: Date | null }[] = [];
    for (const { id, case_id: caseId } of items) {
      const hours = callHoursOf(client, places.get(caseId ?? '') ?? nowhere);
      const tries = caseId === null ? [] : await callTries(tx, ctx.clientId, caseId);
      const times = tries.filter(({ isOwn }) => isOwn).map(({ at }) => at);
      const next = nextTry(hours, times, ctx.now) ?? never(ctx.now);
      put.push({ id, from: next.opensAt, until: next.closesAt });
    }
    await putOff(tx, ctx.clientId, put);
    return put.length;
  }

  private async places(
    ctx: ClientCtx,
    tx: Tx,
    caseIds: readonly (string | null)[],
  ): Promise<Map<string, CallPlace>> {
    const ids = [...new Set(caseIds.filter((id) => id !== null))];
    return new Map((await placesOf(tx, ctx.clientId, ids)).map((place) => [place.id, place]));
  }
}

function needsHours({ kind, caseId, availableAt }: NewWorkItem): boolean {
  return (kind === 'call' || kind === 'callback') && caseId !== null && !availableAt;
}

function never(now: Date): OpenHours {
  return { opensAt: new Date(now.getTime() + neverMs), closesAt: null };
}

import type { CallState } from './call.schema.js';

/** Whom a report is about: a phone of the call, or `desk` for what we concluded ourselves. */
export type CallLeg = 'agent' | 'customer' | 'third' | 'desk';

/** One thing that is known of a call. The provider may tell it often, late and in any order. */
export interface CallReport {
  readonly leg: CallLeg;
  /** The provider's own word for a phone (`ringing`, `in-progress`, `completed`, …), `hold` or `unhold`; of ours `ended` or `failed`. */
  readonly status: string;
  readonly at: Date;
  /** Tells repeated reports of one kind apart, in their order; 0 for what happens once. */
  readonly seq: number;
  /** The provider's count of talk time, with the end of a phone. */
  readonly seconds: number | null;
  readonly reason: string | null;
}

/** Where a call is, worked out from everything that is known of it. */
export interface CallProgress {
  readonly state: CallState;
  readonly reason: string | null;
  readonly answeredAt: Date | null;
  readonly endedAt: Date | null;
  readonly talkSeconds: number | null;
  readonly heldSeconds: number;
  readonly heldSince: Date | null;
}

/** Later states only; what failed for all we knew may turn out to have been a call. */
const order: Readonly<Record<CallState, number>> = {
  dialling: 0,
  ringing: 1,
  talking: 2,
  held: 2,
  failed: 3,
  ended: 4,
};

export function isForward(from: CallState, to: CallState): boolean {
  return order[to] >= order[from];
}

export function isOver(state: CallState): boolean {
  return order[state] >= order.failed;
}

/** Ends of a phone: https://www.twilio.com/docs/voice/api/call-resource#call-status-values */
const ends: ReadonlySet<string> = new Set(['completed', 'busy', 'no-answer', 'canceled', 'failed']);

export function isEnd(status: string): boolean {
  return ends.has(status);
}

/**
 * The state that all reports together mean, in whatever order they came. A call is the customer's phone: it ends when that
 * does. The agent's phone matters only until the customer's was rung up.
 */
export function progressOf(
  reports: readonly CallReport[],
  call: { readonly startedAt: Date; readonly isCustomerAsked: boolean },
): CallProgress {
  const sorted = reports.toSorted(
    (a, b) => a.at.getTime() - b.at.getTime() || a.seq - b.seq || a.status.localeCompare(b.status),
  );
  const ofCustomer = sorted.filter(({ leg }) => leg === 'customer');
  const end = endOf(sorted, ofCustomer, call.isCustomerAsked);
  const endedAt = end?.at ?? null;
  const answer = ofCustomer.find(({ status }) => status === 'in-progress')?.at ?? null;
  const answeredAt = answer ?? startOfTalk(end);
  const held = holdsOf(ofCustomer, endedAt);
  const moving =
    answeredAt === null
      ? ofCustomer.some(({ status }) => status === 'ringing')
        ? 'ringing'
        : 'dialling'
      : held.since === null
        ? 'talking'
        : 'held';
  return {
    state: end?.state ?? moving,
    reason: end?.reason ?? null,
    answeredAt,
    endedAt,
    talkSeconds:
      end === null || answeredAt === null ? null : (end.seconds ?? secondsFrom(answeredAt, end.at)),
    heldSeconds: Math.round(held.ms / 1_000),
    heldSince: end === null ? held.since : null,
  };
}

interface End {
  readonly state: 'ended' | 'failed';
  readonly at: Date;
  readonly reason: string | null;
  readonly seconds: number | null;
}

function endOf(
  sorted: readonly CallReport[],
  ofCustomer: readonly CallReport[],
  isCustomerAsked: boolean,
): End | null {
  const customer =
    ofCustomer.find(({ status }) => status === 'completed') ?? ofCustomer.find(({ status }) => isEnd(status));
  if (customer) {
    const { status, at, seconds, reason } = customer;
    if (status === 'completed') return { state: 'ended', at, reason: null, seconds };
    const state = status === 'failed' ? 'failed' : 'ended';
    return { state, at, reason: reason ?? `call_${status.replace('-', '_')}`, seconds: null };
  }
  const ours = sorted.filter(({ leg }) => leg === 'desk');
  const own = ours.find(({ status }) => status === 'ended') ?? ours.find(({ status }) => status === 'failed');
  if (own) {
    const state = own.status === 'ended' ? 'ended' : 'failed';
    return { state, at: own.at, reason: own.reason, seconds: null };
  }
  const agent = isCustomerAsked ? undefined : sorted.find((one) => one.leg === 'agent' && isEnd(one.status));
  if (!agent) return null;
  const reason = agent.reason ?? `agent_${agent.status.replace('-', '_')}`;
  return { state: 'failed', at: agent.at, reason, seconds: null };
}

/** When a call of which only the end was heard of must have been answered. */
function startOfTalk(end: End | null): Date | null {
  if (end === null || end.seconds === null) return null;
  return new Date(end.at.getTime() - end.seconds * 1_000);
}

/** Holding, heard of twice over: from the provider's answer and from its report. The first of each counts. */
function holdsOf(
  ofCustomer: readonly CallReport[],
  endedAt: Date | null,
): { ms: number; since: Date | null } {
  let since: Date | null = null;
  let ms = 0;
  for (const { status, at } of ofCustomer) {
    if (endedAt !== null && at > endedAt) break;
    if (status === 'hold') since ??= at;
    else if (status === 'unhold' && since !== null) {
      ms += at.getTime() - since.getTime();
      since = null;
    }
  }
  if (since !== null && endedAt !== null) ms += endedAt.getTime() - since.getTime();
  return { ms, since };
}

function secondsFrom(from: Date, until: Date): number {
  return Math.max(0, Math.round((until.getTime() - from.getTime()) / 1_000));
}

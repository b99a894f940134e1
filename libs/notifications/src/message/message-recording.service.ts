import { Injectable } from '@nestjs/common';
import { Database, type ClientCtx, type OutboxItem, type Tx } from '#platform';
import { Cases } from '#cases';
import { Contacts, type ContactDraft } from '#contacts';
import type { MessageChannel, MessagePurpose } from './message-purpose.js';
import {
  ownedLeases,
  recordSent,
  recordUnsent,
  type MessageChange,
  type SentMessage,
  type TakenMessage,
  type UnsentEvent,
} from './message.queries.js';
import { PlanProgress } from '../plan/plan-progress.service.js';
import { PlanWatch, type HandedOver } from '../plan/plan-watch.service.js';
import { releaseTouches } from '../plan/touch.queries.js';
import type { GateVerdict } from '../plan/send-gate.service.js';

interface Told {
  readonly item: OutboxItem;
  readonly caseId: string;
  readonly purpose: MessagePurpose;
  readonly channel: MessageChannel;
  readonly language: string;
  readonly attempts: number;
}

/** What became of one message in one attempt. */
export type MessageOutcome =
  | (Told & { readonly kind: 'sent'; readonly sent: SentMessage })
  | (Told & {
      readonly kind: 'unsent';
      readonly change: MessageChange;
      readonly at: Date;
      /** How the attempt ended; null when none was made. */
      readonly attempted: 'deferred' | 'rejected' | 'unknown' | null;
    });

/** What the gate's refusal makes of a taken message. */
export function refusalOf(
  item: OutboxItem,
  message: TakenMessage,
  verdict: Extract<GateVerdict, { pass: false }>,
  at: Date,
): MessageOutcome {
  const { id, case_id: caseId, purpose, channel, language, attempts } = message;
  const { event, reason } = verdict;
  const change = { id, event, reason, ...(verdict.event === 'hold' ? { until: verdict.until } : {}) };
  return {
    kind: 'unsent',
    item,
    caseId,
    purpose,
    channel,
    language,
    attempts,
    change,
    at,
    attempted: null,
  };
}

/** Writes outcomes of sending into messages, contacts and timelines, many at a time, and moves contact plans on. */
@Injectable()
export class MessageRecording {
  constructor(
    private readonly db: Database,
    private readonly cases: Cases,
    private readonly contacts: Contacts,
    private readonly progress: PlanProgress,
    private readonly watch: PlanWatch,
  ) {}

  /**
   * One transaction for all outcomes of a client, over any channel. An acceptance is recorded whoever holds the row by
   * now, since the message is out; anything else only while its lease is ours. What is recorded already changes nothing.
   */
  async record(ctx: ClientCtx, outcomes: readonly MessageOutcome[]): Promise<void> {
    if (outcomes.length === 0) return;
    await this.db.tx(ctx, async (tx) => {
      const sent = outcomes.filter((o) => o.kind === 'sent');
      const unsent = outcomes.filter((o) => o.kind === 'unsent');
      const newlySent = await recordSent(
        tx,
        ctx.clientId,
        sent.map((o) => o.sent),
      );
      const ours = await ownedLeases(
        tx,
        ctx.clientId,
        unsent.map((o) => o.item),
      );
      const changed = await recordUnsent(
        tx,
        ctx.clientId,
        unsent.filter((o) => ours.has(o.item.refId)).map((o) => o.change),
      );
      const changedIds = new Set(changed.map((message) => message.id));
      await this.follow(
        ctx,
        tx,
        outcomes.filter((o) =>
          o.kind === 'sent' ? newlySent.has(o.item.refId) : changedIds.has(o.item.refId),
        ),
      );
    });
  }

  /** Fails messages whose outbox rows were set aside. */
  async setAside(ctx: ClientCtx, ids: readonly string[], reason: string): Promise<void> {
    await this.db.tx(ctx, async (tx) => {
      const failed = await recordUnsent(
        tx,
        ctx.clientId,
        ids.map((id) => ({ id, event: 'fail' as const, reason })),
      );
      await this.cases.addEvents(
        ctx,
        tx,
        failed.map((m) => ({
          caseId: m.caseId,
          kind: 'message.failed',
          detail: { messageId: m.id, reason },
        })),
      );
      await this.progress.advance(
        ctx,
        tx,
        failed.map((m) => ({ messageId: m.id, outcome: 'failed' as const, reason })),
      );
      await releaseTouches(
        tx,
        ctx.clientId,
        failed.map((m) => m.id),
      );
      await this.contacts.conclude(
        ctx,
        tx,
        failed.map((m) => contactOf(m, 'failed', ctx.now)),
      );
    });
  }

  private async follow(ctx: ClientCtx, tx: Tx, outcomes: readonly MessageOutcome[]): Promise<void> {
    const attempted = outcomes.filter((o) => o.kind === 'sent' || o.attempted !== null);
    await this.contacts.recordAttempts(
      ctx,
      tx,
      attempted.map((o) => ({
        sourceId: o.item.refId,
        seq: o.attempts,
        channel: o.channel,
        at: o.kind === 'sent' ? o.sent.sentAt : o.at,
        outcome: o.kind === 'sent' ? 'accepted' : (o.attempted ?? 'none'),
        ...(o.kind === 'sent' ? {} : { reason: o.change.reason }),
      })),
    );
    await this.cases.addEvents(
      ctx,
      tx,
      outcomes.filter((o) => o.kind === 'sent' || !goesOn(o.change.event)).map(eventOf),
    );
    await this.moveOn(ctx, tx, outcomes);
    await this.contacts.conclude(
      ctx,
      tx,
      attempted
        .filter((o) => o.kind === 'sent' || o.change.event === 'fail')
        .map((o) =>
          o.kind === 'sent'
            ? contactOf({ ...o, id: o.item.refId }, 'accepted', o.sent.sentAt)
            : contactOf({ ...o, id: o.item.refId }, 'failed', o.at),
        ),
    );
  }

  /** Moves the contact plans of what failed on, and notes when what was handed over is looked at again. */
  private async moveOn(ctx: ClientCtx, tx: Tx, outcomes: readonly MessageOutcome[]): Promise<void> {
    await this.progress.advance(
      ctx,
      tx,
      outcomes.flatMap((o) =>
        o.kind === 'unsent' && o.change.event === 'fail'
          ? [{ messageId: o.item.refId, outcome: failureOf(o.change.reason), reason: o.change.reason }]
          : [],
      ),
    );
    await releaseTouches(
      tx,
      ctx.clientId,
      outcomes.flatMap((o) => (o.kind === 'unsent' && endsUnsent.has(o.change.event) ? [o.item.refId] : [])),
    );
    await this.watch.follow(
      ctx,
      tx,
      outcomes.flatMap((o): HandedOver[] => {
        const { purpose } = o;
        const messageId = o.item.refId;
        if (o.kind === 'sent') return [{ messageId, purpose, at: o.sent.sentAt, isSent: true }];
        return o.change.event === 'lose' ? [{ messageId, purpose, at: o.at, isSent: false }] : [];
      }),
    );
  }
}

/** Ends in which the customer was not reached, so nothing of the budget was used. */
const endsUnsent: ReadonlySet<UnsentEvent> = new Set(['fail', 'cancel']);

/** An address that can't or must not be used is no address for the plan. */
function failureOf(reason: string): 'failed' | 'no_address' {
  return reason === 'suppressed' || reason === 'fact_missing: address' ? 'no_address' : 'failed';
}

/** Whether the message will be tried again: nothing to tell on the case yet. */
function goesOn(event: MessageChange['event']): boolean {
  return event === 'defer' || event === 'put_back' || event === 'hold' || event === 'lose';
}

/** The contact that a message's end is. */
export function contactOf(
  message: { id: string; caseId: string; purpose: string; channel: MessageChannel; language: string },
  outcome: 'accepted' | 'failed' | 'bounced',
  at: Date,
): ContactDraft {
  return {
    caseId: message.caseId,
    sourceKind: 'message',
    sourceId: message.id,
    purpose: message.purpose,
    channel: message.channel,
    direction: 'outbound',
    language: message.language,
    outcome,
    concludedAt: at,
  };
}

function eventOf(o: MessageOutcome): { caseId: string; kind: string; detail: Record<string, unknown> } {
  const about = { messageId: o.item.refId, channel: o.channel, language: o.language };
  return o.kind === 'sent'
    ? { caseId: o.caseId, kind: 'message.sent', detail: about }
    : {
        caseId: o.caseId,
        kind: o.change.event === 'cancel' ? 'message.cancelled' : 'message.failed',
        detail: { ...about, reason: o.change.reason },
      };
}

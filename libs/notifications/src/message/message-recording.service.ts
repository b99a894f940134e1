import { Injectable } from '@nestjs/common';
import { Database, type ClientCtx, type OutboxItem, type Tx } from '#platform';
import { Cases } from '#cases';
import { Contacts, type ContactDraft } from '#contacts';
import { WorkItems } from '#desk';
import type { MessageChannel, MessagePurpose } from './message-purpose.js';
import {
  ownedLeases,
  recordSent,
  recordUnsent,
  type MessageChange,
  type SentMessage,
} from './message.queries.js';

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

/** Writes outcomes of sending into messages, contacts, timelines and work items, many at a time. */
@Injectable()
export class MessageRecording {
  constructor(
    private readonly db: Database,
    private readonly cases: Cases,
    private readonly contacts: Contacts,
    private readonly workItems: WorkItems,
  ) {}

  /**
   * One transaction for all outcomes of a client. An acceptance is recorded whoever holds the row by now, since the
   * mail is out; a failure only while its lease is ours. What is recorded already changes nothing.
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
      await this.contacts.conclude(
        ctx,
        tx,
        failed.map((m) => contactOf({ ...m, id: m.id }, 'failed', ctx.now)),
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
      await this.queueWork(
        ctx,
        tx,
        failed.map((m) => ({ ...m, reason })),
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
    await this.cases.addEvents(
      ctx,
      tx,
      outcomes.filter((o) => o.kind === 'sent' || !goesOn(o.change.event)).map(eventOf),
    );
    await this.queueWork(
      ctx,
      tx,
      outcomes
        .filter((o) => o.kind === 'unsent' && o.change.event === 'fail')
        .map((o) => ({ ...o, id: o.item.refId, reason: o.kind === 'unsent' ? o.change.reason : '' })),
    );
  }

  private async queueWork(
    ctx: ClientCtx,
    tx: Tx,
    failed: readonly { id: string; caseId: string; language: string; reason: string }[],
  ): Promise<void> {
    await this.workItems.queue(
      ctx,
      tx,
      failed.map((m) => ({
        kind: 'failed_message' as const,
        caseId: m.caseId,
        subjectId: m.id,
        // The code in front; a server's words stay on the message.
        reason: m.reason.split(':')[0] ?? m.reason,
        language: m.language,
      })),
    );
  }
}

/** Whether the message will be tried again: nothing to tell on the case yet. */
function goesOn(event: MessageChange['event']): boolean {
  return event === 'defer' || event === 'put_back' || event === 'lose';
}

function contactOf(
  message: { id: string; caseId: string; purpose: string; channel: MessageChannel; language: string },
  outcome: 'accepted' | 'failed',
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

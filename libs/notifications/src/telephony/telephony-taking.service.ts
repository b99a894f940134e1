import { Injectable } from '@nestjs/common';
import { Clock, Database, type ClientCtx, type OutboxItem, type Tx } from '#platform';
import { Cases, type CaseRecord } from '#cases';
import type { Client } from '#clients';
import { refusalOf, type MessageOutcome } from '../message/message-recording.service.js';
import { takeMessages, type TakenMessage } from '../message/message.queries.js';
import { SendGate } from '../plan/send-gate.service.js';
import { PhoneSetups } from './phone-setup.service.js';
import { PhoneWriting, type PreparedMessage } from './phone-writing.service.js';
import type { LostItem } from './reconciliation.service.js';
import type { PhoneJob, PhoneOutcome } from './telephony-sending.service.js';
import { keepAsked, numbersBusy, standingMessages, type StandingMessage } from './telephony.queries.js';

/** What is to be done about a batch of outbox rows. */
export interface Taken {
  readonly jobs: readonly PhoneJob[];
  /** Not sent, and why. */
  readonly refused: readonly PhoneOutcome[];
  /** For numbers that something else is on its way to. */
  readonly waiting: readonly OutboxItem[];
  /** To be looked up at the provider. */
  readonly lost: readonly LostItem[];
  /** When the provider was asked for those whose answer was lost with their worker. */
  readonly askedAt: ReadonlyMap<string, Date>;
}

interface Draft {
  readonly item: OutboxItem;
  readonly message: TakenMessage;
  readonly record: CaseRecord | undefined;
  readonly prepared: PreparedMessage;
}

/** Takes messages for sending: what stands where, what may go, in which words. */
@Injectable()
export class TelephonyTaking {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly cases: Cases,
    private readonly setups: PhoneSetups,
    private readonly writing: PhoneWriting,
    private readonly gate: SendGate,
  ) {}

  /**
   * In one transaction of its own: takes the messages of outbox rows, writes them, asks the gate, and keeps what the provider will be
   * asked for. A message found in `sending` without a receipt was with a worker that died: its answer counts as lost.
   */
  take(ctx: ClientCtx, client: Client, items: readonly OutboxItem[]): Promise<Taken> {
    return this.db.tx(ctx, (tx) => this.takeIn(ctx, tx, client, items));
  }

  private async takeIn(ctx: ClientCtx, tx: Tx, client: Client, items: readonly OutboxItem[]): Promise<Taken> {
    const byRef = new Map(items.map((item) => [item.refId, item]));
    const standing = await standingMessages(tx, ctx.clientId, [...byRef.keys()]);
    const stood = new Map(standing.map((message) => [message.id, message]));
    const itemOf = (id: string): OutboxItem => byRef.get(id) as OutboxItem;
    const widowed = standing.filter((m) => m.state === 'sending' && itemOf(m.id).receipt === null);
    const standingIds = standing.filter((m) => !widowed.includes(m)).map((m) => m.id);
    const busy = await numbersBusy(tx, ctx.clientId, standingIds);
    const free = standingIds.filter((id) => !busy.has(id));
    const taken = await takeMessages(tx, ctx.clientId, free);
    const jobs: PhoneJob[] = [];
    const asking: TakenMessage[] = [];
    for (const message of taken) {
      const item = itemOf(message.id);
      if (item.receipt === null) asking.push(message);
      else jobs.push({ item, message, asked: askedBefore(stood.get(message.id)), receipt: item.receipt });
    }
    const { passed, refused } = await this.prepare(ctx, tx, client, asking, itemOf);
    await keepAsked(
      tx,
      ctx.clientId,
      passed.map(({ prepared: { message, segments, costMicros } }) => ({
        id: message.messageId,
        recipient: message.to,
        sender: message.from,
        text: message.text,
        segments,
        costMicros,
      })),
      ctx.now,
    );
    jobs.push(...passed.map(({ item, message, prepared }) => ({ item, message, prepared })));
    return {
      jobs,
      refused: [...refused, ...widowed.map((m) => this.lost(itemOf(m.id), m))],
      waiting: [...busy].map(itemOf),
      lost: standing
        .filter((m) => m.state === 'unknown')
        .map((message) => ({ item: itemOf(message.id), message })),
      askedAt: new Map(widowed.flatMap((m) => (m.asked_at === null ? [] : [[m.id, m.asked_at] as const]))),
    };
  }

  private async prepare(
    ctx: ClientCtx,
    tx: Tx,
    client: Client,
    taken: readonly TakenMessage[],
    itemOf: (id: string) => OutboxItem,
  ): Promise<{ passed: Draft[]; refused: PhoneOutcome[] }> {
    const refused: PhoneOutcome[] = [];
    if (taken.length === 0) return { passed: [], refused };
    const tools = await this.writing.tools(ctx, await this.setups.of(tx, client));
    const caseIds = [...new Set(taken.map((message) => message.case_id))];
    const records = new Map((await this.cases.load(ctx, tx, caseIds)).map((r) => [r.id, r]));
    const drafts = taken.map((message) => {
      const record = records.get(message.case_id);
      const prepared = this.writing.prepare(message, record, client, tools, ctx.now);
      return { item: itemOf(message.id), message, record, prepared };
    });
    // Also what can't be written is judged: a message that no longer applies is cancelled, not failed.
    const verdicts = await this.gate.judge(
      ctx,
      tx,
      client,
      drafts.map(({ message, record, prepared }) => ({
        message,
        record,
        costMicros: typeof prepared === 'string' ? 0 : prepared.costMicros,
      })),
    );
    const passed: Draft[] = [];
    for (const [i, draft] of drafts.entries()) {
      const { item, message, prepared } = draft;
      const verdict = verdicts[i];
      if (verdict?.pass === false) refused.push(plain(refusalOf(item, message, verdict, ctx.now)));
      else if (typeof prepared !== 'string') passed.push({ ...draft, prepared });
      else {
        const reason = { pass: false as const, event: 'fail' as const, reason: prepared };
        refused.push(plain(refusalOf(item, message, reason, ctx.now)));
      }
    }
    return { passed, refused };
  }

  private lost(item: OutboxItem, m: StandingMessage): PhoneOutcome {
    return plain({
      kind: 'unsent',
      item,
      caseId: m.case_id,
      purpose: m.purpose,
      channel: m.channel,
      language: m.language,
      attempts: m.attempts,
      change: { id: m.id, event: 'lose', reason: 'worker_died' },
      at: this.clock.now(),
      attempted: 'unknown',
    });
  }
}

function plain(outcome: MessageOutcome): PhoneOutcome {
  return { outcome, status: null, waitMs: null, deadAddress: null };
}

function askedBefore(message: StandingMessage | undefined) {
  return {
    recipient: message?.recipient ?? '',
    text: message?.body_text ?? null,
    segments: message?.segments ?? null,
    costMicros: message?.cost_micros ?? null,
  };
}

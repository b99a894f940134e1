import { Injectable } from '@nestjs/common';
import { addToOutbox, Jobs, wakeOutbox, type ClientCtx, type Tx } from '#platform';
import { Cases, type CaseEventDraft } from '#cases';
import { Contacts } from '#contacts';
import { cancelLaterSteps } from '../plan/plan-position.queries.js';
import { outboxOf, PlanProgress, type EndedMessage } from '../plan/plan-progress.service.js';
import { PlanWatch } from '../plan/plan-watch.service.js';
import { Suppressions } from '../plan/suppressions.service.js';
import { releaseTouches } from '../plan/touch.queries.js';
import { contactOf } from './message-recording.service.js';
import { dueNow, lockMessages, recordStatuses, type LockedMessage } from './message-status.queries.js';
import { messageStateTable, reachedStates, type MessageState } from './message.states.js';

/** What the outside said later about a message that was handed over: a receipt, a bounce, a status callback. */
export interface StatusReport {
  readonly messageId: string;
  readonly event: 'accept' | 'deliver' | 'read' | 'bounce' | 'fail' | 'absent';
  readonly at: Date;
  /** A code, then optionally a colon and the other side's words without addresses. */
  readonly reason: string | null;
  /** The provider's own id, kept with the message once known. */
  readonly providerId?: string;
  /** As the provider counted them. */
  readonly segments?: number;
  /** Whether the address itself is dead: it goes on the suppression list. */
  readonly isHard?: boolean;
}

/** A message that reports moved, from the state it was found in to the one it is in now. */
interface Moved {
  readonly message: LockedMessage;
  readonly to: MessageState;
  readonly report: StatusReport;
}

/** Statuses that arrive after sending. */
@Injectable()
export class MessageStatus {
  constructor(
    private readonly jobs: Jobs,
    private readonly cases: Cases,
    private readonly contacts: Contacts,
    private readonly progress: PlanProgress,
    private readonly watch: PlanWatch,
    private readonly suppressions: Suppressions,
  ) {}

  /**
   * Applies reports in `tx`, each forward only: what does not follow from the message's state changes nothing, so repeats
   * and any order are harmless. With the first acceptance the contact is concluded; a bounce after it takes the charge
   * back; a failed or bounced message moves its contact plan on. Holds the messages until `tx` ends, in id order.
   * Returns the ids that changed.
   */
  async apply(ctx: ClientCtx, tx: Tx, reports: readonly StatusReport[]): Promise<Set<string>> {
    if (reports.length === 0) return new Set();
    const ids = [...new Set(reports.map((report) => report.messageId))];
    const messages = new Map((await lockMessages(tx, ctx.clientId, ids)).map((m) => [m.id, m]));
    const moved = new Map<string, Moved>();
    for (const report of reports) {
      const message = messages.get(report.messageId);
      if (!message) continue;
      const to = next(message, moved.get(message.id)?.to ?? message.state, report.event);
      if (to !== undefined) moved.set(message.id, { message, to, report });
    }
    const changed = [...moved.values()].filter(({ message, to }) => message.state !== to);
    await recordStatuses(tx, ctx.clientId, learnt(reports, messages, moved));
    await this.follow(ctx, tx, changed);
    await this.suppressHard(ctx, tx, reports, messages);
    return new Set(changed.map(({ message }) => message.id));
  }

  private async follow(ctx: ClientCtx, tx: Tx, changed: readonly Moved[]): Promise<void> {
    if (changed.length === 0) return;
    const { clientId } = ctx;
    const accepted = changed.filter(({ message, to }) => isReached(to) && !isReached(message.state));
    const ended = changed.flatMap(toEnded);
    await this.cases.addEvents(ctx, tx, changed.flatMap(eventOf));
    const absent = changed.filter(({ to }) => to === 'queued').map(({ message }) => message);
    for (const kind of new Set(absent.map(({ channel }) => outboxOf(channel)))) {
      const due = absent.filter(({ channel }) => outboxOf(channel) === kind);
      await addToOutbox(
        tx,
        kind,
        due.map(({ id }) => ({ clientId, refId: id })),
      );
      await dueNow(
        tx,
        clientId,
        kind,
        due.map(({ id }) => id),
      );
      wakeOutbox(tx, this.jobs, kind);
    }
    await this.stopLaterSteps(ctx, tx, changed);
    await this.progress.advance(ctx, tx, ended);
    await releaseTouches(
      tx,
      clientId,
      ended.map((end) => end.messageId),
    );
    await this.watch.follow(
      ctx,
      tx,
      accepted.map(({ message, report }) => ({
        messageId: message.id,
        purpose: message.purpose,
        at: report.at,
        isSent: true,
      })),
    );
    // Last, for they hold the end of the client's ledger.
    await this.contacts.conclude(
      ctx,
      tx,
      changed.flatMap(({ message, to, report }) => {
        if (isReached(to)) return isReached(message.state) ? [] : [contactOf(message, 'accepted', report.at)];
        if (to === 'bounced') {
          return isReached(message.state) ? [] : [contactOf(message, 'bounced', report.at)];
        }
        return to === 'failed' ? [contactOf(message, 'failed', report.at)] : [];
      }),
    );
    await this.contacts.retract(
      ctx,
      tx,
      changed
        .filter(({ message, to }) => to === 'bounced' && isReached(message.state))
        .map(({ message }) => ({ sourceKind: 'message' as const, sourceId: message.id })),
      'bounced',
    );
  }

  /** What reached its customer after all, or was read, needs no further step. */
  private async stopLaterSteps(ctx: ClientCtx, tx: Tx, changed: readonly Moved[]): Promise<void> {
    const reached = changed.filter(
      ({ message, to }) => to === 'read' || (isReached(to) && goneOnFrom.has(message.state)),
    );
    if (reached.length === 0) return;
    const ids = reached.map(({ message }) => message.id);
    const stopped = await cancelLaterSteps(tx, ctx.clientId, ids, 'an earlier step arrived');
    await this.cases.addEvents(
      ctx,
      tx,
      stopped.map(({ id, caseId, channel, language }) => ({
        caseId,
        kind: 'message.cancelled',
        detail: { messageId: id, channel, language, reason: 'an earlier step arrived' },
      })),
    );
  }

  private async suppressHard(
    ctx: ClientCtx,
    tx: Tx,
    reports: readonly StatusReport[],
    messages: ReadonlyMap<string, LockedMessage>,
  ): Promise<void> {
    await this.suppressions.add(
      ctx,
      tx,
      reports.flatMap(({ messageId, isHard, event }) => {
        const message = isHard === true ? messages.get(messageId) : undefined;
        if (!message) return [];
        return [{ channel: message.channel, address: message.recipient, reason: `hard_${event}` }];
      }),
    );
  }
}

/** States from which a plan may have gone on without the message. */
const goneOnFrom: ReadonlySet<MessageState> = new Set(['unknown', 'failed', 'bounced', 'cancelled']);

function isReached(state: MessageState): boolean {
  return reachedStates.has(state);
}

/** The state after an event; undefined when nothing follows. Nothing is sent again once its plan has gone on. */
function next(
  message: LockedMessage,
  state: MessageState,
  event: StatusReport['event'],
): MessageState | undefined {
  const isLate = event === 'absent' && message.hasMovedOn;
  return messageStateTable[state][isLate ? 'fail' : event];
}

function toEnded({ message, to, report }: Moved): EndedMessage[] {
  return to === 'bounced' || to === 'failed'
    ? [{ messageId: message.id, outcome: to, reason: report.reason ?? to }]
    : [];
}

const eventKinds: Partial<Record<MessageState, string>> = {
  sent: 'message.sent',
  delivered: 'message.delivered',
  read: 'message.read',
  bounced: 'message.bounced',
  failed: 'message.failed',
};

function eventOf({ message, to, report }: Moved): CaseEventDraft[] {
  const kind = eventKinds[to];
  if (kind === undefined) return [];
  const { id, caseId, channel, language } = message;
  const reason = report.reason === null || isReached(to) ? {} : { reason: report.reason };
  return [{ caseId, kind, detail: { messageId: id, channel, language, ...reason } }];
}

/** What the reports say of each message: its state, and what is kept whether or not the state changes. */
function learnt(
  reports: readonly StatusReport[],
  messages: ReadonlyMap<string, LockedMessage>,
  moved: ReadonlyMap<string, Moved>,
) {
  const byMessage = new Map<string, StatusReport[]>();
  for (const report of reports) {
    const some = byMessage.get(report.messageId);
    if (some) some.push(report);
    else byMessage.set(report.messageId, [report]);
  }
  return [...messages.values()].map((message) => {
    const some = byMessage.get(message.id) ?? [];
    const move = moved.get(message.id);
    const to = move?.to ?? message.state;
    const firstOf = (...events: StatusReport['event'][]): Date | null =>
      some
        .filter(({ event }) => events.includes(event))
        .map(({ at }) => at)
        .reduce<Date | null>((first, at) => (first === null || at < first ? at : first), null);
    return {
      id: message.id,
      state: to,
      reason: isReached(to) ? null : (move?.report.reason ?? message.reason),
      providerId: some.find(({ providerId }) => providerId !== undefined)?.providerId ?? null,
      segments: some.find(({ segments }) => segments !== undefined)?.segments ?? null,
      sentAt: isReached(to) ? firstOf('accept', 'deliver', 'read') : null,
      deliveredAt: firstOf('deliver', 'read'),
      readAt: firstOf('read'),
    };
  });
}

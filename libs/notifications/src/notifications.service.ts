import { Injectable } from '@nestjs/common';
import { Database, defineErrors, requirePermission, type ClientCtx, type Ctx, type Tx } from '#platform';
import type { CaseRecord } from '#cases';
import { Clients } from '#clients';
import { layoutOf } from './writing/layouts.js';
import { messageLanguage } from './writing/languages.js';
import { messageId } from './message/message-id.js';
import { messagesOfCase, type MessageRow } from './message/message.queries.js';
import type { MessageChannel, MessageFacts, MessagePurpose } from './message/message-purpose.js';
import type { MessageDetail, MessageView } from './message/message.schema.js';
import { wantsPurpose } from './plan/notification-settings.js';
import { PlanOpening } from './plan/plan-opening.service.js';

const fail = defineErrors({ 'message.unknown': 404, 'message.unreachable': 409 });

/** The token of a customer's own page: whoever reads it could answer as the customer. */
const linkToken = /(\/c\/)[\w-]{20,}/g;

/** What an announcement says beyond its case: once per case, several times, or not at all. */
export type FactsOf = (record: CaseRecord) => MessageFacts | readonly MessageFacts[] | null;

/** The messages to customers: announced with what they tell, sent from the outbox, shown on the case. */
@Injectable()
export class Notifications {
  constructor(
    private readonly db: Database,
    private readonly clients: Clients,
    private readonly opening: PlanOpening,
  ) {}

  /** Whether customers of the scope's client are told of this at all. */
  async wants(ctx: ClientCtx, purpose: MessagePurpose): Promise<boolean> {
    return wantsPurpose(await this.clients.current(ctx), purpose);
  }

  /**
   * Queues one message per case, or per facts of it, in `tx`, to be sent after its commit, in bulk; the caller holds the
   * cases. The same announced again changes nothing; another decision of a case makes a further message, and cancels one
   * still unsent when its turn comes. The client's contact plan says over which channel. A customer whom none reaches is
   * a failed message and work for a person. A purpose that the client does not want is passed over in silence. With `over`
   * the message begins with that channel, whatever the plan says; the plan's later steps follow it.
   */
  async announce(
    ctx: ClientCtx,
    tx: Tx,
    purpose: MessagePurpose,
    records: readonly CaseRecord[],
    factsOf?: FactsOf,
    over?: MessageChannel,
  ): Promise<void> {
    if (records.length === 0) return;
    const client = await this.clients.current(ctx);
    if (!wantsPurpose(client, purpose)) return;
    const announcements = records.flatMap((record) => {
      const { defaultLanguage, settings } = client;
      const language = messageLanguage(record.language, defaultLanguage, settings.serbianScript);
      return all(factsOf?.(record) ?? null).map((facts) => ({
        id: messageId(purpose, record, facts),
        record,
        facts,
        language,
      }));
    });
    await this.opening.open(ctx, tx, client, purpose, announcements, over);
  }

  /**
   * Queues one message in `tx` over the channel that a person has chosen, whatever the client's customers are told of by
   * themselves; the caller holds the case. Returns to whom it goes. Raises `message.unreachable` with the reason when the
   * customer has no such address or the channel is not set up.
   */
  async sendOver(
    ctx: ClientCtx,
    tx: Tx,
    channel: MessageChannel,
    purpose: MessagePurpose,
    record: CaseRecord,
    facts: MessageFacts | null,
  ): Promise<string> {
    const client = await this.clients.current(ctx);
    const { defaultLanguage, settings } = client;
    const language = messageLanguage(record.language, defaultLanguage, settings.serbianScript);
    const announcement = { id: messageId(purpose, record, facts), record, facts, language };
    const sent = await this.opening.openOver(ctx, tx, client, purpose, announcement, channel);
    if (sent.recipient === null) throw fail('message.unreachable', { channel, reason: sent.reason });
    return sent.recipient;
  }

  /** A case's messages, oldest first; empty for an unknown case. */
  async ofCase(ctx: Ctx, caseId: string): Promise<MessageView[]> {
    requirePermission(ctx, 'case.read');
    const { clientId } = ctx;
    const rows = await this.db.tx(ctx, (tx) => messagesOfCase(tx, clientId, caseId, null));
    return rows.map(toView);
  }

  /** One message of a case with its HTML as sent (null before); raises `message.unknown`. */
  async get(ctx: Ctx, caseId: string, messageId: string): Promise<MessageDetail> {
    requirePermission(ctx, 'case.read');
    const { clientId } = ctx;
    const [row] = await this.db.tx(ctx, (tx) => messagesOfCase(tx, clientId, caseId, messageId));
    if (!row) throw fail('message.unknown');
    const html =
      row.content === null || row.layout_version === null
        ? null
        : layoutOf(row.layout_version).html(row.content).replace(linkToken, '$1…');
    return { ...toView(row), html };
  }
}

function toView(row: MessageRow): MessageView {
  return {
    id: row.id,
    purpose: row.purpose,
    channel: row.channel,
    language: row.language,
    recipient: row.recipient,
    state: row.state,
    attempts: row.attempts,
    reason: row.reason,
    step: row.step,
    planVersion: row.plan_version,
    heldUntil: row.held_until?.toISOString() ?? null,
    segments: row.segments,
    subject: row.subject,
    text: row.body_text?.replace(linkToken, '$1…') ?? null,
    createdAt: row.created_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
    deliveredAt: row.delivered_at?.toISOString() ?? null,
    readAt: row.read_at?.toISOString() ?? null,
  };
}

function all(facts: MessageFacts | readonly MessageFacts[] | null): readonly (MessageFacts | null)[] {
  return isList(facts) ? facts : [facts];
}

function isList(facts: MessageFacts | readonly MessageFacts[] | null): facts is readonly MessageFacts[] {
  return Array.isArray(facts);
}

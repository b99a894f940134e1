import { Injectable } from '@nestjs/common';
import {
  addToOutbox,
  Database,
  defineErrors,
  Jobs,
  requirePermission,
  wakeOutbox,
  type ClientCtx,
  type Ctx,
  type Tx,
} from '#platform';
import type { CaseRecord } from '#cases';
import { Clients } from '#clients';
import { WorkItems } from '#desk';
import { layoutOf } from './writing/layouts.js';
import { messageLanguage } from './writing/languages.js';
import { oneAddress } from './mail/mail-address.js';
import { decisionMessageId } from './message/message-id.js';
import {
  insertMessages,
  messageOutbox,
  messagesOfCase,
  type MessageRow,
  type NewMessage,
} from './message/message.queries.js';
import type { MessagePurpose } from './message/message-purpose.js';
import type { MessageDetail, MessageView } from './message/message.schema.js';

const fail = defineErrors({ 'message.unknown': 404 });

/** The messages to customers: announced with a decision, sent from the outbox, shown on the case. */
@Injectable()
export class Notifications {
  constructor(
    private readonly db: Database,
    private readonly jobs: Jobs,
    private readonly clients: Clients,
    private readonly workItems: WorkItems,
  ) {}

  /**
   * Queues one message per case in `tx`, to be sent after its commit, in bulk; the caller holds the cases. The same
   * decision announced again changes nothing; another decision of a case makes a further message, and cancels one
   * still unsent when its turn comes. A case without a usable address gets a failed message and a work item instead.
   */
  async announce(
    ctx: ClientCtx,
    tx: Tx,
    purpose: MessagePurpose,
    records: readonly CaseRecord[],
  ): Promise<void> {
    if (records.length === 0) return;
    const client = await this.clients.current(ctx);
    const messages = records.map((record) => {
      const recipient = oneAddress(record.customer.email ?? '');
      return {
        id: decisionMessageId(purpose, record),
        caseId: record.id,
        customerId: record.customer.id,
        channel: 'email' as const,
        step: 0,
        planVersion: null,
        facts: null,
        language: messageLanguage(record.language, client.defaultLanguage),
        recipient: recipient ?? record.customer.email ?? '',
        ...(recipient === null
          ? { state: 'failed' as const, reason: 'address_invalid' }
          : { state: 'queued' as const, reason: null }),
      };
    });
    const isNew = await insertMessages(tx, ctx.clientId, purpose, messages, ctx.now);
    const added = messages.filter((message) => isNew.has(message.id));
    await this.stopUnsendable(ctx, tx, added);
    const queued = added.filter((message) => message.state === 'queued');
    if (queued.length === 0) return;
    await addToOutbox(
      tx,
      messageOutbox,
      queued.map((message) => ({ clientId: ctx.clientId, refId: message.id })),
    );
    wakeOutbox(tx, this.jobs, messageOutbox);
  }

  private async stopUnsendable(ctx: ClientCtx, tx: Tx, messages: readonly NewMessage[]): Promise<void> {
    await this.workItems.queue(
      ctx,
      tx,
      messages
        .filter((message) => message.state === 'failed')
        .map((message) => ({
          kind: 'failed_message' as const,
          caseId: message.caseId,
          subjectId: message.id,
          reason: message.reason ?? 'failed',
          language: message.language,
        })),
    );
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
        : layoutOf(row.layout_version).html(row.content);
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
    subject: row.subject,
    text: row.body_text,
    createdAt: row.created_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
  };
}

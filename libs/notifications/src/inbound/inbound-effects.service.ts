import { Injectable } from '@nestjs/common';
import { Database, isId, type ClientCtx, type Tx } from '#platform';
import { Cases } from '#cases';
import { Clients } from '#clients';
import { WorkItems } from '#desk';
import { MessageStatus } from '../message/message-status.service.js';
import type { DeliveryReport } from './delivery-report.js';
import {
  countUnverified,
  lockInboundMail,
  messageById,
  recordRead,
  type InboundMailRow,
} from './inbound-mail.queries.js';
import { InboundReplies } from './inbound-replies.service.js';
import type { Known, Verdict } from './inbound-verdict.js';
import type { ReadMail } from './mail-reading.js';
import { ownWords } from './quoted-text.js';

/** So many unverified mails of a client within an hour get a work item each; the rest only wait in the box. */
const itemsPerHour = 60;
const hourMs = 3_600_000;

/** Writes down what a mail was, and what follows from it, in one transaction. */
@Injectable()
export class InboundEffects {
  constructor(
    private readonly db: Database,
    private readonly clients: Clients,
    private readonly cases: Cases,
    private readonly workItems: WorkItems,
    private readonly status: MessageStatus,
    private readonly replies: InboundReplies,
  ) {}

  /** Does nothing when the mail was read before. */
  async record(
    ctx: ClientCtx,
    row: InboundMailRow,
    mail: ReadMail | null,
    known: Known,
    verdict: Exclude<Verdict, { state: 'later' }>,
  ): Promise<void> {
    const attachments =
      verdict.state === 'reply' && mail ? await this.replies.storeAttachments(ctx, mail.attachments) : [];
    const { defaultLanguage } = await this.clients.current(ctx);
    const caseId = known.record?.id ?? null;
    await this.db.tx(ctx, async (tx) => {
      if (!(await lockInboundMail(tx, ctx.clientId, row.id, 'received'))) return;
      const change = {
        id: row.id,
        state: verdict.state,
        reason: 'reason' in verdict ? verdict.reason : null,
        caseId,
        from: mail?.from ?? null,
        subject: mail?.subject ?? null,
      };
      await recordRead(tx, ctx.clientId, change);
      switch (verdict.state) {
        case 'status':
          await this.report(ctx, tx, known, verdict.report);
          break;
        case 'automatic':
          await this.note(ctx, tx, caseId, 'mail.automatic', { mailId: row.id, reason: verdict.reason });
          break;
        case 'ignored':
          await this.note(ctx, tx, caseId, 'mail.ignored', { mailId: row.id, reason: verdict.reason });
          break;
        case 'unverified':
          await this.queueUnverified(ctx, tx, row.id, caseId, {
            reason: verdict.reason,
            language: known.record?.language ?? defaultLanguage,
          });
          break;
        case 'reply':
          if (!mail || caseId === null) throw new Error('a reply has a text and a case');
          await this.replies.take(ctx, tx, {
            caseId,
            messageId: await answered(tx, ctx.clientId, caseId, mail),
            channel: 'email',
            text: ownWords(mail.text),
            receivedAt: row.received_at,
            sourceKey: row.id,
            vouchedBy: verdict.vouchedBy,
            mailId: row.id,
            attachments,
          });
      }
    });
  }

  /** A delay changes nothing yet, and a server that only passed a message on has not delivered it. */
  private async report(ctx: ClientCtx, tx: Tx, known: Known, report: DeliveryReport): Promise<void> {
    const { messageId, record } = known;
    if (messageId === null || !record) return;
    const { action, status, words, isHard } = report;
    if (action === 'failed' || action === 'delivered') {
      const event = action === 'failed' ? 'bounce' : 'deliver';
      const reason = words === '' ? status : `${status}: ${words}`;
      await this.status.apply(ctx, tx, [{ messageId, event, at: ctx.now, reason, isHard }]);
    } else {
      await this.note(ctx, tx, record.id, `message.${action}`, { messageId, reason: status });
    }
  }

  private async note(
    ctx: ClientCtx,
    tx: Tx,
    caseId: string | null,
    kind: string,
    detail: Record<string, unknown>,
  ): Promise<void> {
    if (caseId !== null) await this.cases.addEvents(ctx, tx, [{ caseId, kind, detail }]);
  }

  private async queueUnverified(
    ctx: ClientCtx,
    tx: Tx,
    mailId: string,
    caseId: string | null,
    item: { reason: string; language: string },
  ): Promise<void> {
    const since = new Date(ctx.now.getTime() - hourMs);
    if ((await countUnverified(tx, ctx.clientId, since)) > itemsPerHour) return;
    await this.workItems.queue(ctx, tx, [{ kind: 'unverified_mail', caseId, subjectId: mailId, ...item }]);
  }
}

/** The message that a mail answers: the last of those it names that is about the case. */
export async function answered(
  tx: Tx,
  clientId: string,
  caseId: string,
  mail: ReadMail,
): Promise<string | null> {
  const ids = mail.answers.map((id) => id.split('@')[0] ?? '').filter(isId);
  for (const id of ids.toReversed()) {
    if ((await messageById(tx, clientId, id))?.case_id === caseId) return id;
  }
  return null;
}

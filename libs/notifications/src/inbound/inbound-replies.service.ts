import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import {
  Database,
  defineErrors,
  Files,
  newId,
  requirePermission,
  type ClientCtx,
  type Ctx,
  type Tx,
} from '#platform';
import { Cases } from '#cases';
import { WorkItems } from '#desk';
import {
  attachmentOf,
  insertAttachments,
  insertReply,
  repliesOfCase,
  type NewAttachment,
} from './inbound-replies.queries.js';
import type { ReplyView, Voucher } from './inbound.schema.js';
import type { ReadAttachment } from './mail-reading.js';
import { mediaTypeOf } from './media-type.js';

const fail = defineErrors({ 'case.unknown': 404, 'attachment.unknown': 404 });

/** A customer's answer, over whatever channel, once somebody vouches that it is theirs. */
export interface InboundReply {
  readonly caseId: string;
  /** The message that it answers, where that is known. */
  readonly messageId: string | null;
  readonly channel: 'email' | 'sms' | 'whatsapp' | 'voice';
  /** The customer's words, as they are to be read. */
  readonly text: string;
  readonly receivedAt: Date;
  /** Names the source for good, for example the provider's id of an SMS: it is taken once. */
  readonly sourceKey: string;
  readonly vouchedBy: Voucher;
  /** The mail that it is kept in. */
  readonly mailId?: string;
  readonly attachments?: readonly NewAttachment[];
}

/** What customers answered. */
@Injectable()
export class InboundReplies {
  constructor(
    private readonly db: Database,
    private readonly files: Files,
    private readonly cases: Cases,
    private readonly workItems: WorkItems,
  ) {}

  /**
   * Puts an answer on its case in `tx`: timeline `reply.received` and a work item `reply` about it. The same source again
   * changes nothing and gives null, otherwise the reply's id. Concludes no contact: that is for the agent who answers.
   * Raises `case.unknown`.
   */
  async take(ctx: ClientCtx, tx: Tx, reply: InboundReply): Promise<string | null> {
    const [record] = await this.cases.load(ctx, tx, [reply.caseId]);
    if (!record) throw fail('case.unknown');
    const id = newId();
    const { attachments = [], mailId = null, ...facts } = reply;
    if (!(await insertReply(tx, ctx.clientId, { ...facts, id, mailId }))) return null;
    await insertAttachments(tx, ctx.clientId, id, attachments);
    const { caseId, messageId, channel } = reply;
    await this.cases.addEvents(ctx, tx, [
      {
        caseId,
        kind: 'reply.received',
        detail: { replyId: id, channel, messageId, attachments: attachments.length },
      },
    ]);
    await this.workItems.queue(ctx, tx, [
      { kind: 'reply', caseId, subjectId: id, reason: channel, language: record.language },
    ]);
    return id;
  }

  /** Stores what came with a mail, outside any transaction; each file's type is by its content. */
  async storeAttachments(ctx: ClientCtx, attachments: readonly ReadAttachment[]): Promise<NewAttachment[]> {
    const stored: NewAttachment[] = [];
    for (const { name, content } of attachments) {
      const mediaType = mediaTypeOf(content);
      const { id, byteCount } = await this.files.store(ctx, name, mediaType, inOnePiece(content));
      stored.push({ fileId: id, name, mediaType, byteCount });
    }
    return stored;
  }

  /** A case's answers, oldest first; empty for an unknown case. */
  async ofCase(ctx: Ctx, caseId: string): Promise<ReplyView[]> {
    requirePermission(ctx, 'case.read');
    const rows = await this.db.tx(ctx, (tx) => repliesOfCase(tx, ctx.clientId, caseId));
    return rows.map((row) => ({
      id: row.id,
      messageId: row.message_id,
      channel: row.channel,
      text: row.text,
      vouchedBy: row.vouched_by,
      receivedAt: row.received_at.toISOString(),
      attachments: row.attachments,
    }));
  }

  /** A file of one of the case's answers; raises `attachment.unknown`. */
  async attachment(
    ctx: Ctx,
    caseId: string,
    fileId: string,
  ): Promise<{ name: string; mediaType: string; byteCount: number; content: Readable }> {
    requirePermission(ctx, 'case.read');
    const { clientId } = ctx;
    const found = await this.db.tx(ctx, (tx) => attachmentOf(tx, clientId, caseId, fileId));
    if (!found) throw fail('attachment.unknown');
    return { ...found, content: this.files.read(ctx, fileId) };
  }
}

async function* inOnePiece(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}

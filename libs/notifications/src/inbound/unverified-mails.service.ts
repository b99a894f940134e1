import { Injectable } from '@nestjs/common';
import {
  actorName,
  Database,
  decodeCursor,
  defineErrors,
  isId,
  requireOperatorPermission,
  requirePermission,
  toPage,
  type ClientCtx,
  type Ctx,
  type Page,
  type PageQuery,
} from '#platform';
import { Cases } from '#cases';
import { WorkItems } from '#desk';
import { answered } from './inbound-effects.service.js';
import {
  closeUnverified,
  deleteStranger,
  giveStranger,
  inboundMailById,
  insertInboundMail,
  listStrangers,
  listUnverified,
  lockInboundMail,
  recordRead,
  strangerById,
  type BoxRow,
  type InboundMailRow,
} from './inbound-mail.queries.js';
import { InboundReplies } from './inbound-replies.service.js';
import type { UnverifiedMail, UnverifiedMailDetail } from './inbound.schema.js';
import { readHead, readMail } from './mail-reading.js';
import { ownWords } from './quoted-text.js';

const fail = defineErrors({ 'case.unknown': 404, 'inbound_mail.unknown': 404 });

/** Mails that nobody vouches for, until a person says what they are. */
@Injectable()
export class UnverifiedMails {
  constructor(
    private readonly db: Database,
    private readonly cases: Cases,
    private readonly workItems: WorkItems,
    private readonly replies: InboundReplies,
  ) {}

  /** The client's box, newest first; without a client the box of strangers, whose mails name none. */
  async list(ctx: Ctx, query: PageQuery): Promise<Page<UnverifiedMail>> {
    const before = query.after === undefined ? null : String(decodeCursor(query.after, 1)[0]);
    if (before !== null && !isId(before)) throw fail('inbound_mail.unknown');
    if (ctx.clientId === null) requireOperatorPermission(ctx, 'desk.lead');
    else requirePermission(ctx, 'desk.work');
    const { clientId } = ctx;
    const rows = await this.db.tx(ctx, (tx) =>
      clientId === null
        ? listStrangers(tx, before, query.limit + 1)
        : listUnverified(tx, clientId, before, query.limit + 1),
    );
    return toPage(rows, query.limit, (row) => [row.id], toView);
  }

  /** One mail as text; raises `inbound_mail.unknown`. */
  async get(ctx: Ctx, id: string): Promise<UnverifiedMailDetail> {
    if (ctx.clientId === null) {
      requireOperatorPermission(ctx, 'desk.lead');
      const mail = await this.db.tx(ctx, (tx) => strangerById(tx, id));
      if (!mail) throw fail('inbound_mail.unknown');
      const shown = await readHead(mail.raw);
      return this.detail(mail.raw, {
        id,
        case_id: null,
        recipient: mail.recipient,
        from_address: shown.from,
        subject: shown.subject,
        reason: 'stranger',
        byte_count: mail.raw.length,
        received_at: mail.receivedAt,
      });
    }
    requirePermission(ctx, 'desk.work');
    const row = await this.unverified(ctx, id);
    return this.detail(row.raw, { ...row, byte_count: row.raw.length });
  }

  /**
   * Puts a mail on a case, as its customer's answer on the word of who does it. A stranger's mail becomes the client's.
   * Raises `case.unknown` and `inbound_mail.unknown`, also when somebody else was first.
   */
  async assign(ctx: Ctx, id: string, caseId: string): Promise<void> {
    requirePermission(ctx, 'desk.lead');
    await this.db.tx(ctx, async (tx) => {
      if ((await this.cases.load(ctx, tx, [caseId])).length === 0) throw fail('case.unknown');
    });
    await this.adopt(ctx, id);
    const row = await this.unverified(ctx, id);
    const mail = await readMail(row.raw);
    const attachments = await this.replies.storeAttachments(ctx, mail?.attachments ?? []);
    await this.db.tx(ctx, async (tx) => {
      if (!(await lockInboundMail(tx, ctx.clientId, id, 'unverified'))) throw fail('inbound_mail.unknown');
      await this.replies.take(ctx, tx, {
        caseId,
        messageId: mail ? await answered(tx, ctx.clientId, caseId, mail) : null,
        channel: 'email',
        text: ownWords(mail?.text ?? ''),
        receivedAt: row.received_at,
        sourceKey: id,
        vouchedBy: 'staff',
        mailId: id,
        attachments,
      });
      await closeUnverified(tx, ctx, id, 'reply', caseId, actorName(ctx.actor));
      await this.workItems.close(ctx, tx, 'unverified_mail', [id]);
    });
  }

  /** Takes a mail out of the box; a client's is kept without effect, a stranger's deleted. Raises `inbound_mail.unknown`. */
  async discard(ctx: Ctx, id: string): Promise<void> {
    if (ctx.clientId === null) {
      requireOperatorPermission(ctx, 'desk.lead');
      if (!(await this.db.tx(ctx, (tx) => deleteStranger(tx, id)))) throw fail('inbound_mail.unknown');
      return;
    }
    requirePermission(ctx, 'desk.lead');
    await this.db.tx(ctx, async (tx) => {
      if (!(await lockInboundMail(tx, ctx.clientId, id, 'unverified'))) throw fail('inbound_mail.unknown');
      await closeUnverified(tx, ctx, id, 'discarded', null, actorName(ctx.actor));
      await this.workItems.close(ctx, tx, 'unverified_mail', [id], 'cancelled');
    });
  }

  /** Makes a stranger's mail the client's, unless it is another's already. Killed in between, it goes on when asked again. */
  private async adopt(ctx: ClientCtx, id: string): Promise<void> {
    const across: Ctx = { ...ctx, clientId: null };
    const mail = await this.db.tx(across, (tx) => giveStranger(tx, id, ctx.clientId));
    if (!mail) return;
    const shown = await readHead(mail.raw);
    await this.db.tx(ctx, async (tx) => {
      await insertInboundMail(tx, mail, { clientId: ctx.clientId, kind: 'unknown', refId: null });
      const change = { id, state: 'unverified' as const, reason: 'stranger', caseId: null, ...shown };
      await recordRead(tx, ctx.clientId, change);
    });
    await this.db.tx(across, (tx) => deleteStranger(tx, id));
  }

  private async unverified(ctx: ClientCtx, id: string): Promise<InboundMailRow> {
    const row = await this.db.tx(ctx, (tx) => inboundMailById(tx, ctx.clientId, id));
    if (row?.state !== 'unverified') throw fail('inbound_mail.unknown');
    return row;
  }

  private async detail(raw: Buffer, row: BoxRow): Promise<UnverifiedMailDetail> {
    const mail = await readMail(raw);
    return {
      ...toView(row),
      text: mail?.text ?? '',
      attachments: (mail?.attachments ?? []).map(({ name, content }) => ({
        name,
        byteCount: content.length,
      })),
    };
  }
}

function toView(row: BoxRow): UnverifiedMail {
  return {
    id: row.id,
    caseId: row.case_id,
    recipient: row.recipient,
    from: row.from_address,
    subject: row.subject,
    reason: row.reason ?? '',
    byteCount: row.byte_count,
    receivedAt: row.received_at.toISOString(),
  };
}

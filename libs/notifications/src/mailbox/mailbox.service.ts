import { Inject, Injectable } from '@nestjs/common';
import { simpleParser } from 'mailparser';
import { Database, defineErrors, encodeCursor, decodeCursor, ENV, isId, type Ctx, type Env } from '#platform';
import { countMails, listMails, mailById, type MailRow } from './mailbox.queries.js';

const fail = defineErrors({ 'mailbox.unknown': 404 });

export interface MailboxMail {
  readonly id: string;
  readonly receivedAt: string;
  readonly channel: 'email' | 'sms' | 'whatsapp' | 'voice';
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly subject: string;
}

export interface MailboxMailDetail extends MailboxMail {
  readonly text: string;
  /** As sent by whoever sent it: shown in a sandbox only. */
  readonly html: string | null;
  readonly headers: string;
}

const pageSize = 50;

/** Reads the built-in mailbox, in demo mode while mails or phone messages still end there; otherwise there is none. */
@Injectable()
export class Mailbox {
  constructor(
    private readonly db: Database,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Mails, newest first, whose addresses, subject or text contain `search`. Raises `mailbox.unknown` outside demo mode. */
  async list(
    ctx: Ctx,
    search: string,
    after: string | undefined,
  ): Promise<{ mails: MailboxMail[]; next: string | null; total: number }> {
    this.requireDemo();
    const before = after === undefined ? null : String(decodeCursor(after, 1)[0]);
    if (before !== null && !isId(before)) throw fail('mailbox.unknown');
    const words = search.replaceAll('\u0000', '').trim().toLowerCase();
    return this.db.tx({ ...ctx, clientId: null }, async (tx) => {
      const rows = await listMails(tx, words, before, pageSize + 1);
      const shown = rows.slice(0, pageSize);
      const last = shown.at(-1);
      return {
        mails: shown.map(toMail),
        next: rows.length > pageSize && last ? encodeCursor([last.id]) : null,
        total: await countMails(tx),
      };
    });
  }

  /** One mail, taken apart; raises `mailbox.unknown`. */
  async get(ctx: Ctx, id: string): Promise<MailboxMailDetail> {
    this.requireDemo();
    const row = await this.db.tx({ ...ctx, clientId: null }, (tx) => mailById(tx, id));
    if (!row) throw fail('mailbox.unknown');
    const parsed = await simpleParser(row.raw, { skipHtmlToText: true, skipTextToHtml: true });
    const end = row.raw.indexOf('\r\n\r\n');
    return {
      ...toMail(row),
      text: parsed.text ?? '',
      html: parsed.html || null,
      headers: row.raw.subarray(0, end === -1 ? row.raw.length : end).toString('utf8'),
    };
  }

  private requireDemo(): void {
    const { REINTEGRO_DEMO: demo, SMTP_URL: smtp, TWILIO_ACCOUNT_SID: twilio } = this.env;
    if (demo !== '1' || (smtp !== undefined && twilio !== undefined)) throw fail('mailbox.unknown');
  }
}

function toMail(row: MailRow): MailboxMail {
  return {
    id: row.id,
    receivedAt: row.received_at.toISOString(),
    channel: row.channel,
    sender: row.sender,
    recipients: row.recipients,
    subject: row.subject,
  };
}

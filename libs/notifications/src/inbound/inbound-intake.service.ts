import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { addToOutbox, Clock, Database, Jobs, newId, systemCtx, wakeOutbox } from '#platform';
import {
  inboundOutbox,
  insertInboundMail,
  insertStrangerMail,
  trimStrangerMails,
  type TakenMail,
} from './inbound-mail.queries.js';
import { readHead } from './mail-reading.js';
import { SignedAddresses } from './signed-addresses.service.js';

/** Anybody can write to us: of strangers' mails so many are kept. */
const strangersKept = 5_000;

/** What the listener heard of one mail. */
export interface HeardMail {
  readonly envelopeFrom: string;
  readonly recipients: readonly string[];
  readonly remoteIp: string;
  readonly helo: string;
  readonly raw: Buffer;
}

/** Makes a row of every mail before the other side is told that it was taken. */
@Injectable()
export class InboundIntake {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly addresses: SignedAddresses,
  ) {}

  /**
   * Stores the mail once per recipient, whole, before anything is read in it. The same Message-ID to the same recipient
   * again changes nothing: a server that lost our answer sends twice.
   */
  async take(mail: HeardMail): Promise<void> {
    for (const recipient of new Set(mail.recipients.map((address) => address.toLowerCase()))) {
      await this.takeFor(recipient, mail);
    }
  }

  private async takeFor(recipient: string, heard: HeardMail): Promise<void> {
    const receivedAt = this.clock.now();
    const mail: TakenMail = {
      id: newId(),
      dedupeKey: dedupeKey(recipient, heard.raw),
      recipient: printable(recipient),
      envelopeFrom: printable(heard.envelopeFrom),
      remoteIp: heard.remoteIp,
      helo: printable(heard.helo),
      raw: heard.raw,
      receivedAt,
    };
    const named = await this.addresses.read(recipient);
    if (named === null) {
      const shown = await readHead(heard.raw);
      await this.db.tx(systemCtx('inbound', null, receivedAt), async (tx) => {
        await insertStrangerMail(tx, mail, shown);
        if (Math.random() < 0.01) await trimStrangerMails(tx, strangersKept);
      });
      return;
    }
    await this.db.tx(systemCtx('inbound', named.clientId, receivedAt), async (tx) => {
      if (!(await insertInboundMail(tx, mail, named))) return;
      await addToOutbox(tx, inboundOutbox, [{ clientId: named.clientId, refId: mail.id }]);
      wakeOutbox(tx, this.jobs, inboundOutbox);
    });
  }
}

function dedupeKey(recipient: string, raw: Buffer): Buffer {
  const head = raw.toString('latin1', 0, 64 * 1024);
  const messageId = /^Message-ID:\s*<([^>\r\n]+)>/im.exec(head.split(/\r?\n\r?\n/, 1)[0] ?? '')?.[1];
  return createHash('sha256')
    .update(`${recipient}\n`)
    .update(messageId ?? raw)
    .digest();
}

/** What a command held, for a column of text: at most an address's length. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 320);
}

import { createPrivateKey } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import DKIM from 'nodemailer/lib/dkim';
import { Database, log, Secrets, type ClientCtx } from '#platform';
import type { Client } from '#clients';
import { dkimPurpose, senderDomain } from './dkim-keys.service.js';
import { signingKey } from './dkim.queries.js';

/** Another process may have verified or retired a key: it is used, or not, within this time. */
const keptMs = 60_000;

/** Signs finished mails of one client. */
export type MailSigner = (raw: Buffer) => Promise<Buffer>;

/**
 * Fields beside those that nodemailer signs by itself: what tells programs not to answer should not be taken out on the
 * way. Named fields that a mail lacks are left out.
 */
const headerFieldNames =
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:Cc:MIME-Version:Content-Type:Content-Transfer-Encoding:Auto-Submitted:Content-Language';

/** The DKIM signatures (RFC 6376) of mails that go out: made before a mail is handed over, so that its final dot can wait. */
@Injectable()
export class MailSigning {
  private readonly kept = new Map<string, { signer: Promise<MailSigner>; until: number }>();

  constructor(
    private readonly db: Database,
    private readonly secrets: Secrets,
  ) {}

  /** What signs the client's mails; without a verified key for its sender's domain they stay as they are. */
  signerOf(ctx: ClientCtx, client: Client): Promise<MailSigner> {
    const name = `${client.id} ${client.sender.email}`;
    const now = ctx.now.getTime();
    const kept = this.kept.get(name);
    if (kept && kept.until > now) return kept.signer;
    const signer = this.load(ctx, client);
    this.kept.set(name, { signer, until: now + keptMs });
    signer.catch(() => this.kept.delete(name));
    return signer;
  }

  private async load(ctx: ClientCtx, client: Client): Promise<MailSigner> {
    const domain = senderDomain(client.sender.email);
    const key =
      domain === null ? undefined : await this.db.tx(ctx, (tx) => signingKey(tx, client.id, domain));
    if (!key) return (raw) => Promise.resolve(raw);
    let privateKey;
    try {
      const der = this.secrets.open(dkimPurpose, key.id, key.sealed_private);
      privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    } catch (err) {
      // Unsigned mail may be put aside by a provider; no mail at all is worse.
      log.error({ err, clientId: client.id, keyId: key.id }, 'signing key not readable, mails go unsigned');
      return (raw) => Promise.resolve(raw);
    }
    const options = { domainName: key.domain, keySelector: key.selector, privateKey, headerFieldNames };
    // The key is an object: parsed once, not for every mail.
    const dkim = new DKIM(options);
    return async (raw) => {
      const parts: Buffer[] = [];
      for await (const part of dkim.sign(raw) as AsyncIterable<Buffer>) parts.push(part);
      return Buffer.concat(parts);
    };
  }
}

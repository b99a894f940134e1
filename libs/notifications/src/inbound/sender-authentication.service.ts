import { isIP } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { authenticate } from 'mailauth';
import { ENV, type Env } from '#platform';
import { MailDns } from '../mail/mail-dns.service.js';
import { networksOf } from './connection-limits.js';
import type { ReadMail } from './mail-reading.js';

/**
 * Whether the domain in From stands behind a mail: by DKIM or SPF of the same domain (DMARC's alignment, RFC 7489); `none`
 * when the domain publishes nothing to hold it against; `later` when the domain name system did not answer.
 */
export type SenderVerdict = 'dkim' | 'spf' | 'relay' | 'none' | 'fail' | 'later';

export interface SignedMail {
  readonly raw: Buffer;
  readonly remoteIp: string;
  readonly helo: string;
  readonly envelopeFrom: string;
}

interface Checked {
  readonly status: { readonly result: string; readonly aligned?: string | false };
}

/** Says who stands behind a mail's From. */
@Injectable()
export class SenderAuthentication {
  private readonly isRelay: (address: string) => boolean;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly dns: MailDns,
  ) {
    this.isRelay = networksOf(env.INBOUND_RELAYS);
  }

  /**
   * A relay of the operator has seen the sender's address, we have not: with `TRUSTED_AUTHSERV_ID` its verdict counts, else
   * only a DKIM signature, which survives relaying. From anywhere else what a mail says of itself is not looked at.
   */
  async judge(mail: SignedMail, read: ReadMail): Promise<SenderVerdict> {
    const relayed = isIP(mail.remoteIp) === 0 || this.isRelay(mail.remoteIp);
    if (relayed && this.env.TRUSTED_AUTHSERV_ID !== undefined) {
      return trustedVerdict(read, this.env.TRUSTED_AUTHSERV_ID);
    }
    const checked = await authenticate(mail.raw, {
      ip: relayed ? undefined : mail.remoteIp,
      helo: mail.helo,
      sender: mail.envelopeFrom,
      mta: this.env.INBOUND_DOMAIN ?? 'localhost',
      resolver: (name: string, type: string) => this.dns.resolve(name, type) as Promise<never>,
      disableArc: true,
      disableBimi: true,
    });
    const signatures = (checked.dkim.results ?? []) as readonly Checked[];
    if (signatures.some(({ status }) => status.result === 'pass' && status.aligned)) return 'dkim';
    const dmarc = checked.dmarc ? checked.dmarc : null;
    const spf = relayed || !checked.spf ? 'none' : checked.spf.status.result;
    if (spf === 'pass' && isAligned(checked.spf, read.from)) return 'spf';
    if (dmarc?.status.result === 'pass') return 'spf';
    const results = [spf, dmarc?.status.result ?? 'none', ...signatures.map(({ status }) => status.result)];
    if (results.includes('temperror')) return 'later';
    return results.every((result) => result === 'none' || result === 'neutral') ? 'none' : 'fail';
  }
}

function isAligned(spf: unknown, from: string | null): boolean {
  const domain = (spf as { domain?: string }).domain?.toLowerCase();
  return domain !== undefined && from !== null && from.endsWith(`@${domain}`);
}

/**
 * What the operator's own mail server wrote on top (RFC 8601). Only the first field of that name counts: what a sender put
 * there himself stands below it, and the server must take out fields that claim its name (section 5).
 */
function trustedVerdict(read: ReadMail, authserv: string): SenderVerdict {
  const [first = ''] = read.headers.get('authentication-results') ?? [];
  const [id = '', ...results] = first.replace(/\([^()]*\)/g, ' ').split(';');
  if (id.trim().split(/\s+/)[0]?.toLowerCase() !== authserv.toLowerCase()) return 'fail';
  const dmarc = results
    .map((result) => /^\s*dmarc\s*=\s*(\w+)/i.exec(result)?.[1]?.toLowerCase())
    .find(Boolean);
  if (dmarc === 'pass') {
    const domain = /\bheader\.from\s*=\s*@?([\w.-]+)/i.exec(
      results.find((r) => /^\s*dmarc/i.test(r)) ?? '',
    )?.[1];
    return domain !== undefined && read.from?.endsWith(`@${domain.toLowerCase()}`) ? 'relay' : 'fail';
  }
  if (dmarc === 'temperror') return 'fail';
  return dmarc === undefined || dmarc === 'none' ? 'none' : 'fail';
}

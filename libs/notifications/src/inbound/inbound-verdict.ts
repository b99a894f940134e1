import type { CaseRecord } from '#cases';
import { oneAddress } from '../mail/mail-address.js';
import { whyAutomatic, hasTooManyHops } from './automatic-mail.js';
import { deliveryReport, type DeliveryReport } from './delivery-report.js';
import type { InboundMailRow } from './inbound-mail.queries.js';
import type { Voucher } from './inbound.schema.js';
import type { ReadMail } from './mail-reading.js';
import type { SenderVerdict } from './sender-authentication.service.js';

/** How many mails about a case have an effect within an hour: more is two programs talking. */
const effectsPerHour = 20;

/** What is known here of the thing that a mail's address names. */
export interface Known {
  readonly record: CaseRecord | undefined;
  /** Set at a return address whose message is an e-mail of ours. */
  readonly messageId: string | null;
  /** Whether the mail is one that we sent. */
  readonly isOwn: boolean;
  readonly effects: number;
}

/** What a mail is. */
export type Verdict =
  /** Word of a message's delivery. */
  | { readonly state: 'status'; readonly report: DeliveryReport }
  /** Written by a program: noted, never answered. */
  | { readonly state: 'automatic'; readonly reason: string }
  /** Kept without effect. */
  | { readonly state: 'ignored'; readonly reason: string }
  | { readonly state: 'unverified'; readonly reason: string }
  | { readonly state: 'reply'; readonly vouchedBy: Voucher }
  /** Can't be said before the domain name system answers. */
  | { readonly state: 'later' };

/**
 * Says what a mail is; `judge` is asked who stands behind it only when all else speaks for a customer's answer. A report
 * counts at the signed return address of its message and nowhere else: anybody can write one.
 */
export async function verdictOn(
  row: InboundMailRow,
  mail: ReadMail | null,
  known: Known,
  judge: (mail: ReadMail) => Promise<SenderVerdict>,
): Promise<Verdict> {
  if (!mail) return { state: 'unverified', reason: 'unreadable' };
  if (known.isOwn) return { state: 'ignored', reason: 'own_mail' };
  if (hasTooManyHops(mail)) return { state: 'ignored', reason: 'loop' };
  const report = deliveryReport(mail);
  if (report) {
    return row.kind === 'return' && known.messageId !== null
      ? { state: 'status', report }
      : { state: 'ignored', reason: 'report_elsewhere' };
  }
  const automatic = whyAutomatic(mail, row.envelope_from);
  if (known.effects >= effectsPerHour) return { state: 'ignored', reason: 'too_many' };
  if (automatic !== null) {
    return { state: row.kind === 'unknown' ? 'ignored' : 'automatic', reason: automatic };
  }
  if (row.kind === 'unknown') return { state: 'unverified', reason: 'forged_address' };
  if (row.kind === 'return') return { state: 'unverified', reason: 'at_return_address' };
  if (!isSame(mail.from, known.record?.customer.email))
    return { state: 'unverified', reason: 'other_sender' };
  const sender = await judge(mail);
  switch (sender) {
    case 'later':
      return { state: 'later' };
    case 'fail':
      return { state: 'unverified', reason: 'not_authenticated' };
    case 'none':
      // Its domain publishes nothing: the address, which only the customer was given, is what vouches.
      return { state: 'reply', vouchedBy: 'address' };
    case 'dkim':
    case 'spf':
    case 'relay':
      return { state: 'reply', vouchedBy: sender };
  }
}

function isSame(from: string | null, customer: string | null | undefined): boolean {
  const written = oneAddress(from ?? '');
  const known = oneAddress(customer ?? '');
  return written !== null && known !== null && written.toLowerCase() === known.toLowerCase();
}

import type { ReadMail } from './mail-reading.js';
import { isDeadAddress, saysDeadAddress } from './status-codes.js';

type DeliveryAction = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';

/** What another mail server says became of a message. */
export interface DeliveryReport {
  readonly action: DeliveryAction;
  /** Enhanced status code (RFC 3463); `5.0.0` where the server names none. */
  readonly status: string;
  /** Whether the address itself is dead. */
  readonly isHard: boolean;
  /** The server's words without addresses, at most 200 characters. */
  readonly words: string;
}

const actions: readonly DeliveryAction[] = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'];
const code = /\b([245])\.(\d{1,3})\.(\d{1,3})\b/;

/**
 * The report in a mail: a delivery status notification (RFC 3464), or a bounce in plain words (qmail's QSBMF, old Exim and
 * Exchange). Null for a mail that is none. The worst of several recipients counts: we send to one, a list may be behind it.
 */
export function deliveryReport(mail: ReadMail): DeliveryReport | null {
  if (mail.deliveryStatus !== null) return fromStatus(mail.deliveryStatus);
  if (mail.reportType !== null && mail.reportType !== 'delivery-status') return null;
  return isBounce(mail) ? fromWords(mail.text) : null;
}

function fromStatus(text: string): DeliveryReport | null {
  // The first block is about the whole message, each further one about a recipient.
  const reports = text
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]+/g, ' ')
    .split(/\n\s*\n/)
    .slice(0, 50)
    .flatMap((block) => {
      const action = field(block, 'Action').toLowerCase() as DeliveryAction;
      return actions.includes(action) ? [recipientReport(block, action)] : [];
    });
  return reports.toSorted((a, b) => actions.indexOf(a.action) - actions.indexOf(b.action))[0] ?? null;
}

function recipientReport(block: string, action: DeliveryAction): DeliveryReport {
  const diagnostic = field(block, 'Diagnostic-Code');
  const own = code.exec(field(block, 'Status'))?.[0] ?? '';
  const remote = code.exec(diagnostic)?.[0] ?? '';
  // Exchange and Gmail say 5.0.0 or 4.0.0 where the other server was more precise.
  const status =
    own === '' || (/^\d\.0\.0$/.test(own) && remote.startsWith(own.slice(0, 1))) ? remote || own : own;
  return toReport(action, status, diagnostic);
}

function field(block: string, name: string): string {
  return new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(block)?.[1]?.trim() ?? '';
}

const bounceSubject =
  /^(undeliver(ed|able)|mail delivery (failed|failure|system)|delivery (status notification|failure|has failed)|returned mail|failure notice|unzustellbar|nicht zugestellt|non remis|échec de la remise|no se puede entregar|mancato recapito|onbestelbaar|nie można dostarczyć)/i;

function isBounce({ headers, subject, text }: ReadMail): boolean {
  if (headers.has('x-failed-recipients')) return true;
  const sender = headers.get('from')?.[0] ?? '';
  const fromDaemon = /\b(mailer-daemon|postmaster)@/i.test(sender);
  return (
    (fromDaemon && bounceSubject.test(subject)) ||
    /^Hi\. This is the qmail-send program/m.test(text.slice(0, 2_000))
  );
}

function fromWords(text: string): DeliveryReport {
  // Behind this line comes the message itself, which may hold any number.
  const [report = ''] = text
    .slice(0, 20_000)
    .split(/^-{2,}.{0,80}(copy|original|below this line|message follows).*$/im);
  const status = code.exec(report)?.[0] ?? '';
  const isDelay = status.startsWith('4.') && /\b(delay|still|will (re)?try|not yet|warning)/i.test(report);
  const line = report.split('\n').find((some) => code.test(some)) ?? report;
  return toReport(isDelay ? 'delayed' : 'failed', status, line === report ? report.slice(0, 2_000) : line);
}

function toReport(action: DeliveryAction, status: string, said: string): DeliveryReport {
  const words = withoutAddresses(said);
  const isVague = status === '' || /^5\.(0\.0|5\.0)$/.test(status);
  return {
    action,
    status: status || (action === 'failed' ? '5.0.0' : action === 'delayed' ? '4.0.0' : '2.0.0'),
    isHard: action === 'failed' && (isDeadAddress(status) || (isVague && saysDeadAddress(words))),
    words,
  };
}

function withoutAddresses(text: string): string {
  return text
    .replace(/[^\s<>"'(]+@[^\s<>"')]+/g, '…')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
}

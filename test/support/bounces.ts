/** Whose mail server writes a report: each in its own words and form. */
export const reporters = ['postfix', 'exim', 'exchange', 'gmail', 'sendmail', 'qmail', 'exim_plain'] as const;
export type Reporter = (typeof reporters)[number];

export interface ReportOptions {
  /** The return address that it goes to. */
  readonly to: string;
  /** The customer's address that it is about. */
  readonly about: string;
  readonly status: string;
  readonly action?: 'failed' | 'delayed' | 'delivered' | 'relayed';
  readonly words?: string;
  /** The message that did not arrive. */
  readonly original?: Buffer;
  readonly id?: string;
}

let count = 0;

/** A report on a message as that mail server writes it. */
export function reportBy(reporter: Reporter, options: ReportOptions): Buffer {
  const { to, about, status, action = 'failed', id = `report-${++count}@mx.example` } = options;
  const words = options.words ?? (status.startsWith('5.1') ? 'User unknown' : 'Try again later');
  const original = options.original?.toString('latin1').split('\r\n\r\n')[0] ?? 'Subject: about your return';
  const head = (from: string, subject: string, type: string, more: string[] = []) =>
    [
      `From: ${from}`,
      `To: <${to}>`,
      `Subject: ${subject}`,
      `Message-ID: <${id}>`,
      'Date: Mon, 2 Mar 2026 10:05:00 +0000',
      ...more,
      'MIME-Version: 1.0',
      `Content-Type: ${type}`,
    ].join('\r\n');
  const report = (from: string, subject: string, text: string, blocks: string[], more: string[] = []) => {
    const boundary = `b${count}.1772445900`;
    return [
      head(from, subject, `multipart/report; report-type=delivery-status;\r\n\tboundary="${boundary}"`, more),
      '',
      'This is a MIME-encapsulated message.',
      '',
      `--${boundary}`,
      'Content-Description: Notification',
      'Content-Type: text/plain; charset=utf-8',
      '',
      text,
      '',
      `--${boundary}`,
      'Content-Description: Delivery report',
      'Content-Type: message/delivery-status',
      '',
      blocks.join('\r\n\r\n'),
      '',
      `--${boundary}`,
      'Content-Type: text/rfc822-headers',
      '',
      original,
      '',
      `--${boundary}--`,
      '',
    ].join('\r\n');
  };
  const code = status.startsWith('4') ? '450' : action === 'failed' ? '550' : '250';
  switch (reporter) {
    case 'postfix':
      return bytes(
        report(
          'MAILER-DAEMON@mx.example (Mail Delivery System)',
          'Undelivered Mail Returned to Sender',
          `This is the mail system at host mx.example.\r\n\r\n<${about}>: host mail.example said: ${code} ${status} ${words}`,
          [
            'Reporting-MTA: dns; mx.example\r\nX-Postfix-Queue-ID: 4Z1\r\nArrival-Date: Mon,  2 Mar 2026 10:00:00 +0000 (UTC)',
            `Final-Recipient: rfc822; ${about}\r\nOriginal-Recipient: rfc822;${about}\r\nAction: ${action}\r\nStatus: ${status}\r\nRemote-MTA: dns; mail.example\r\nDiagnostic-Code: smtp; ${code} ${status} <${about}>:\r\n    ${words}`,
          ],
          ['Auto-Submitted: auto-replied'],
        ),
      );
    case 'exim':
      return bytes(
        report(
          'Mail Delivery System <Mailer-Daemon@mx.example>',
          action === 'delayed'
            ? 'Warning: message 1abc delayed 24 hours'
            : 'Mail delivery failed: returning message to sender',
          `A message that you sent could not be delivered.\r\n\r\n  ${about}\r\n    ${words}`,
          [
            'Reporting-MTA: dns; mx.example',
            `Action: ${action}\r\nFinal-Recipient: rfc822;${about}\r\nStatus: ${status.startsWith('4') ? '4.0.0' : '5.0.0'}\r\nRemote-MTA: dns; mail.example\r\nDiagnostic-Code: smtp; ${code}-${status} ${words}`,
          ],
          [`X-Failed-Recipients: ${about}`, 'Auto-Submitted: auto-replied'],
        ),
      );
    case 'exchange':
      return bytes(
        report(
          'Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@tenant.example>',
          'Unzustellbar: Rücksendung',
          `Ihre Nachricht an ${about} konnte nicht zugestellt werden.`,
          [
            'Reporting-MTA: dns;AM0PR01.eurprd01.prod.exchangelabs.example\r\nReceived-From-MTA: dns;mx.example',
            `Original-Recipient: rfc822;${about}\r\nFinal-Recipient: rfc822;${about}\r\nAction: ${action}\r\nStatus: ${status}\r\nDiagnostic-Code: smtp;${code} ${status} RESOLVER.ADR.RecipNotFound; ${words}\r\nX-Display-Name: Kunde`,
          ],
        ),
      );
    case 'gmail':
      return bytes(
        report(
          'Mail Delivery Subsystem <mailer-daemon@googlemail.example>',
          'Delivery Status Notification (Failure)',
          `** Address not found **\r\n\r\nYour message wasn't delivered to ${about}.`,
          [
            'Reporting-MTA: dns; googlemail.example\r\nX-Original-Message-ID: <x@example>',
            `Final-Recipient: rfc822; ${about}\r\nAction: ${action}\r\nStatus: ${status}\r\nRemote-MTA: dns; mail.example. (192.0.2.1, the server for the domain.)\r\nDiagnostic-Code: smtp; ${code}-${status} ${words}\r\n ${code} ${status} x1-gsmtp\r\nLast-Attempt-Date: Mon, 02 Mar 2026 02:04:00 -0800 (PST)`,
          ],
          [`X-Failed-Recipients: ${about}`, 'Auto-Submitted: auto-replied'],
        ),
      );
    case 'sendmail':
      return bytes(
        report(
          'Mail Delivery Subsystem <MAILER-DAEMON@mx.example>',
          'Returned mail: see transcript for details',
          `   ----- The following addresses had permanent fatal errors -----\r\n<${about}>`,
          [
            'Reporting-MTA: dns; mx.example',
            `Final-Recipient: RFC822; ${about}\r\nAction: ${action}\r\nStatus: ${status}\r\nDiagnostic-Code: SMTP; ${code} ${status} ${words}`,
          ],
          ['Auto-Submitted: auto-generated (failure)'],
        ).replaceAll('\r\n', '\n'),
      );
    case 'qmail':
      return bytes(
        [
          head('MAILER-DAEMON@mx.example', 'failure notice', 'text/plain'),
          '',
          'Hi. This is the qmail-send program at mx.example.',
          "I'm afraid I wasn't able to deliver your message to the following addresses.",
          "This is a permanent error; I've given up. Sorry it didn't work out.",
          '',
          `<${about}>:`,
          `Sorry, ${words}. (#${status})`,
          '',
          '--- Below this line is a copy of the message.',
          '',
          original,
          'X-Mailer: 4.2.1 of something',
          '',
        ].join('\r\n'),
      );
    case 'exim_plain':
      return bytes(
        [
          head(
            'Mail Delivery System <Mailer-Daemon@mx.example>',
            'Mail delivery failed: returning message to sender',
            'text/plain',
            [`X-Failed-Recipients: ${about}`],
          ),
          '',
          'This message was created automatically by mail delivery software.',
          '',
          `  ${about}`,
          `    SMTP error from remote mail server after RCPT TO:<${about}>:`,
          `    host mail.example [192.0.2.1]: ${code} ${status} ${words}`,
          '',
          '------ This is a copy of the message, including all the headers. ------',
          '',
          original,
          '',
        ].join('\r\n'),
      );
  }
}

function bytes(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}

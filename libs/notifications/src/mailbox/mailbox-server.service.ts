import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { Clock, Database, log, newId, systemCtx } from '#platform';
import { insertMails, mailboxKeeps, trimMails, type ArrivedMail } from './mailbox.queries.js';

const largest = 5 * 1024 * 1024;
const batch = 100;

interface Waiting {
  readonly mail: ArrivedMail;
  readonly done: (error?: Error) => void;
}

/**
 * The built-in mail server: real SMTP on a free loopback port of the worker, for systems without `SMTP_URL`. A mail is
 * accepted once it is stored. Mails that arrive while others are being stored go together in the next statement.
 */
@Injectable()
export class MailboxServer implements OnApplicationShutdown {
  private server: SMTPServer | undefined;
  private starting: Promise<string> | undefined;
  private waiting: Waiting[] = [];
  private storing = false;
  private sinceTrim = 0;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Starts listening, once per process; returns the URL to send to. */
  start(): Promise<string> {
    this.starting ??= this.listen();
    return this.starting;
  }

  async onApplicationShutdown(): Promise<void> {
    await new Promise<void>((resolve) => (this.server ? this.server.close(() => resolve()) : resolve()));
    this.server = undefined;
    this.starting = undefined;
  }

  private listen(): Promise<string> {
    const server = new SMTPServer({
      name: 'mailbox.localhost',
      banner: 'Reintegro mailbox',
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      size: largest,
      onData: (stream, session, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('error', done);
        stream.on('end', () => {
          if (stream.sizeExceeded) {
            done(Object.assign(new Error('message too large'), { responseCode: 552 }));
            return;
          }
          const { mailFrom, rcptTo } = session.envelope;
          const sender = mailFrom ? mailFrom.address : '';
          const recipients = rcptTo.map((recipient) => recipient.address);
          this.arrive(Buffer.concat(parts), sender, recipients).then(
            () => done(),
            (error: Error) => done(error),
          );
        });
      },
    });
    this.server = server;
    server.on('error', (err) => log.warn({ err }, 'mailbox'));
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const address = server.server.address();
        const port = typeof address === 'object' && address !== null ? address.port : 0;
        resolve(`smtp://127.0.0.1:${port}?ignoreTLS=true`);
      });
    });
  }

  private async arrive(raw: Buffer, sender: string, recipients: string[]): Promise<void> {
    const parsed = await simpleParser(raw, {
      skipHtmlToText: true,
      skipTextToHtml: true,
      skipImageLinks: true,
      skipTextLinks: true,
    });
    const subject = printable(parsed.subject ?? '');
    const words = [...recipients, sender, subject, parsed.text ?? ''].join('\n').toLowerCase();
    const mail: ArrivedMail = {
      id: newId(),
      receivedAt: this.clock.now(),
      channel: 'email',
      sender: printable(sender),
      recipients: recipients.map(printable),
      subject,
      words: printable(words),
      raw,
    };
    await new Promise<void>((resolve, reject) => {
      this.waiting.push({ mail, done: (error) => (error ? reject(error) : resolve()) });
      if (!this.storing) void this.store();
    });
  }

  private async store(): Promise<void> {
    this.storing = true;
    while (this.waiting.length > 0) {
      const some = this.waiting.splice(0, batch);
      try {
        await this.db.tx(systemCtx('mailbox', null, this.clock.now()), async (tx) => {
          await insertMails(
            tx,
            some.map(({ mail }) => mail),
          );
          this.sinceTrim += some.length;
          if (this.sinceTrim >= mailboxKeeps / 20) {
            this.sinceTrim = 0;
            await trimMails(tx);
          }
        });
        for (const { done } of some) done();
      } catch (error) {
        for (const { done } of some) done(error as Error);
      }
    }
    this.storing = false;
  }
}

/** PostgreSQL's text has no NUL. */
function printable(text: string): string {
  return text.replaceAll('\u0000', '');
}

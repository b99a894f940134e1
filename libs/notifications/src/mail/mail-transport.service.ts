import { setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool/index.js';
import { ENV, type Env } from '#platform';
import { FinalDot } from './final-dot.js';
import { MailboxServer } from '../mailbox/mailbox-server.service.js';

/** A message ready for the wire, with its one recipient. */
export interface ReadyMail {
  readonly from: string;
  readonly to: string;
  readonly raw: Buffer;
}

export type Delivery =
  | { readonly result: 'accepted'; readonly response: string }
  /** May be accepted later, or nobody knows whether it was. */
  | { readonly result: 'deferred'; readonly code: string; readonly reason: string }
  /** Refused for good by the receiving server. */
  | { readonly result: 'rejected'; readonly code: string; readonly reason: string };

/** Connections to the mail server per process. */
export const mailConnections = 10;

interface SendError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly command?: string;
}

/** Replies that are about us and not about the message: authentication and TLS (RFC 4954, RFC 3207). */
const aboutUs = new Set([530, 534, 535, 538]);

/** One pool of SMTP connections per process, to `SMTP_URL` or else to the built-in mailbox. */
@Injectable()
export class MailTransport implements OnApplicationShutdown {
  private pool: Promise<Transporter<SMTPPool.SentMessageInfo>> | undefined;
  private readonly finalDot = new FinalDot();

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly mailbox: MailboxServer,
  ) {}

  /**
   * Sends one message and calls `accepted` with the server's answer; another message may end once that calls `noted`, or
   * is over. Never throws. When `deadline` aborts, a send in flight loses its connection and is deferred.
   */
  async send(
    mail: ReadyMail,
    deadline: AbortSignal,
    accepted: (response: string, noted: () => void) => Promise<void>,
  ): Promise<Delivery> {
    const ending = new Ending(this.finalDot, mail.raw);
    try {
      this.pool ??= this.open();
      const pool = await this.pool;
      const sent = await pool.sendMail({
        envelope: { from: mail.from, to: [mail.to] },
        raw: ending,
        signal: deadline,
      });
      const response = withoutAddresses(sent.response);
      await accepted(response, () => ending.over());
      return { result: 'accepted', response };
    } catch (error) {
      return toDelivery(error as SendError);
    } finally {
      ending.over();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    const pool = await this.pool?.catch(() => undefined);
    pool?.close();
    this.pool = undefined;
  }

  private async open(): Promise<Transporter<SMTPPool.SentMessageInfo>> {
    const url = this.env.SMTP_URL ?? (await this.mailbox.start());
    return createTransport(poolOptions(url));
  }
}

/** One message's data, whose end waits for its turn. */
class Ending extends Readable {
  private isOver = false;
  private hasBegun = false;
  private leave: (() => void) | undefined;

  constructor(
    private readonly finalDot: FinalDot,
    private readonly raw: Buffer,
  ) {
    super();
  }

  /** All of the message, then nothing until it may end. */
  override _read(): void {
    if (this.hasBegun) return;
    this.hasBegun = true;
    this.push(this.raw);
    void this.end();
  }

  private async end(): Promise<void> {
    const leave = await this.finalDot.turn();
    if (this.isOver) leave();
    else this.leave = leave;
    this.push(null);
  }

  over(): void {
    this.isOver = true;
    this.leave?.();
  }
}

/** A signal that aborts after `milliseconds`, for many sends at once; `clear` frees its timer. */
export function sendDeadline(milliseconds: number): { signal: AbortSignal; clear: () => void } {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const timer = setTimeout(() => controller.abort(), milliseconds);
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}

/**
 * Pool settings of a URL. Query parameters are nodemailer's own options. Without TLS (`smtp://`) a server elsewhere
 * must offer STARTTLS, or nothing is sent; only `?requireTLS=false` says otherwise.
 */
export function poolOptions(url: string): SMTPPool.Options & { maxRequeues: number } {
  const { protocol, hostname } = new URL(url);
  const local = ['localhost', '127.0.0.1', '[::1]', '::1'].includes(hostname);
  const requireTLS = protocol === 'smtp:' && !local;
  return {
    requireTLS,
    url,
    pool: true,
    maxConnections: mailConnections,
    maxMessages: Number.POSITIVE_INFINITY,
    // The pool would send a message again by itself when its connection closed, even after the final dot.
    maxRequeues: 0,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function toDelivery(error: SendError): Delivery {
  const reply = error.responseCode;
  const code = reply === undefined ? (error.code ?? 'error').toLowerCase() : `smtp_${reply}`;
  const reason = withoutAddresses(error.response ?? error.message);
  const final =
    reply !== undefined &&
    reply >= 500 &&
    reply !== 503 &&
    !aboutUs.has(reply) &&
    /^(MAIL FROM|RCPT TO|DATA)$/.test(error.command ?? '');
  return { result: final ? 'rejected' : 'deferred', code, reason };
}

/** A server's words without the addresses that they repeat, at most 200 characters. */
function withoutAddresses(text: string): string {
  return text
    .replace(/[^\s<>"'(]+@[^\s<>"')]+/g, '…')
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .slice(0, 200);
}

import { createServer, type Server, type Socket } from 'node:net';
import { answersTo, sendAnswers, type AnswerOptions, type OutsideAnswer } from './outside-answers.js';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/**
 * What the mail server of the outside world does with one message. `drop`: takes it, then cuts the connection after the
 * final dot, before its reply. `stall`: never answers the final dot.
 */
export type MailBehaviour = 'accept' | 'defer' | 'reject' | 'refuse_recipient' | 'stall' | 'drop';

export interface OutsideDelivery {
  readonly from: string;
  readonly to: readonly string[];
  readonly messageId: string;
  /** Empty unless `keepRaw`. */
  readonly raw: Buffer;
}

export interface OutsideMailOptions {
  /** Says what happens to each message; all are accepted unless given. `nth` counts messages from 1. */
  readonly behave?: (mail: { to: string; messageId: string; nth: number }) => MailBehaviour;
  readonly keepRaw?: boolean;
  /** Milliseconds before each reply to a message. */
  readonly delayMs?: number;
}

/** A number between 0 and 1 from a seed, again and again the same (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The mail servers of the outside world: real SMTP on a loopback port, simulated everywhere by this one class. */
export class OutsideMail {
  /** What was taken, in order: accepted messages and those dropped after the final dot. */
  readonly deliveries: OutsideDelivery[] = [];
  private readonly counts = new Map<string, number>();
  private seen = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly smtp: SMTPServer,
    private readonly front: Server,
    private options: OutsideMailOptions,
  ) {}

  static async start(options: OutsideMailOptions = {}): Promise<OutsideMail> {
    const held: { world?: OutsideMail } = {};
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      onRcptTo: (address, _, done) => held.world?.recipient(address.address, done),
      onData: (stream, session, done) => held.world?.message(stream, session, done),
    });
    smtp.on('error', () => undefined); // cut connections are part of the simulation
    // An own listener in front: only so can a connection be cut without a word.
    const front = createServer((socket) => {
      held.world?.sockets.add(socket);
      socket.on('close', () => held.world?.sockets.delete(socket));
      socket.on('error', () => undefined);
      smtp.server.emit('connection', socket);
    });
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    const world = new OutsideMail(smtp, front, options);
    held.world = world;
    return world;
  }

  get port(): number {
    const address = this.front.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** For `SMTP_URL`; `query` is nodemailer's options, for example `socketTimeout=300`. */
  url(query = ''): string {
    return `smtp://127.0.0.1:${this.port}?ignoreTLS=true${query && `&${query}`}`;
  }

  /** Changes the behaviour from the next message on. */
  change(options: OutsideMailOptions): void {
    this.options = { ...this.options, ...options };
  }

  /** How many messages were taken more than once, by Message-ID, and how many copies too many that makes. */
  duplicates(): { messages: number; copies: number } {
    const repeated = [...this.counts.values()].filter((n) => n > 1);
    return { messages: repeated.length, copies: repeated.reduce((sum, n) => sum + n - 1, 0) };
  }

  /** How many different messages were taken. */
  get distinct(): number {
    return this.counts.size;
  }

  /**
   * Sends to a listener on `port` what comes back for everything that was taken (needs `keepRaw`): reports, absences and
   * answers, drawn by weight, some twice, in any order. Returns what was sent.
   */
  async answer(port: number, options: AnswerOptions): Promise<OutsideAnswer[]> {
    const answers = answersTo(this.deliveries, options);
    await sendAnswers(port, answers);
    return answers;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => this.front.close(() => resolve()));
    await new Promise<void>((resolve) => this.smtp.close(() => resolve()));
  }

  private recipient(address: string, done: (error?: Error) => void): void {
    const probe = this.options.behave?.({ to: address, messageId: '', nth: 0 });
    if (probe === 'refuse_recipient') done(reply(550, `5.1.1 <${address}> no such user`));
    else done();
  }

  private message(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    done: (error?: Error) => void,
  ): void {
    const parts: Buffer[] = [];
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('end', () => {
      const raw = Buffer.concat(parts);
      const head = raw.subarray(0, 4_096).toString('latin1');
      const messageId = /^Message-ID: <([^>]*)>/im.exec(head)?.[1] ?? '';
      const to = session.envelope.rcptTo.map((recipient) => recipient.address);
      const nth = ++this.seen;
      const behaviour = this.options.behave?.({ to: to[0] ?? '', messageId, nth }) ?? 'accept';
      if (behaviour === 'accept' || behaviour === 'drop') this.take(session, to, messageId, raw);
      const answer = (): void => {
        if (behaviour === 'drop') this.cut(session);
        else if (behaviour === 'defer') done(reply(451, '4.3.0 try again later'));
        else if (behaviour === 'reject') done(reply(554, '5.7.1 not wanted here'));
        else if (behaviour !== 'stall') done();
      };
      if (this.options.delayMs) setTimeout(answer, this.options.delayMs);
      else answer();
    });
  }

  private take(session: SMTPServerSession, to: string[], messageId: string, raw: Buffer): void {
    const { mailFrom } = session.envelope;
    this.deliveries.push({
      from: mailFrom ? mailFrom.address : '',
      to,
      messageId,
      raw: this.options.keepRaw ? raw : Buffer.alloc(0),
    });
    this.counts.set(messageId, (this.counts.get(messageId) ?? 0) + 1);
  }

  private cut(session: SMTPServerSession): void {
    for (const socket of this.sockets) {
      if (socket.remotePort === session.remotePort) socket.destroy();
    }
  }
}

function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

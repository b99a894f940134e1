import { readFileSync } from 'node:fs';
import { domainToASCII } from 'node:url';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { ENV, log, type Env } from '#platform';
import { ConnectionLimits, networksOf } from './connection-limits.js';
import { InboundIntake } from './inbound-intake.service.js';

const megabyte = 1024 * 1024;

/** What one mail, one address, one connection and the process may take. */
const limits = {
  mailBytes: 15 * megabyte,
  /** Of all mails that are on their way in at once. */
  heldBytes: 90 * megabyte,
  connections: 100,
  connectionsPerAddress: 10,
  mailsPerMinute: 60,
  mailsPerConnection: 50,
  recipients: 5,
  idleMs: 60_000,
  connectionMs: 10 * 60_000,
};

/** A relay of the operator brings everybody's mail. */
const relayFactor = 20;

type Done = (error?: Error) => void;

/**
 * The mail server that returns and replies come to: takes mail to addresses below `INBOUND_DOMAIN` and relays none. Every
 * address there is accepted alike, so that nobody learns which exist.
 */
@Injectable()
export class InboundServer implements OnApplicationShutdown {
  private server: SMTPServer | undefined;
  private held = 0;
  private readonly limits = new ConnectionLimits();
  private readonly perConnection = new WeakMap<SMTPServerSession, number>();
  private readonly isRelay: (address: string) => boolean;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly intake: InboundIntake,
  ) {
    this.isRelay = networksOf(env.INBOUND_RELAYS);
  }

  /**
   * Listens on `INBOUND_SMTP_PORT`, or in demo mode without one on a free port of this machine; not at all without
   * `INBOUND_DOMAIN`. Returns the port.
   */
  async start(): Promise<number | null> {
    const { INBOUND_DOMAIN: domain, INBOUND_SMTP_PORT: port, PUBLIC_URL, REINTEGRO_DEMO } = this.env;
    if (domain === undefined || (port === undefined && REINTEGRO_DEMO !== '1')) return null;
    const server = this.build(domain);
    this.server = server;
    server.on('error', (err: Error) => log.debug({ err }, 'inbound connection'));
    const host = port === undefined || PUBLIC_URL === undefined ? '127.0.0.1' : '0.0.0.0';
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port ?? 0, host, () => resolve());
    });
    log.info({ host, port: this.port }, 'inbound mail');
    return this.port;
  }

  /** Null while it does not listen. */
  get port(): number | null {
    const address = this.server?.server.address();
    return typeof address === 'object' && address !== null ? address.port : null;
  }

  async onApplicationShutdown(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  private build(domain: string): SMTPServer {
    const { INBOUND_TLS_CERT: cert, INBOUND_TLS_KEY: key } = this.env;
    return new SMTPServer({
      name: domain,
      banner: 'Reintegro',
      authOptional: true,
      disabledCommands: cert && key ? ['AUTH'] : ['AUTH', 'STARTTLS'],
      ...(cert && key ? { cert: readFileSync(cert), key: readFileSync(key) } : {}),
      disableReverseLookup: true,
      logger: false,
      size: limits.mailBytes,
      maxClients: limits.connections,
      maxRecipients: limits.recipients,
      socketTimeout: limits.idleMs,
      closeTimeout: 5_000,
      onConnect: (session, done) => this.connect(session, done),
      onClose: (session) => this.limits.left(session.remoteAddress),
      onMailFrom: (_, session, done) => this.begin(session, done),
      onRcptTo: ({ address }, _, done) => {
        const isOurs = domainToASCII(address.slice(address.lastIndexOf('@') + 1)) === domain;
        done(isOurs ? undefined : reply(550, '5.7.1 we do not relay'));
      },
      onData: (stream, session, done) => this.receive(stream, session, done),
    });
  }

  private connect(session: SMTPServerSession, done: Done): void {
    const factor = this.isRelay(session.remoteAddress) ? relayFactor : 1;
    if (!this.limits.joins(session.remoteAddress, limits.connectionsPerAddress * factor)) {
      // It is counted out again when it closes.
      this.limits.joins(session.remoteAddress, Number.POSITIVE_INFINITY);
      done(reply(421, '4.7.0 too many connections'));
      return;
    }
    // However slowly a connection speaks, it ends; what it had begun was not accepted and is sent again.
    setTimeout(() => this.cut(session), limits.connectionMs).unref();
    done();
  }

  private cut(session: SMTPServerSession): void {
    for (const connection of this.server?.connections ?? []) {
      if ((connection as { id?: string }).id === session.id) connection.close();
    }
  }

  private begin(session: SMTPServerSession, done: Done): void {
    const address = session.remoteAddress;
    const most = limits.mailsPerMinute * (this.isRelay(address) ? relayFactor : 1);
    const nth = (this.perConnection.get(session) ?? 0) + 1;
    this.perConnection.set(session, nth);
    if (nth > limits.mailsPerConnection) done(reply(421, '4.7.0 enough for one connection'));
    else if (!this.limits.sends(address, most, Date.now()))
      done(reply(450, '4.7.0 too many mails, try again later'));
    else done();
  }

  private receive(stream: SMTPServerDataStream, session: SMTPServerSession, done: Done): void {
    const parts: Buffer[] = [];
    let bytes = 0;
    let isFull = false;
    const release = (): void => {
      this.held -= bytes;
      bytes = 0;
    };
    stream.on('data', (part: Buffer) => {
      isFull ||= this.held + part.length > limits.heldBytes;
      if (isFull || stream.sizeExceeded) return;
      parts.push(part);
      bytes += part.length;
      this.held += part.length;
    });
    stream.once('close', () => {
      if (!stream.readableEnded) release();
    });
    stream.on('end', () => {
      const refusal = stream.sizeExceeded
        ? reply(552, '5.3.4 too big')
        : isFull
          ? reply(452, '4.3.1 no room just now, try again later')
          : undefined;
      if (refusal) {
        release();
        done(refusal);
        return;
      }
      this.store(Buffer.concat(parts), session)
        .then(() => done())
        .catch((err: Error) => {
          log.error({ err }, 'inbound mail not stored');
          done(reply(451, '4.3.0 not stored, try again later'));
        })
        .finally(release);
    });
  }

  private store(raw: Buffer, session: SMTPServerSession): Promise<void> {
    const { mailFrom, rcptTo } = session.envelope;
    return this.intake.take({
      envelopeFrom: mailFrom ? mailFrom.address : '',
      recipients: rcptTo.map((recipient) => recipient.address),
      remoteIp: session.remoteAddress,
      helo: typeof session.hostNameAppearsAs === 'string' ? session.hostNameAppearsAs : '',
      raw,
    });
  }
}

function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

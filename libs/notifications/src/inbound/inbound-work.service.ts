import { Injectable } from '@nestjs/common';
import {
  backoff,
  Clock,
  Database,
  isId,
  log,
  systemCtx,
  type ClientCtx,
  type OutboxHandler,
  type OutboxItem,
  type OutboxOutcome,
} from '#platform';
import { Cases } from '#cases';
import { InboundEffects } from './inbound-effects.service.js';
import {
  countEffects,
  inboundMailById,
  inboundOutbox,
  messageById,
  type InboundMailRow,
} from './inbound-mail.queries.js';
import { verdictOn, type Known, type Verdict } from './inbound-verdict.js';
import { readMail, type ReadMail } from './mail-reading.js';
import { SenderAuthentication } from './sender-authentication.service.js';

/** How often the domain name system is asked again before a person decides. */
const asksAgain = 4;
const hourMs = 3_600_000;

/** Reads mails that came in, one by one, and does what follows from them. */
@Injectable()
export class InboundWork implements OutboxHandler {
  readonly kind = inboundOutbox;
  readonly batch = 20;
  readonly leaseSeconds = 300;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly cases: Cases,
    private readonly senders: SenderAuthentication,
    private readonly effects: InboundEffects,
  ) {}

  async perform(items: readonly OutboxItem[]): Promise<readonly OutboxOutcome[]> {
    const outcomes: OutboxOutcome[] = [];
    for (const item of items) {
      try {
        outcomes.push(await this.read(item));
      } catch (err) {
        log.error({ err, clientId: item.clientId, mailId: item.refId }, 'inbound mail not worked off');
        outcomes.push({
          item,
          result: 'retry',
          nextAt: backoff(this.clock.now(), item.attempt),
          reason: 'error',
        });
      }
    }
    return outcomes;
  }

  /** What killed its reader five times is for a person, unread. */
  async setAside(items: readonly OutboxItem[]): Promise<void> {
    for (const { clientId, refId } of items) {
      const ctx = this.ctx(clientId);
      const row = await this.db.tx(ctx, (tx) => inboundMailById(tx, clientId, refId));
      if (row)
        await this.effects.record(ctx, row, null, unknown, { state: 'unverified', reason: 'unreadable' });
    }
  }

  private async read(item: OutboxItem): Promise<OutboxOutcome> {
    const ctx = this.ctx(item.clientId);
    const row = await this.db.tx(ctx, (tx) => inboundMailById(tx, ctx.clientId, item.refId));
    if (row?.state !== 'received') return { item, result: 'done' };
    const mail = await readMail(row.raw);
    const known = await this.whatIsKnown(ctx, row, mail);
    const signed = { raw: row.raw, remoteIp: row.remote_ip, helo: row.helo, envelopeFrom: row.envelope_from };
    let verdict: Verdict = await verdictOn(row, mail, known, (read) => this.senders.judge(signed, read));
    if (verdict.state === 'later') {
      if (item.attempt <= asksAgain) {
        return { item, result: 'retry', nextAt: backoff(this.clock.now(), item.attempt), reason: 'dns' };
      }
      verdict = { state: 'unverified', reason: 'not_checked' };
    }
    await this.effects.record(ctx, row, mail, known, verdict);
    return { item, result: 'done' };
  }

  /** The message and case that the address names, as far as they exist. */
  private whatIsKnown(ctx: ClientCtx, row: InboundMailRow, mail: ReadMail | null): Promise<Known> {
    return this.db.tx(ctx, async (tx) => {
      if (row.ref_id === null) return unknown;
      const message = row.kind === 'return' ? await messageById(tx, ctx.clientId, row.ref_id) : undefined;
      const caseId = row.kind === 'return' ? message?.case_id : row.ref_id;
      const [record] = caseId === undefined ? [] : await this.cases.load(ctx, tx, [caseId]);
      const since = new Date(ctx.now.getTime() - hourMs);
      const ownId = mail?.messageId?.split('@')[0] ?? '';
      return {
        record,
        messageId: message?.channel === 'email' ? row.ref_id : null,
        isOwn: isId(ownId) && (await messageById(tx, ctx.clientId, ownId)) !== undefined,
        effects: record ? await countEffects(tx, ctx.clientId, record.id, since) : 0,
      };
    });
  }

  private ctx(clientId: string): ClientCtx {
    return systemCtx('inbound', clientId, this.clock.now());
  }
}

const unknown: Known = { record: undefined, messageId: null, isOwn: false, effects: 0 };

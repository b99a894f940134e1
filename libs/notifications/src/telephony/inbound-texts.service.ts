import { Injectable } from '@nestjs/common';
import { Clock, Database, isId, log, systemCtx, type ClientCtx, type Tx } from '#platform';
import { InboundReplies } from '../inbound/inbound-replies.service.js';
import { Suppressions } from '../plan/suppressions.service.js';
import { latestCaseOf } from './callback.queries.js';
import { inboundTextSchema } from './hook.schema.js';
import { onePhone } from './phone-number.js';
import { sendersOf } from './sender.queries.js';
import { wishOf } from './stop-words.js';
import { TelephonyHooks, type TwilioHook } from './telephony-hooks.service.js';
import { fail } from './telephony.errors.js';

/** SMS and WhatsApp messages from customers. */
@Injectable()
export class InboundTexts {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly hooks: TelephonyHooks,
    private readonly suppressions: Suppressions,
    private readonly replies: InboundReplies,
  ) {}

  /**
   * Takes a message that a customer sent to one of the client's senders. A word that ends messages puts the number on the
   * suppression list of the channel, one that begins them takes it off; everything else is an answer on the customer's
   * latest case. Repeats change nothing. Raises `hook.forged`, `hook.unknown`.
   */
  async take(clientId: string, hook: TwilioHook): Promise<void> {
    this.hooks.requireGenuine(hook);
    const text = inboundTextSchema.safeParse(hook.form);
    if (!text.success || !isId(clientId)) throw fail('hook.unknown');
    const { From: from, To: to, Body: body, MessageSid: sid, MessagingServiceSid: service } = text.data;
    const channel = from.startsWith('whatsapp:') ? 'whatsapp' : 'sms';
    const number = onePhone(from.replace(/^whatsapp:/, ''))?.number;
    const ctx = systemCtx('twilio', clientId.toLowerCase(), this.clock.now());
    await this.db.tx(ctx, async (tx) => {
      const addresses = new Set([to.replace(/^whatsapp:/, ''), service]);
      const senders = await sendersOf(tx, ctx.clientId);
      if (!senders.some((sender) => addresses.has(sender.address))) throw fail('hook.unknown');
      if (number === undefined) return;
      const wish = wishOf(body);
      if (wish === 'stop') {
        await this.suppressions.add(ctx, tx, [{ channel, address: number, reason: 'asked_to_stop' }]);
      } else if (wish === 'start') await this.suppressions.lift(ctx, tx, channel, number);
      else await this.reply(ctx, tx, channel, number, sid, body);
    });
  }

  private async reply(
    ctx: ClientCtx,
    tx: Tx,
    channel: 'sms' | 'whatsapp',
    number: string,
    sid: string,
    text: string,
  ): Promise<void> {
    const found = await latestCaseOf(tx, ctx.clientId, number);
    if (!found) {
      log.info({ channel }, 'a text from a number that was never written to');
      return;
    }
    await this.replies.take(ctx, tx, {
      caseId: found.caseId,
      messageId: found.messageId,
      channel,
      text: text.replaceAll('\u0000', ''),
      receivedAt: ctx.now,
      sourceKey: `twilio:${sid}`,
      vouchedBy: 'provider',
    });
  }
}

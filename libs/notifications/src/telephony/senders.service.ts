import { Injectable } from '@nestjs/common';
import { Database, requirePermission, type Ctx } from '#platform';
import { onePhone } from './phone-number.js';
import { isName, type Sender } from './sender-choice.js';
import { deleteSender, putSender, sendersOf } from './sender.queries.js';
import type { NewSender, SenderPlace } from './sender.schema.js';
import { fail } from './telephony.errors.js';

/** Twilio takes up to 11 letters, digits and spaces, at least one of them a letter. */
const name = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/;

/** Under which names and numbers a client writes and calls. */
@Injectable()
export class Senders {
  constructor(private readonly db: Database) {}

  list(ctx: Ctx): Promise<Sender[]> {
    requirePermission(ctx, 'template.read');
    const { clientId } = ctx;
    return this.db.tx(ctx, (tx) => sendersOf(tx, clientId));
  }

  /** Sets the sender of a channel and country. Raises `sender.unfit` for an address that the channel has no use for. */
  async put(ctx: Ctx, place: SenderPlace, sender: NewSender): Promise<Sender> {
    requirePermission(ctx, 'client.write');
    const { address } = sender;
    const isNumber = onePhone(address) !== null;
    const isFit = place.channel === 'sms' ? isNumber || !isName(address) || name.test(address) : isNumber;
    if (!isFit) throw fail('sender.unfit', { address, channel: place.channel });
    await this.db.tx(ctx, (tx) => putSender(tx, ctx.clientId, place, sender, ctx.now));
    return { ...place, ...sender };
  }

  /** Takes a sender away: its channel falls back to the sender for every country, or is no longer ready. */
  async remove(ctx: Ctx, place: SenderPlace): Promise<void> {
    requirePermission(ctx, 'client.write');
    const gone = await this.db.tx(ctx, (tx) => deleteSender(tx, ctx.clientId, place));
    if (gone === 0) throw fail('sender.unknown');
  }
}

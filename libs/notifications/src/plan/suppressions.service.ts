import { Injectable } from '@nestjs/common';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import {
  actorName,
  Database,
  decodeCursor,
  defineErrors,
  isId,
  newId,
  requirePermission,
  toPage,
  type ClientCtx,
  type Ctx,
  type Page,
  type PageQuery,
  type Tx,
} from '#platform';
import type { CaseRecord } from '#cases';
import { oneAddress } from '../mail/mail-address.js';
import type { MessageChannel } from '../message/message-purpose.js';
import { comparable, recipientOf } from './recipient.js';
import {
  deleteSuppression,
  insertSuppressions,
  listSuppressions,
  suppressedAmong,
  suppressionOf,
  type ChannelAddress,
  type SuppressionRow,
} from './suppression.queries.js';
import type { NewSuppression, SuppressionView } from './suppression.schema.js';

const fail = defineErrors({ 'suppression.unknown': 404, 'suppression.address_invalid': 422 });

/** Addresses that must not be written to or rung up any more, per client and channel. */
@Injectable()
export class Suppressions {
  constructor(private readonly db: Database) {}

  /** Adds addresses in `tx`, in bulk; one that is there already keeps its first reason. `reason` is a code. */
  async add(
    ctx: ClientCtx,
    tx: Tx,
    added: readonly (ChannelAddress & { readonly reason: string })[],
  ): Promise<void> {
    if (added.length === 0) return;
    const rows = added.map((a) => ({ ...a, id: newId(), address: comparable(a.address) }));
    await insertSuppressions(tx, ctx.clientId, rows, ctx.now, actorName(ctx.actor));
  }

  /** Adds, for each of these channels, the address at which it would reach the customer of a case. */
  async addCustomer(
    ctx: ClientCtx,
    tx: Tx,
    record: CaseRecord,
    channels: readonly MessageChannel[],
    reason: string,
  ): Promise<void> {
    const added = channels.flatMap((channel) => {
      const address = recipientOf(channel, record);
      return address === null ? [] : [{ channel, address, reason }];
    });
    await this.add(ctx, tx, added);
  }

  /** Takes an address off in `tx`, for example after START; nothing happens to one that is not on the list. */
  async lift(ctx: ClientCtx, tx: Tx, channel: MessageChannel, address: string): Promise<void> {
    const lifted = { at: ctx.now, by: actorName(ctx.actor) };
    await deleteSuppression(tx, ctx.clientId, { channel, address: comparable(address) }, lifted);
  }

  /** Whether each is suppressed, in order. One statement. */
  async suppressed(ctx: ClientCtx, tx: Tx, asked: readonly ChannelAddress[]): Promise<boolean[]> {
    if (asked.length === 0) return [];
    const keys = asked.map((a) => ({ channel: a.channel, address: comparable(a.address) }));
    const found = await suppressedAmong(tx, ctx.clientId, keys);
    return keys.map((key) => found.has(`${key.channel}:${key.address}`));
  }

  /** A page of the list, newest first. */
  async list(ctx: Ctx, query: PageQuery): Promise<Page<SuppressionView>> {
    requirePermission(ctx, 'case.read');
    const before = query.after === undefined ? null : String(decodeCursor(query.after, 1)[0]);
    const from = before === null || isId(before) ? before : '00000000-0000-0000-0000-000000000000';
    const rows = await this.db.tx(ctx, (tx) => listSuppressions(tx, ctx.clientId, from, query.limit + 1));
    return toPage(rows, query.limit, (row) => [row.id], toView);
  }

  /** Adds an address by hand; gives the row that is there. Raises `suppression.address_invalid`. */
  async suppress(ctx: Ctx, entry: NewSuppression): Promise<SuppressionView> {
    requirePermission(ctx, 'desk.work');
    const address =
      entry.channel === 'email'
        ? oneAddress(entry.address)
        : parsePhoneNumberFromString(entry.address)?.number;
    if (!address) throw fail('suppression.address_invalid');
    const key = { channel: entry.channel, address: comparable(address) };
    const row = await this.db.tx(ctx, async (tx) => {
      await this.add(ctx, tx, [{ ...key, reason: entry.reason }]);
      return suppressionOf(tx, ctx.clientId, key);
    });
    return toView(row as SuppressionRow);
  }

  /** Takes an entry off the list; who did it stays on record. Raises `suppression.unknown`. */
  async remove(ctx: Ctx, id: string): Promise<void> {
    requirePermission(ctx, 'desk.work');
    const lifted = { at: ctx.now, by: actorName(ctx.actor) };
    const gone = await this.db.tx(ctx, (tx) => deleteSuppression(tx, ctx.clientId, { id }, lifted));
    if (gone === 0) throw fail('suppression.unknown');
  }
}

function toView(row: SuppressionRow): SuppressionView {
  return {
    id: row.id,
    channel: row.channel,
    address: row.address,
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
  };
}

import { Injectable } from '@nestjs/common';
import { actorName, Database, formatUnitPrice, parseUnitPrice, requirePermission, type Ctx } from '#platform';
import { lockHead } from './ledger.queries.js';
import { fail } from './metering.errors.js';
import { defaultRate, insertRate, readRates, type RateRow } from './rate.queries.js';
import { newRateSchema, type NewRate, type RateView } from './rate.schema.js';

/** What a contact costs a client: append-only versions, each in force until the next begins. */
@Injectable()
export class Rates {
  constructor(private readonly db: Database) {}

  /** All versions, newest first. A client that nothing was agreed with has the default rate. */
  async list(ctx: Ctx): Promise<RateView[]> {
    requirePermission(ctx, 'rate.read');
    const { clientId } = ctx;
    const rates = await this.db.tx(ctx, (tx) => readRates(tx, clientId));
    return (rates.length > 0 ? rates : [defaultRate]).map(toView).toReversed();
  }

  /**
   * Appends a version. A client's first, given without a date, replaces the default and holds from the beginning; any
   * other begins after the one before it and after the latest contact already charged, so that no charge would have
   * had another price. Holds the ledger's lock, so no contact is charged meanwhile. Raises `rate.not_after_last`,
   * `rate.charged_already`, and `rate.currency_fixed`: a client is charged in one currency.
   */
  async add(ctx: Ctx, input: NewRate): Promise<RateView> {
    requirePermission(ctx, 'rate.write');
    const wanted = newRateSchema.parse(input);
    const { clientId } = ctx;
    return this.db.tx(ctx, async (tx) => {
      const head = await lockHead(tx, clientId);
      const rates = await readRates(tx, clientId);
      if (rates.length === 0 && wanted.effectiveFrom !== undefined) {
        await insertRate(tx, clientId, defaultRate, ctx.now);
        rates.push(defaultRate);
      }
      const last = rates.at(-1);
      const rate: RateRow = {
        version: (last?.version ?? 0) + 1,
        effectiveFrom:
          wanted.effectiveFrom === undefined
            ? last
              ? ctx.now
              : defaultRate.effectiveFrom
            : new Date(wanted.effectiveFrom),
        currency: wanted.currency ?? last?.currency ?? defaultRate.currency,
        unitPriceE4: Number(parseUnitPrice(wanted.unitPrice)),
        rules: wanted.rules,
        createdBy: actorName(ctx.actor),
        createdAt: ctx.now,
      };
      if (last && rate.currency !== last.currency) {
        throw fail('rate.currency_fixed', { currency: last.currency });
      }
      if (last && rate.effectiveFrom <= last.effectiveFrom) {
        throw fail('rate.not_after_last', { last: last.effectiveFrom.toISOString() });
      }
      if (head.chargedUntil && rate.effectiveFrom <= head.chargedUntil) {
        throw fail('rate.charged_already', { until: head.chargedUntil.toISOString() });
      }
      await insertRate(tx, clientId, rate, ctx.now);
      return toView(rate);
    });
  }
}

function toView(rate: RateRow): RateView {
  return {
    version: rate.version,
    effectiveFrom: rate.effectiveFrom.toISOString(),
    currency: rate.currency,
    unitPrice: formatUnitPrice(rate.unitPriceE4),
    rules: [...rate.rules],
    createdBy: rate.createdBy,
    createdAt: rate.createdAt?.toISOString() ?? null,
  };
}

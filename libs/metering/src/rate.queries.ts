import type { Tx } from '#platform';
import type { Rate, RateRule } from './rate.schema.js';

export interface RateRow extends Rate {
  readonly createdBy: string;
  readonly createdAt: Date | null;
}

/** In force from the beginning when nothing else was agreed: EUR 0.5500 per contact. */
export const defaultRate: RateRow = {
  version: 1,
  effectiveFrom: new Date(0),
  currency: 'EUR',
  unitPriceE4: 5_500,
  rules: [],
  createdBy: 'system:default',
  createdAt: null,
};

/** All versions of a client, oldest first; a handful of rows. */
export async function readRates(tx: Tx, clientId: string): Promise<RateRow[]> {
  return tx.query<RateRow & { rules: RateRule[] }>(
    `SELECT version, effective_from AS "effectiveFrom", currency, unit_price_e4 AS "unitPriceE4", rules,
       created_by AS "createdBy", created_at AS "createdAt"
     FROM rate WHERE client_id = $1 ORDER BY version`,
    [clientId],
  );
}

export async function insertRate(tx: Tx, clientId: string, rate: RateRow, now: Date): Promise<void> {
  await tx.execute(
    `INSERT INTO rate (client_id, version, effective_from, currency, unit_price_e4, rules, created_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      clientId,
      rate.version,
      rate.effectiveFrom,
      rate.currency,
      rate.unitPriceE4,
      JSON.stringify(rate.rules),
      rate.createdBy,
      now,
    ],
  );
}

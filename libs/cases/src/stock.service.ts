import { Injectable } from '@nestjs/common';
import { Database, requirePermission, type Ctx, type Tx } from '#platform';
import type { StockLevel } from './case.schema.js';

/** What the client says it can send. Unknown is not zero: a policy may ask for stock only where it is reported. */
@Injectable()
export class Stock {
  constructor(private readonly db: Database) {}

  /** Sets levels as reported, in one statement; the last of equal SKUs counts. */
  async set(ctx: Ctx, levels: readonly StockLevel[]): Promise<void> {
    requirePermission(ctx, 'stock.write');
    const bySku = new Map(levels.map((level) => [level.sku, level.available]));
    const rows = [...bySku]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([sku, available]) => [ctx.clientId, sku, available, ctx.now]);
    await this.db.tx(ctx, (tx) =>
      tx.insertMany(
        'stock_level',
        ['client_id', 'sku', 'available', 'updated_at'],
        rows,
        'ON CONFLICT (client_id, sku) DO UPDATE SET available = EXCLUDED.available, updated_at = EXCLUDED.updated_at',
      ),
    );
  }

  /** Pieces available by SKU; SKUs without a report are absent. pk_stock_level. */
  async available(tx: Tx, skus: readonly string[]): Promise<Map<string, number>> {
    const rows = await tx.query<{ sku: string; available: number }>(
      `SELECT s.sku, s.available FROM unnest($2::text[]) AS k (sku) CROSS JOIN LATERAL (
         SELECT sku, available FROM stock_level WHERE client_id = $1 AND sku = k.sku OFFSET 0) s`,
      [tx.ctx.clientId, [...new Set(skus)]],
    );
    return new Map(rows.map((row) => [row.sku, row.available]));
  }
}

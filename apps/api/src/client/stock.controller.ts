import { Body, Controller, Post } from '@nestjs/common';
import type { z } from 'zod';
import type { Ctx } from '#platform';
import { Stock, stockReportSchema } from '#cases';
import { Operation, RequestCtx } from '../http/operation.js';

/** What a client can send. */
@Controller('v1/stock')
export class StockController {
  constructor(private readonly stock: Stock) {}

  @Post()
  @Operation({
    permission: 'stock.write',
    tag: 'Cases',
    summary: 'Report how many pieces of each SKU can be sent',
    description: 'Replaces the levels of the SKUs named; the others stay as they are.',
    answers: { 204: null },
    body: stockReportSchema,
  })
  async report(
    @RequestCtx() ctx: Ctx,
    @Body({ schema: stockReportSchema }) body: z.infer<typeof stockReportSchema>,
  ): Promise<void> {
    await this.stock.set(ctx, body.levels);
  }
}

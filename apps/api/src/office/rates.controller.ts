import { Body, Controller, Get, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Ctx } from '#platform';
import { newRateSchema, Rates, rateViewSchema, type RateView } from '#metering';
import { Operation, RequestCtx } from '../http/operation.js';

const tag = 'Billing';

/** What a contact costs a client. */
@Controller('v1/rates')
export class RatesController {
  constructor(private readonly rates: Rates) {}

  @Get()
  @Operation({
    permission: 'rate.read',
    tag,
    summary: 'All versions of the client’s rate, newest first',
    description: 'A client that nothing was agreed with has the default rate.',
    answers: { 200: z.array(rateViewSchema) },
  })
  list(@RequestCtx() ctx: Ctx): Promise<RateView[]> {
    return this.rates.list(ctx);
  }

  @Post()
  @Operation({
    permission: 'rate.write',
    tag,
    summary: 'Append a version of the rate',
    description:
      'It begins after the one before it and after the latest contact charged. A client’s first, given without a date, holds from the beginning.',
    answers: { 201: rateViewSchema },
    errors: ['rate.not_after_last', 'rate.charged_already', 'rate.currency_fixed'],
    atomic: true,
  })
  add(
    @RequestCtx() ctx: Ctx,
    @Body({ schema: newRateSchema }) body: z.output<typeof newRateSchema>,
  ): Promise<RateView> {
    return this.rates.add(ctx, body);
  }
}

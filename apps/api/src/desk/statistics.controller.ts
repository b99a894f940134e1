import { Controller, Get, Query } from '@nestjs/common';
import {
  Statistics,
  statisticsQuerySchema,
  statisticsRowSchema,
  type StatisticsQuery,
  type StatisticsRow,
} from '#insight';
import { pageOf, type Ctx, type Page } from '#platform';
import { Operation, RequestCtx } from '../http/operation.js';

/** Handling time and money of agents' contacts. */
@Controller('v1/desk/statistics')
export class StatisticsController {
  constructor(private readonly statistics: Statistics) {}

  @Get()
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag: 'Desk',
    summary: 'Handling time and money by agent, queue, client or language',
    description:
      'Of contacts that ended from `from` until before `until`, at most 93 days. One row per key and currency: amounts of ' +
      'two currencies do not add up. Handling time is from claim to finished wrap-up without the gaps.',
    answers: { 200: pageOf(statisticsRowSchema) },
    errors: ['statistics.time'],
  })
  list(
    @RequestCtx() ctx: Ctx,
    @Query({ schema: statisticsQuerySchema }) query: StatisticsQuery,
  ): Promise<Page<StatisticsRow>> {
    return this.statistics.by(ctx, query);
  }
}

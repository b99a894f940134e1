import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import {
  StaffingPlans,
  StaffingPolicy,
  staffingQuerySchema,
  staffingSchema,
  staffingSettingsSchema,
  type Staffing,
  type StaffingQuery,
  type StaffingSettings,
} from '#insight';
import type { Ctx } from '#platform';
import { Operation, RequestCtx } from '../http/operation.js';

const tag = 'Desk';

/** How many agents a day needs. */
@Controller('v1/desk/staffing')
export class StaffingController {
  constructor(
    private readonly plans: StaffingPlans,
    private readonly policy: StaffingPolicy,
  ) {}

  @Get()
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'Agents that each half hour of a day needs, beside those rostered',
    description:
      'By Erlang C from what the same weekday of the last weeks brought, what is set for the day, and for today what waits. ' +
      'An agent of several languages is rostered for each of them.',
    answers: { 200: staffingSchema },
  })
  get(
    @RequestCtx() ctx: Ctx,
    @Query({ schema: staffingQuerySchema }) query: StaffingQuery,
  ): Promise<Staffing> {
    return this.plans.on(ctx, query);
  }

  @Get('settings')
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'Service level, occupancy, history and cost that staffing and margins are computed from',
    answers: { 200: staffingSettingsSchema },
  })
  settings(@RequestCtx() ctx: Ctx): Promise<StaffingSettings> {
    return this.policy.current(ctx);
  }

  @Put('settings')
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'Change them; what is left out gets its default',
    answers: { 200: staffingSettingsSchema },
  })
  change(
    @RequestCtx() ctx: Ctx,
    @Body({ schema: staffingSettingsSchema }) body: StaffingSettings,
  ): Promise<StaffingSettings> {
    return this.policy.change(ctx, body);
  }
}

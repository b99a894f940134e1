import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import {
  newShiftSchema,
  shiftQuerySchema,
  Shifts,
  shiftSchema,
  type NewShift,
  type Shift,
  type ShiftQuery,
} from '#desk';
import { pageOf, type Ctx, type Page } from '#platform';
import { Operation, RequestCtx } from '../http/operation.js';

const tag = 'Desk';

/** When agents are rostered. */
@Controller('v1/desk/shifts')
export class ShiftsController {
  constructor(private readonly shifts: Shifts) {}

  @Get()
  @Operation({
    permission: 'desk.work',
    scope: 'any',
    tag,
    summary: 'Shifts between two instants, by start; an agent sees their own',
    answers: { 200: pageOf(shiftSchema) },
  })
  list(@RequestCtx() ctx: Ctx, @Query({ schema: shiftQuerySchema }) query: ShiftQuery): Promise<Page<Shift>> {
    return this.shifts.list(ctx, query);
  }

  @Post()
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'Roster an agent',
    answers: { 201: shiftSchema },
    errors: ['shift.agent_unknown', 'shift.overlap'],
  })
  create(@RequestCtx() ctx: Ctx, @Body({ schema: newShiftSchema }) body: NewShift): Promise<Shift> {
    return this.shifts.create(ctx, body);
  }

  @Delete(':id')
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'Take a shift back',
    answers: { 204: null },
    errors: ['shift.unknown'],
  })
  remove(@RequestCtx() ctx: Ctx, @Param('id', { schema: z.uuid() }) id: string): Promise<void> {
    return this.shifts.remove(ctx, id);
  }
}

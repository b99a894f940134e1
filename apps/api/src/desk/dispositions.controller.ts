import { Body, Controller, Get, Put } from '@nestjs/common';
import type { Ctx } from '#platform';
import { Dispositions, dispositionSetSchema, type DispositionSet } from '#desk';
import { Operation, RequestCtx } from '../http/operation.js';

const tag = 'Desk';

/** How contacts of a client end. */
@Controller('v1/desk/dispositions')
export class DispositionsController {
  constructor(private readonly dispositions: Dispositions) {}

  @Get()
  @Operation({
    permission: 'desk.work',
    scope: 'client',
    tag,
    summary: 'Dispositions of a client',
    description: 'Its own, or those that every client has until it has its own.',
    answers: { 200: dispositionSetSchema },
  })
  async list(@RequestCtx() ctx: Ctx): Promise<DispositionSet> {
    return { data: [...(await this.dispositions.list(ctx))] };
  }

  @Put()
  @Operation({
    permission: 'desk.lead',
    scope: 'client',
    tag,
    summary: 'Give a client dispositions of its own',
    description: 'At most 15, each on one key. Contacts keep the code with which they ended.',
    answers: { 200: dispositionSetSchema },
  })
  async replace(
    @RequestCtx() ctx: Ctx,
    @Body({ schema: dispositionSetSchema }) body: DispositionSet,
  ): Promise<DispositionSet> {
    return { data: [...(await this.dispositions.replace(ctx, body.data))] };
  }
}

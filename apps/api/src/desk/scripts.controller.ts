import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Ctx } from '#platform';
import {
  newScriptSchema,
  scriptListSchema,
  Scripts,
  scriptSchema,
  scriptSituations,
  type NewScript,
  type Script,
  type ScriptSituation,
} from '#desk';
import { Operation, RequestCtx } from '../http/operation.js';

const tag = 'Desk';

/** What agents say. */
@Controller('v1/desk/scripts')
export class ScriptsController {
  constructor(private readonly scripts: Scripts) {}

  @Get()
  @Operation({
    permission: 'desk.work',
    scope: 'any',
    tag,
    summary: 'The script in force for each situation',
    description:
      'Of one client with `?client=CODE`: its own, else the operator’s, else the one that comes with the service.',
    answers: { 200: scriptListSchema },
  })
  async list(@RequestCtx() ctx: Ctx): Promise<{ data: Script[] }> {
    return { data: await this.scripts.list(ctx) };
  }

  @Get(':situation/versions')
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'All versions of a client’s own script, or without a client of the operator’s, newest first',
    answers: { 200: scriptListSchema },
  })
  async versions(
    @RequestCtx() ctx: Ctx,
    @Param('situation', { schema: z.enum(scriptSituations) }) situation: ScriptSituation,
  ): Promise<{ data: Script[] }> {
    return { data: await this.scripts.versions(ctx, situation) };
  }

  @Post()
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'Put a new version of a script in force',
    description:
      'For one client with `?client=CODE`, without it for all that have none of their own. Placeholders: customer, order, amount, deadline, shop, agent.',
    answers: { 201: scriptSchema },
  })
  publish(@RequestCtx() ctx: Ctx, @Body({ schema: newScriptSchema }) body: NewScript): Promise<Script> {
    return this.scripts.publish(ctx, body);
  }

  @Delete(':id')
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'Take a script out of force: the operator’s is said again',
    answers: { 204: null },
    errors: ['desk.script_unknown'],
  })
  retire(@RequestCtx() ctx: Ctx, @Param('id', { schema: z.uuid() }) id: string): Promise<void> {
    return this.scripts.retire(ctx, id);
  }
}

import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import { Clients, deskSettingsSchema, type DeskSettings } from '#clients';
import type { ClientCtx, Ctx } from '#platform';
import {
  agentProfileSchema,
  AgentProfiles,
  deskSettings,
  prioritySchema,
  QueueWeights,
  queueWeightSchema,
  queueWeightsSchema,
  workItemAssignmentSchema,
  WorkItems,
  type AgentProfile,
} from '#desk';
import type { Caller } from '#identity';
import { Operation, RequestCaller, RequestCtx } from '../http/operation.js';
import { agentsSchema, DeskViews, ownDeskSchema, type Agent, type OwnDesk } from './desk-views.js';

const tag = 'Desk';
const id = z.uuid();

/** The desk itself: who works there, on what first, under which terms. */
@Controller('v1/desk')
export class DeskController {
  constructor(
    private readonly views: DeskViews,
    private readonly profiles: AgentProfiles,
    private readonly weights: QueueWeights,
    private readonly workItems: WorkItems,
    private readonly clients: Clients,
  ) {}

  @Get('me')
  @Operation({
    permission: 'desk.work',
    scope: 'any',
    tag,
    summary: 'Where you stand: profile, presence, item in hand, today',
    description: 'A sign of life: an available agent of whom nothing is heard for two minutes is offline.',
    answers: { 200: ownDeskSchema },
  })
  me(@RequestCtx() ctx: Ctx, @RequestCaller() caller: Caller): Promise<OwnDesk> {
    return this.views.own(ctx, caller);
  }

  @Get('agents')
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'Everybody who may work at the desk',
    answers: { 200: agentsSchema },
  })
  agents(@RequestCtx() ctx: Ctx): Promise<{ data: Agent[] }> {
    return this.views.agents(ctx);
  }

  @Get('agents/:id/profile')
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'Languages, skills and clients of an agent',
    description: 'Null until somebody has entered them.',
    answers: { 200: agentProfileSchema.nullable() },
    errors: ['desk.agent_unknown'],
  })
  async profile(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) agentId: string,
  ): Promise<AgentProfile | null> {
    return (await this.views.agent(ctx, agentId)).profile;
  }

  @Put('agents/:id/profile')
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'Enter languages, skills and clients of an agent',
    answers: { 200: agentProfileSchema },
    errors: ['desk.agent_unknown'],
  })
  async describe(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) agentId: string,
    @Body({ schema: agentProfileSchema }) body: AgentProfile,
  ): Promise<AgentProfile> {
    await this.views.agent(ctx, agentId);
    return this.profiles.save(ctx, agentId, body);
  }

  @Get('weights')
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'How much clients and languages are favoured',
    answers: { 200: queueWeightsSchema },
  })
  async listWeights(@RequestCtx() ctx: Ctx): Promise<z.output<typeof queueWeightsSchema>> {
    return { data: [...(await this.weights.list(ctx))] };
  }

  @Put('weights')
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'Favour a client or a language',
    description: 'What waits moves at once.',
    answers: { 204: null },
  })
  setWeight(
    @RequestCtx() ctx: Ctx,
    @Body({ schema: queueWeightSchema }) body: z.output<typeof queueWeightSchema>,
  ): Promise<void> {
    return this.weights.set(ctx, body);
  }

  @Post('work-items/:id/assign')
  @Operation({
    permission: 'desk.lead',
    scope: 'client',
    tag,
    summary: 'Keep an item for an agent',
    description: 'That agent gets it next; after four hours the team has it.',
    answers: { 204: null },
    errors: ['desk.work_item_unknown', 'desk.work_item_held', 'desk.agent_unknown'],
  })
  assign(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) itemId: string,
    @Body({ schema: workItemAssignmentSchema }) body: z.output<typeof workItemAssignmentSchema>,
  ): Promise<void> {
    return this.workItems.assign(ctx, itemId, body.agentId);
  }

  @Post('work-items/:id/prioritise')
  @Operation({
    permission: 'desk.lead',
    scope: 'client',
    tag,
    summary: 'Move an item forward or back',
    description: 'Callbacks that are due and near deadlines stay in front of it.',
    answers: { 204: null },
    errors: ['desk.work_item_unknown', 'desk.work_item_held'],
  })
  prioritise(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) itemId: string,
    @Body({ schema: prioritySchema }) body: z.output<typeof prioritySchema>,
  ): Promise<void> {
    return this.workItems.prioritise(ctx, itemId, body.priority);
  }

  @Get('settings')
  @Operation({
    permission: 'desk.work',
    scope: 'client',
    tag,
    summary: 'What a client has agreed about agents’ work',
    answers: { 200: deskSettingsSchema },
  })
  async settings(@RequestCtx() ctx: ClientCtx): Promise<DeskSettings> {
    return deskSettings(await this.clients.current(ctx));
  }

  @Put('settings')
  @Operation({
    permission: 'desk.lead',
    scope: 'client',
    tag,
    summary: 'Set what a client has agreed about agents’ work',
    description: 'What is left out gets its default. In force within five seconds.',
    answers: { 200: deskSettingsSchema },
  })
  set(
    @RequestCtx() ctx: Ctx,
    @Body({ schema: deskSettingsSchema }) body: DeskSettings,
  ): Promise<DeskSettings> {
    return this.clients.setDesk(ctx, body);
  }
}

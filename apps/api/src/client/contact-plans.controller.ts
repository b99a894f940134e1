import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { z } from 'zod';
import type { Ctx } from '#platform';
import {
  contactPlanViewSchema,
  ContactPlans,
  messagePurposes,
  newContactPlanSchema,
  type ContactPlanView,
  type MessagePurpose,
} from '#notifications';
import { Operation, RequestCtx } from '../http/operation.js';

const tag = 'Messages';
const purpose = z.enum(messagePurposes);

/** How customers are reached, step by step. */
@Controller('v1/contact-plans')
export class ContactPlansController {
  constructor(private readonly plans: ContactPlans) {}

  @Get()
  @Operation({
    permission: 'template.read',
    tag,
    summary: 'The contact plan in force for each purpose',
    description: 'A purpose without a plan of the client’s own has the default one; its version is null.',
    answers: { 200: z.array(contactPlanViewSchema) },
  })
  list(@RequestCtx() ctx: Ctx): Promise<ContactPlanView[]> {
    return this.plans.list(ctx);
  }

  @Get(':purpose')
  @Operation({
    permission: 'template.read',
    tag,
    summary: 'All versions of the contact plan for a purpose, newest first',
    answers: { 200: z.array(contactPlanViewSchema) },
  })
  history(
    @RequestCtx() ctx: Ctx,
    @Param('purpose', { schema: purpose }) of: MessagePurpose,
  ): Promise<ContactPlanView[]> {
    return this.plans.history(ctx, of);
  }

  @Put(':purpose')
  @Operation({
    permission: 'template.write',
    tag,
    summary: 'Put a contact plan in force for a purpose, as a new version',
    description:
      'Messages announced before keep to the version they began with. A step is taken when its conditions name what became of the message before; `unknown` and `unread` hold after `afterMinutes`.',
    answers: { 200: contactPlanViewSchema },
    atomic: true,
  })
  publish(
    @RequestCtx() ctx: Ctx,
    @Param('purpose', { schema: purpose }) of: MessagePurpose,
    @Body({ schema: newContactPlanSchema }) body: z.output<typeof newContactPlanSchema>,
  ): Promise<ContactPlanView> {
    return this.plans.publish(ctx, of, body.steps);
  }
}

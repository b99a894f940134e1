import { Body, Controller, Put } from '@nestjs/common';
import type { Ctx } from '#platform';
import {
  Presence,
  presenceChangeSchema,
  presenceSchema,
  type PresenceChange,
  type PresenceView,
} from '#desk';
import { Operation, RequestCtx } from '../http/operation.js';

/** Where the agent is. */
@Controller('v1/desk/presence')
export class PresenceController {
  constructor(private readonly presence: Presence) {}

  @Put()
  @Operation({
    permission: 'desk.work',
    scope: 'any',
    tag: 'Desk',
    summary: 'Say where you are',
    description:
      'Kept as intervals. `on_contact` begins with a claim by itself; `wrap_up` is for who holds an item, the others, except `available`, for who holds none.',
    answers: { 200: presenceSchema },
    errors: ['desk.on_contact', 'desk.claim_lost'],
  })
  say(
    @RequestCtx() ctx: Ctx,
    @Body({ schema: presenceChangeSchema }) body: PresenceChange,
  ): Promise<PresenceView> {
    return this.presence.say(ctx, body);
  }
}

import { Controller, Get, Param } from '@nestjs/common';
import { z } from 'zod';
import type { Ctx } from '#platform';
import { messageDetailSchema, Notifications, type MessageDetail } from '#notifications';
import { Operation, RequestCtx } from '../http/operation.js';

/** What customers were told. */
@Controller('v1/cases/:id/messages')
export class MessagesController {
  constructor(private readonly notifications: Notifications) {}

  @Get(':messageId')
  @Operation({
    permission: 'case.read',
    tag: 'Cases',
    summary: 'Read a message to the customer as it was sent',
    answers: { 200: messageDetailSchema },
    errors: ['message.unknown'],
  })
  get(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: z.uuid() }) id: string,
    @Param('messageId', { schema: z.uuid() }) messageId: string,
  ): Promise<MessageDetail> {
    return this.notifications.get(ctx, id, messageId);
  }
}

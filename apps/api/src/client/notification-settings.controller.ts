import { Body, Controller, Get, Put } from '@nestjs/common';
import type { ClientCtx, Ctx } from '#platform';
import { Clients, notificationSettingsSchema, type NotificationSettings } from '#clients';
import { notificationSettings } from '#notifications';
import { Operation, RequestCtx } from '../http/operation.js';

const tag = 'Messages';

/** What customers are told of, when, and how often. */
@Controller('v1/notification-settings')
export class NotificationSettingsController {
  constructor(private readonly clients: Clients) {}

  @Get()
  @Operation({
    permission: 'template.read',
    tag,
    summary: 'What customers are told of, at which hours and how often',
    answers: { 200: notificationSettingsSchema },
  })
  async get(@RequestCtx() ctx: ClientCtx): Promise<NotificationSettings> {
    return notificationSettings(await this.clients.current(ctx));
  }

  @Put()
  @Operation({
    permission: 'template.write',
    tag,
    summary: 'Set what customers are told of, at which hours and how often',
    description:
      'What is left out gets its default. In force within five seconds; messages held back are judged anew when their time comes.',
    answers: { 200: notificationSettingsSchema },
    atomic: true,
  })
  set(
    @RequestCtx() ctx: Ctx,
    @Body({ schema: notificationSettingsSchema }) body: NotificationSettings,
  ): Promise<NotificationSettings> {
    return this.clients.setNotifications(ctx, body);
  }
}

import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { z } from 'zod';
import type { Ctx } from '#platform';
import {
  newSenderSchema,
  senderPlaceSchema,
  Senders,
  senderViewSchema,
  type NewSender,
  type SenderPlace,
  type SenderView,
} from '#notifications';
import { Operation, RequestCtx } from '../http/operation.js';

const tag = 'Messages';
const { channel: channelSchema, country: countrySchema } = senderPlaceSchema.shape;

/** Under which names and numbers a client's customers are written to and called. */
@Controller('v1/senders')
export class PhoneSendersController {
  constructor(private readonly senders: Senders) {}

  @Get()
  @Operation({
    permission: 'template.read',
    tag,
    summary: 'The senders of SMS, WhatsApp messages and calls, per country',
    answers: { 200: z.array(senderViewSchema) },
  })
  list(@RequestCtx() ctx: Ctx): Promise<SenderView[]> {
    return this.senders.list(ctx);
  }

  @Put(':channel/:country')
  @Operation({
    permission: 'client.write',
    tag,
    scope: 'client',
    summary: 'Set the sender of a channel for a country, or for all others with *',
    description:
      'Names instead of numbers are for SMS only; where a country wants them registered, set one for that country.',
    answers: { 200: senderViewSchema },
    errors: ['sender.unfit'],
    atomic: true,
  })
  put(
    @RequestCtx() ctx: Ctx,
    @Param('channel', { schema: channelSchema }) channel: SenderPlace['channel'],
    @Param('country', { schema: countrySchema }) country: string,
    @Body({ schema: newSenderSchema }) body: NewSender,
  ): Promise<SenderView> {
    return this.senders.put(ctx, { channel, country }, body);
  }

  @Delete(':channel/:country')
  @Operation({
    permission: 'client.write',
    tag,
    scope: 'client',
    summary: 'Take a sender away',
    answers: { 204: null },
    errors: ['sender.unknown'],
  })
  remove(
    @RequestCtx() ctx: Ctx,
    @Param('channel', { schema: channelSchema }) channel: SenderPlace['channel'],
    @Param('country', { schema: countrySchema }) country: string,
  ): Promise<void> {
    return this.senders.remove(ctx, { channel, country });
  }
}

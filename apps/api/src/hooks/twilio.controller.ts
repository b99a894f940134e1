import { Body, Controller, Header, Param, Post, Req } from '@nestjs/common';
import { z } from 'zod';
import {
  InboundTexts,
  TelephonyCalls,
  TelephonyHooks,
  twilioFormSchema,
  type TwilioForm,
} from '#notifications';
import { Operation } from '../http/operation.js';
import type { ApiRequest } from '../http/request.js';
import { toHook } from './twilio-hook.js';

const tag = 'Hooks';
const id = z.uuid();
const round = z.enum(['1', '2']);
const errors = ['hook.forged', 'hook.unknown'];
/** Twilio reports from few addresses, several times for each message. */
const perMinute = 60_000;
const form = { body: twilioFormSchema, bodyMediaType: 'application/x-www-form-urlencoded' };
const twiml = { 200: { mediaTypes: ['text/xml'] } };
const xml = 'text/xml; charset=utf-8';

/** What Twilio reports and asks. Each request is signed; ids only in the addresses, which end up in logs. */
@Controller('v1/hooks/twilio/:clientId')
export class TwilioController {
  constructor(
    private readonly hooks: TelephonyHooks,
    private readonly calls: TelephonyCalls,
    private readonly texts: InboundTexts,
  ) {}

  @Post('messages/:messageId/status')
  @Operation({
    permission: 'public',
    tag,
    summary: 'Twilio reports the status of an SMS or WhatsApp message',
    answers: { 204: null },
    errors,
    perMinute,
    ...form,
  })
  status(
    @Param('clientId', { schema: id }) clientId: string,
    @Param('messageId', { schema: id }) messageId: string,
    @Body({ schema: twilioFormSchema }) body: TwilioForm,
    @Req() request: ApiRequest,
  ): Promise<void> {
    return this.hooks.messageStatus(clientId, messageId, toHook(request, body));
  }

  @Post('messages/:messageId/call')
  @Operation({
    permission: 'public',
    tag,
    summary: 'Twilio reports the status of a call',
    answers: { 204: null },
    errors,
    perMinute,
    ...form,
  })
  call(
    @Param('clientId', { schema: id }) clientId: string,
    @Param('messageId', { schema: id }) messageId: string,
    @Body({ schema: twilioFormSchema }) body: TwilioForm,
    @Req() request: ApiRequest,
  ): Promise<void> {
    return this.hooks.callStatus(clientId, messageId, toHook(request, body));
  }

  @Post('messages/:messageId/voice')
  @Header('content-type', xml)
  @Operation({
    permission: 'public',
    tag,
    summary: 'Twilio asks what an answered call says',
    answers: twiml,
    errors,
    perMinute,
    ...form,
  })
  voice(
    @Param('clientId', { schema: id }) clientId: string,
    @Param('messageId', { schema: id }) messageId: string,
    @Body({ schema: twilioFormSchema }) body: TwilioForm,
    @Req() request: ApiRequest,
  ): Promise<string> {
    return this.calls.answered(clientId, messageId, toHook(request, body));
  }

  @Post('messages/:messageId/keys/:round')
  @Header('content-type', xml)
  @Operation({
    permission: 'public',
    tag,
    summary: 'Twilio tells which key was pressed and asks how the call goes on',
    answers: twiml,
    errors,
    perMinute,
    ...form,
  })
  keys(
    @Param('clientId', { schema: id }) clientId: string,
    @Param('messageId', { schema: id }) messageId: string,
    @Param('round', { schema: round }) nth: z.infer<typeof round>,
    @Body({ schema: twilioFormSchema }) body: TwilioForm,
    @Req() request: ApiRequest,
  ): Promise<string> {
    const hook = toHook(request, body);
    return this.calls.pressed(clientId, messageId, nth === '1' ? 1 : 2, hook);
  }

  @Post('messages/:messageId/connected')
  @Header('content-type', xml)
  @Operation({
    permission: 'public',
    tag,
    summary: 'Twilio tells how the connection to the client’s line ended',
    answers: twiml,
    errors,
    perMinute,
    ...form,
  })
  connected(
    @Param('clientId', { schema: id }) clientId: string,
    @Param('messageId', { schema: id }) messageId: string,
    @Body({ schema: twilioFormSchema }) body: TwilioForm,
    @Req() request: ApiRequest,
  ): Promise<string> {
    return this.calls.connected(clientId, messageId, toHook(request, body));
  }

  @Post('inbound')
  @Header('content-type', xml)
  @Operation({
    permission: 'public',
    tag,
    summary: 'Twilio brings an SMS or WhatsApp message of a customer',
    description: 'Set as the webhook for incoming messages of each of the client’s numbers.',
    answers: twiml,
    errors,
    perMinute,
    ...form,
  })
  async inbound(
    @Param('clientId', { schema: id }) clientId: string,
    @Body({ schema: twilioFormSchema }) body: TwilioForm,
    @Req() request: ApiRequest,
  ): Promise<string> {
    await this.texts.take(clientId, toHook(request, body));
    return '<?xml version="1.0" encoding="UTF-8"?><Response/>';
  }
}

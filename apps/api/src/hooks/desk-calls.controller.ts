import { Body, Controller, Header, Param, Post, Req } from '@nestjs/common';
import { z } from 'zod';
import { DeskCallHooks, twilioFormSchema, type TwilioForm } from '#notifications';
import { Operation } from '../http/operation.js';
import type { ApiRequest } from '../http/request.js';
import { toHook } from './twilio-hook.js';

const id = z.uuid();
const leg = z.enum(['agent', 'customer', 'third']);
const shared = {
  permission: 'public',
  tag: 'Hooks',
  errors: ['hook.forged', 'hook.unknown'],
  /** Twilio reports from few addresses, several times for each call. */
  perMinute: 60_000,
  body: twilioFormSchema,
  bodyMediaType: 'application/x-www-form-urlencoded',
} as const;
const twiml = { 200: { mediaTypes: ['text/xml'] } };
const xml = 'text/xml; charset=utf-8';

/** What Twilio asks and reports of agents' calls. Each request is signed; ids only in the addresses. */
@Controller('v1/hooks/twilio')
export class DeskCallHooksController {
  constructor(private readonly hooks: DeskCallHooks) {}

  @Post('desk-calls/browser')
  @Header('content-type', xml)
  @Operation({
    ...shared,
    summary: 'Twilio asks what to do for a browser that connected',
    description: 'Set as the voice address of the TwiML app.',
    answers: twiml,
  })
  browser(@Body({ schema: twilioFormSchema }) body: TwilioForm, @Req() request: ApiRequest): Promise<string> {
    return this.hooks.connected(toHook(request, body));
  }

  @Post(':clientId/desk-calls/:callId/answer')
  @Header('content-type', xml)
  @Operation({ ...shared, summary: 'Twilio asks what to do for an agent who picked up', answers: twiml })
  answer(
    @Param('clientId', { schema: id }) clientId: string,
    @Param('callId', { schema: id }) callId: string,
    @Body({ schema: twilioFormSchema }) body: TwilioForm,
    @Req() request: ApiRequest,
  ): Promise<string> {
    return this.hooks.answered({ clientId, callId }, toHook(request, body));
  }

  @Post(':clientId/desk-calls/:callId/phones/:leg')
  @Operation({ ...shared, summary: 'Twilio reports the status of a phone', answers: { 204: null } })
  phone(
    @Param('clientId', { schema: id }) clientId: string,
    @Param('callId', { schema: id }) callId: string,
    @Param('leg', { schema: leg }) which: z.infer<typeof leg>,
    @Body({ schema: twilioFormSchema }) body: TwilioForm,
    @Req() request: ApiRequest,
  ): Promise<void> {
    return this.hooks.phone({ clientId, callId }, which, toHook(request, body));
  }

  @Post(':clientId/desk-calls/:callId/room')
  @Operation({
    ...shared,
    summary: 'Twilio reports what happened in the room of a call',
    answers: { 204: null },
  })
  room(
    @Param('clientId', { schema: id }) clientId: string,
    @Param('callId', { schema: id }) callId: string,
    @Body({ schema: twilioFormSchema }) body: TwilioForm,
    @Req() request: ApiRequest,
  ): Promise<void> {
    return this.hooks.room({ clientId, callId }, toHook(request, body));
  }
}

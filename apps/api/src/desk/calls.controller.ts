import { Body, Controller, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Ctx } from '#platform';
import {
  CallControl,
  CallDialling,
  callOrderSchema,
  CallRecording,
  CallTransfers,
  callViewSchema,
  dialledCallSchema,
  dialSchema,
  recordingOrderSchema,
  transferSchema,
  type CallOrder,
  type CallView,
  type Dial,
  type DialledCall,
  type RecordingOrder,
  type Transfer,
} from '#desk';
import { Operation, RequestCtx } from '../http/operation.js';

const tag = 'Desk';
const id = z.uuid();
const errors = ['desk.claim_lost', 'desk.call_unknown', 'desk.call_state', 'desk.call_provider'];
const answers = { 200: callViewSchema };
const shared = { permission: 'desk.work', scope: 'any', tag } as const;

/** The calls of an agent to the customer of the item in hand. */
@Controller('v1/desk/claims/:id/calls')
export class CallsController {
  constructor(
    private readonly dialling: CallDialling,
    private readonly control: CallControl,
    private readonly transfers: CallTransfers,
    private readonly recording: CallRecording,
  ) {}

  @Post()
  @Operation({
    ...shared,
    summary: 'Ring up the customer',
    description:
      '`bridge` rings your own phone first, `browser` answers with a token that connects to this one call, `hand` shows the number. Refused outside the customer’s calling hours, above a cap, and for numbers that must not be rung up. Asked twice it is one call.',
    answers: { 201: dialledCallSchema },
    errors: [
      'desk.claim_lost',
      'desk.call_running',
      'desk.call_hours',
      'desk.call_cap',
      'desk.call_budget',
      'desk.call_spend_cap',
      'desk.calls_exhausted',
      'desk.number_missing',
      'desk.number_suppressed',
      'desk.number_unfit',
      'desk.reveals_exhausted',
      'desk.way_unavailable',
    ],
  })
  dial(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) claimId: string,
    @Body({ schema: dialSchema }) body: Dial,
  ): Promise<DialledCall> {
    return this.dialling.dial(ctx, claimId, body);
  }

  @Post(':callId/hold')
  @Operation({ ...shared, summary: 'Put the customer on hold', answers, errors })
  hold(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) claimId: string,
    @Param('callId', { schema: id }) callId: string,
    @Body({ schema: callOrderSchema }) body: CallOrder,
  ): Promise<CallView> {
    return this.control.hold(ctx, claimId, callId, body);
  }

  @Post(':callId/resume')
  @Operation({ ...shared, summary: 'Take the customer off hold', answers, errors })
  resume(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) claimId: string,
    @Param('callId', { schema: id }) callId: string,
    @Body({ schema: callOrderSchema }) body: CallOrder,
  ): Promise<CallView> {
    return this.control.resume(ctx, claimId, callId, body);
  }

  @Post(':callId/transfer')
  @Operation({
    ...shared,
    summary: 'Hand the customer on',
    description:
      'To a team lead or the client’s own line. `warm`: talk to them first, then `complete`. `cold`: you leave at once; if nobody answers, the customer is called back. A recording is paused.',
    answers,
    errors: [...errors, 'desk.transfer_target'],
  })
  transfer(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) claimId: string,
    @Param('callId', { schema: id }) callId: string,
    @Body({ schema: transferSchema }) body: Transfer,
  ): Promise<CallView> {
    return this.transfers.transfer(ctx, claimId, callId, body);
  }

  @Post(':callId/end')
  @Operation({
    ...shared,
    summary: 'Hang up',
    description:
      'For everybody. The state is the provider’s: it may take a moment until the call is `ended`.',
    answers,
    errors: ['desk.claim_lost', 'desk.call_unknown'],
  })
  end(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) claimId: string,
    @Param('callId', { schema: id }) callId: string,
    @Body({ schema: callOrderSchema }) body: CallOrder,
  ): Promise<CallView> {
    return this.control.end(ctx, claimId, callId, body);
  }

  @Post(':callId/recording')
  @Operation({
    ...shared,
    summary: 'Record, or pause while bank data is spoken',
    description:
      'Off unless the client has agreed to it. A start names the consent that the customer’s country needs.',
    answers,
    errors: [...errors, 'desk.recording_off', 'desk.recording_consent'],
  })
  record(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) claimId: string,
    @Param('callId', { schema: id }) callId: string,
    @Body({ schema: recordingOrderSchema }) body: RecordingOrder,
  ): Promise<CallView> {
    return this.recording.act(ctx, claimId, callId, body);
  }
}

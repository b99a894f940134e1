import { Body, Controller, Param, Post, Put, Res } from '@nestjs/common';
import { z } from 'zod';
import type { ClientCtx, Ctx } from '#platform';
import {
  breakSchema,
  claimEndSchema,
  ClaimNotes,
  Claims,
  claimTokenSchema,
  claimViewSchema,
  heartbeatSchema,
  noteSchema,
  savedNoteSchema,
  wrappedUpSchema,
  WrapUps,
  wrapUpSchema,
  type ClaimView,
  type Heartbeat,
  type NoteDraft,
  type SavedNote,
  type WrappedUp,
  type WrapUp,
} from '#desk';
import { Operation, RequestCtx } from '../http/operation.js';
import type { ApiReply } from '../http/request.js';

const tag = 'Desk';
const id = z.uuid();

/** The item that an agent works on. */
@Controller('v1/desk/claims')
export class ClaimsController {
  constructor(
    private readonly claims: Claims,
    private readonly notes: ClaimNotes,
    private readonly wrapUps: WrapUps,
  ) {}

  @Post()
  @Operation({
    permission: 'desk.work',
    scope: 'any',
    tag,
    summary: 'Take the next item',
    description:
      'The best one for the agent’s languages, skills and clients: overdue callbacks, near statutory deadlines, priority, age. 201 with a new one, 200 with the one held already, 204 when nothing waits. Held for 45 seconds, and as long as heartbeats come.',
    answers: { 200: claimViewSchema, 201: claimViewSchema, 204: null },
    errors: ['desk.no_agent'],
  })
  async next(
    @RequestCtx() ctx: Ctx,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<ClaimView | undefined> {
    const taken = await this.claims.claimNext(ctx);
    void reply.status(taken === null ? 204 : taken.isNew ? 201 : 200);
    return taken?.claim;
  }

  @Post(':id/heartbeat')
  @Operation({
    permission: 'desk.work',
    scope: 'any',
    tag,
    summary: 'Stay on the item',
    description:
      'Every ten seconds. After 25 seconds of silence the time between is no handling time; after 45 the item is lost.',
    answers: { 200: heartbeatSchema },
    errors: ['desk.claim_lost'],
  })
  heartbeat(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) claimId: string,
    @Body({ schema: claimTokenSchema }) body: { token: string },
  ): Promise<Heartbeat> {
    return this.claims.heartbeat(ctx, claimId, body.token);
  }

  @Put(':id/note')
  @Operation({
    permission: 'desk.work',
    scope: 'any',
    tag,
    summary: 'Keep the note as typed',
    description:
      'A text typed over an older version is refused, with the stored text and version in `errors`. One that comes after the item was lost is refused too, and kept with the case.',
    answers: { 200: savedNoteSchema },
    errors: ['desk.note_changed', 'desk.claim_lost'],
  })
  note(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) claimId: string,
    @Body({ schema: noteSchema }) body: NoteDraft,
  ): Promise<SavedNote> {
    return this.notes.save(ctx, claimId, body);
  }

  @Post(':id/wrap-up')
  @Operation({
    permission: 'desk.work',
    scope: 'any',
    tag,
    summary: 'Finish the item: disposition, note, next step',
    description:
      'Ends the handling time, concludes the contact and what is charged for it, and takes the next step, in one transaction. It happens once.',
    answers: { 200: wrappedUpSchema },
    errors: ['desk.claim_lost', 'desk.disposition_unknown', 'desk.next_step_unfit', 'desk.callback_time'],
  })
  wrapUp(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) claimId: string,
    @Body({ schema: wrapUpSchema }) body: WrapUp,
  ): Promise<WrappedUp> {
    return this.wrapUps.finish(ctx, claimId, body);
  }

  @Post(':id/release')
  @Operation({
    permission: 'desk.work',
    scope: 'any',
    tag,
    summary: 'Give the item back',
    description: 'It keeps its place in the queue.',
    answers: { 204: null },
    errors: ['desk.claim_lost'],
  })
  release(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) claimId: string,
    @Body({ schema: claimEndSchema }) body: z.output<typeof claimEndSchema>,
  ): Promise<void> {
    return this.claims.release(ctx, claimId, body.token, body.reason);
  }

  @Post(':id/break')
  @Operation({
    permission: 'desk.lead',
    scope: 'client',
    tag,
    summary: 'Take an item away from its agent',
    description: 'It goes to the head of the queue. Who did it and why is kept.',
    answers: { 204: null },
    errors: ['desk.claim_unknown'],
  })
  break(
    @RequestCtx() ctx: ClientCtx,
    @Param('id', { schema: id }) claimId: string,
    @Body({ schema: breakSchema }) body: z.output<typeof breakSchema>,
  ): Promise<void> {
    return this.claims.break(ctx, ctx.clientId, claimId, body.reason);
  }
}

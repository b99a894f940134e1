import { Body, Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import type { Ctx } from '#platform';
import {
  codeSchema,
  Credentials,
  enrolmentSchema,
  newPasswordSchema,
  Sessions,
  sessionSchema,
  type Caller,
  type Session,
} from '#identity';
import { Operation, RequestCaller, RequestCtx } from '../http/operation.js';

const reauthenticationSchema = z.strictObject({ password: z.string().max(200) });
const sessionListSchema = z.object({ data: z.array(sessionSchema), next: z.null() });

/** A user's own password, second factor and sessions. */
@Controller('v1/me')
export class MeController {
  constructor(
    private readonly credentials: Credentials,
    private readonly sessions: Sessions,
  ) {}

  @Operation({
    permission: 'session.own',
    tag: 'Sign-in',
    summary: 'Change the own password',
    description: 'Ends every other session of the user.',
    answers: { 204: null },
    errors: ['session.refused'],
  })
  @Put('password')
  changePassword(
    @RequestCtx() ctx: Ctx,
    @RequestCaller() caller: Caller,
    @Body({ schema: newPasswordSchema }) body: z.infer<typeof newPasswordSchema>,
  ): Promise<void> {
    return this.credentials.changePassword(ctx, caller, body.current, body.next);
  }

  @Operation({
    permission: 'session.own',
    tag: 'Sign-in',
    summary: 'Enrol a second factor',
    description: 'Gives the secret for an authenticator app; it counts once a code has confirmed it.',
    answers: { 201: enrolmentSchema },
    errors: ['session.refused', 'second_factor.active'],
    shownOnce: true,
  })
  @Post('second-factor')
  enrol(
    @RequestCtx() ctx: Ctx,
    @RequestCaller() caller: Caller,
    @Body({ schema: reauthenticationSchema }) body: z.infer<typeof reauthenticationSchema>,
  ): Promise<z.infer<typeof enrolmentSchema>> {
    return this.credentials.enrolSecondFactor(ctx, caller, body.password);
  }

  @Operation({
    permission: 'session.own',
    tag: 'Sign-in',
    summary: 'Confirm the second factor',
    answers: { 204: null },
    errors: ['second_factor.not_enrolled', 'session.code_refused'],
  })
  @Post('second-factor/confirm')
  confirm(
    @RequestCtx() ctx: Ctx,
    @RequestCaller() caller: Caller,
    @Body({ schema: codeSchema }) body: z.infer<typeof codeSchema>,
  ): Promise<void> {
    return this.credentials.confirmSecondFactor(ctx, caller, body.code);
  }

  @Operation({
    permission: 'session.own',
    tag: 'Sign-in',
    summary: 'List the own sessions',
    answers: { 200: sessionListSchema },
  })
  @Get('sessions')
  async list(
    @RequestCtx() ctx: Ctx,
    @RequestCaller() caller: Caller,
  ): Promise<{ data: Session[]; next: null }> {
    return { data: await this.sessions.list(ctx, caller), next: null };
  }

  @Operation({
    permission: 'session.own',
    tag: 'Sign-in',
    summary: 'End one of the own sessions',
    answers: { 204: null },
    errors: ['session.unknown'],
  })
  @Delete('sessions/:id')
  revoke(
    @RequestCtx() ctx: Ctx,
    @RequestCaller() caller: Caller,
    @Param('id', { schema: z.uuid() }) id: string,
  ): Promise<void> {
    return this.sessions.revoke(ctx, caller, id);
  }
}

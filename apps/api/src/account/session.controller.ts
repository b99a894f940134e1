import { Body, Controller, Delete, Get, Post, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import type { Ctx } from '#platform';
import {
  codeSchema,
  identitySchema,
  Sessions,
  signInSchema,
  type Caller,
  type Identity,
  type SignedIn,
} from '#identity';
import { Operation, RequestCaller, RequestCtx } from '../http/operation.js';
import type { ApiReply, ApiRequest } from '../http/request.js';
import { SessionCookie } from '../http/session-cookie.js';

const signedInSchema = z
  .object({ state: z.enum(['active', 'second_factor']), expiresAt: z.iso.datetime() })
  .meta({ id: 'SignedIn', description: 'The session itself travels in a cookie that scripts cannot read.' });
type SignedInView = z.infer<typeof signedInSchema>;

/** Sign-in of people. Systems use API keys. */
@Controller('v1/session')
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
  ) {}

  @Operation({
    permission: 'public',
    tag: 'Sign-in',
    summary: 'Sign in with address and password',
    description:
      '201 sets the session cookie. 202 sets it too, but the session does nothing until the code of the second factor follows. An unknown address, a wrong password and an account that refuses for a while after failed tries get the same answer.',
    answers: { 201: signedInSchema, 202: signedInSchema },
    errors: ['session.refused'],
    perMinute: 60,
  })
  @Post()
  async signIn(
    @RequestCtx() ctx: Ctx,
    @Body({ schema: signInSchema }) body: z.infer<typeof signInSchema>,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<SignedInView> {
    return this.signedIn(await this.sessions.signIn(ctx, body), reply);
  }

  @Operation({
    permission: 'public',
    tag: 'Sign-in',
    summary: 'Complete the sign-in with a code',
    description: 'The code of the authenticator app; each works once. The session gets a new cookie.',
    answers: { 201: signedInSchema },
    errors: ['session.code_refused'],
    perMinute: 60,
  })
  @Post('second-factor')
  async confirm(
    @RequestCtx() ctx: Ctx,
    @Req() request: ApiRequest,
    @Body({ schema: codeSchema }) body: z.infer<typeof codeSchema>,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<SignedInView> {
    const token = this.cookie.read(request) ?? '';
    return this.signedIn(await this.sessions.confirm(ctx, token, body.code), reply);
  }

  @Operation({
    permission: 'session.own',
    tag: 'Sign-in',
    summary: 'Who is signed in',
    answers: { 200: identitySchema },
  })
  @Get()
  current(@RequestCtx() ctx: Ctx, @RequestCaller() caller: Caller): Promise<Identity> {
    return this.sessions.identity(ctx, caller);
  }

  @Operation({
    permission: 'public',
    tag: 'Sign-in',
    summary: 'Sign out',
    description: 'Ends the session of the cookie, if there is one.',
    answers: { 204: null },
  })
  @Delete()
  async signOut(
    @RequestCtx() ctx: Ctx,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<void> {
    const token = this.cookie.read(request);
    if (token !== null) await this.sessions.signOut(ctx, token);
    this.cookie.clear(reply);
  }

  private signedIn(signedIn: SignedIn, reply: ApiReply): SignedInView {
    this.cookie.set(reply, signedIn);
    void reply.status(signedIn.state === 'active' ? 201 : 202);
    return { state: signedIn.state, expiresAt: signedIn.expiresAt.toISOString() };
  }
}

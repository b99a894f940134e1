import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { pageOf, pageSchema, type Ctx, type Page, type PageQuery } from '#platform';
import { newUserSchema, Users, userSchema, type User } from '#identity';
import { Operation, RequestCtx } from '../http/operation.js';

/** The people who sign in: the operator's own, or with `?client=CODE` those of a client. */
@Controller('v1/users')
export class UsersController {
  constructor(private readonly users: Users) {}

  @Operation({
    permission: 'user.read',
    scope: 'any',
    tag: 'Administration',
    summary: 'List users',
    description: "The operator's own; with `?client=CODE` those of a client.",
    answers: { 200: pageOf(userSchema) },
  })
  @Get()
  list(@RequestCtx() ctx: Ctx, @Query({ schema: pageSchema }) page: PageQuery): Promise<Page<User>> {
    return this.users.list(ctx, page);
  }

  @Operation({
    permission: 'user.write',
    scope: 'any',
    tag: 'Administration',
    summary: 'Add a user',
    description:
      'Without `?client=CODE` a user of the operator (agent, team_lead, billing_clerk, administrator), with it one of the client (operations, finance, policy_owner).',
    answers: { 201: userSchema },
    errors: ['user.email_taken'],
    atomic: true,
  })
  @Post()
  create(
    @RequestCtx() ctx: Ctx,
    @Body({ schema: newUserSchema }) body: z.output<typeof newUserSchema>,
  ): Promise<User> {
    return this.users.create(ctx, body);
  }

  @Operation({
    permission: 'user.write',
    scope: 'any',
    tag: 'Administration',
    summary: "End a user's access",
    description: 'Their sessions end at once; what they did stays.',
    answers: { 204: null },
    errors: ['user.unknown', 'user.self'],
  })
  @Post(':id/disable')
  disable(@RequestCtx() ctx: Ctx, @Param('id', { schema: z.uuid() }) id: string): Promise<void> {
    return this.users.disable(ctx, id);
  }

  @Operation({
    permission: 'user.write',
    scope: 'any',
    tag: 'Administration',
    summary: 'Let a disabled user sign in again',
    answers: { 204: null },
    errors: ['user.unknown'],
  })
  @Post(':id/enable')
  enable(@RequestCtx() ctx: Ctx, @Param('id', { schema: z.uuid() }) id: string): Promise<void> {
    return this.users.enable(ctx, id);
  }

  @Operation({
    permission: 'user.write',
    scope: 'any',
    tag: 'Administration',
    summary: 'Remove a lost second factor',
    description: 'Sign-in asks for the password only, until the user enrols a new one.',
    answers: { 204: null },
    errors: ['user.unknown'],
  })
  @Delete(':id/second-factor')
  resetSecondFactor(@RequestCtx() ctx: Ctx, @Param('id', { schema: z.uuid() }) id: string): Promise<void> {
    return this.users.resetSecondFactor(ctx, id);
  }
}

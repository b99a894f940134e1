import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { pageOf, pageSchema, type Ctx, type Page, type PageQuery } from '#platform';
import {
  newSuppressionSchema,
  Suppressions,
  suppressionViewSchema,
  type NewSuppression,
  type SuppressionView,
} from '#notifications';
import { Operation, RequestCtx } from '../http/operation.js';

const tag = 'Messages';

/** Addresses that are no longer written to or rung up. */
@Controller('v1/suppressions')
export class SuppressionsController {
  constructor(private readonly suppressions: Suppressions) {}

  @Get()
  @Operation({
    permission: 'case.read',
    tag,
    summary: 'Addresses that messages no longer go to, newest first',
    answers: { 200: pageOf(suppressionViewSchema) },
  })
  list(
    @RequestCtx() ctx: Ctx,
    @Query({ schema: pageSchema }) page: PageQuery,
  ): Promise<Page<SuppressionView>> {
    return this.suppressions.list(ctx, page);
  }

  @Post()
  @Operation({
    permission: 'desk.work',
    tag,
    summary: 'Stop messages to an address',
    description:
      'One that is on the list already keeps its first reason. Contact plans go on with their next step.',
    answers: { 201: suppressionViewSchema },
    errors: ['suppression.address_invalid'],
    atomic: true,
  })
  add(
    @RequestCtx() ctx: Ctx,
    @Body({ schema: newSuppressionSchema }) body: NewSuppression,
  ): Promise<SuppressionView> {
    return this.suppressions.suppress(ctx, body);
  }

  @Delete(':id')
  @Operation({
    permission: 'desk.work',
    tag,
    summary: 'Allow messages to an address again',
    description: 'Who did it is kept; the address is not.',
    answers: { 204: null },
    errors: ['suppression.unknown'],
  })
  remove(@RequestCtx() ctx: Ctx, @Param('id', { schema: z.uuid() }) id: string): Promise<void> {
    return this.suppressions.remove(ctx, id);
  }
}

import { Controller, Get, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Ctx } from '#platform';
import { DkimKeys, dkimKeySchema, dkimKeysSchema, type DkimKey } from '#notifications';
import { Operation, RequestCtx } from '../http/operation.js';

const tag = 'Administration';

/** Keys that sign a client's mails. */
@Controller('v1/dkim-keys')
export class DkimKeysController {
  constructor(private readonly keys: DkimKeys) {}

  @Get()
  @Operation({
    permission: 'client.read',
    scope: 'client',
    tag,
    summary: 'Keys that sign the client’s mails, newest first',
    answers: { 200: dkimKeysSchema },
  })
  async list(@RequestCtx() ctx: Ctx): Promise<{ data: DkimKey[] }> {
    return { data: await this.keys.list(ctx) };
  }

  @Post()
  @Operation({
    permission: 'client.write',
    scope: 'client',
    tag,
    summary: 'Make a key for the sender’s domain, or the next one to rotate to',
    description:
      'Publish `record` in the domain’s DNS, then check the key. Until it is verified the one before signs.',
    answers: { 201: dkimKeySchema },
    errors: ['dkim_key.sender_invalid'],
  })
  create(@RequestCtx() ctx: Ctx): Promise<DkimKey> {
    return this.keys.create(ctx);
  }

  @Post(':id/check')
  @Operation({
    permission: 'client.write',
    scope: 'client',
    tag,
    summary: 'Check the published record; the key signs once it is right',
    answers: { 200: dkimKeySchema },
    errors: ['dkim_key.unknown'],
  })
  check(@RequestCtx() ctx: Ctx, @Param('id', { schema: z.uuid() }) id: string): Promise<DkimKey> {
    return this.keys.check(ctx, id);
  }
}

import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { pageOf, pageSchema, type Ctx, type Page, type PageQuery } from '#platform';
import {
  ApiKeys,
  apiKeySchema,
  createdApiKeySchema,
  newApiKeySchema,
  type ApiKey,
  type CreatedApiKey,
} from '#identity';
import { Operation, RequestCtx } from '../http/operation.js';

/** Keys of a client's systems. */
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(private readonly apiKeys: ApiKeys) {}

  @Operation({
    permission: 'apikey.read',
    tag: 'Administration',
    summary: "List a client's API keys",
    description: 'Revoked ones too. Their secrets are not stored.',
    answers: { 200: pageOf(apiKeySchema) },
  })
  @Get()
  list(@RequestCtx() ctx: Ctx, @Query({ schema: pageSchema }) page: PageQuery): Promise<Page<ApiKey>> {
    return this.apiKeys.list(ctx, page);
  }

  @Operation({
    permission: 'apikey.write',
    tag: 'Administration',
    summary: 'Make an API key',
    description: 'The secret is in this answer only; a repeated request with the same key is told so.',
    answers: { 201: createdApiKeySchema },
    errors: ['idempotency.shown_once'],
    atomic: true,
    shownOnce: true,
  })
  @Post()
  create(
    @RequestCtx() ctx: Ctx,
    @Body({ schema: newApiKeySchema }) body: z.output<typeof newApiKeySchema>,
  ): Promise<CreatedApiKey> {
    return this.apiKeys.create(ctx, body);
  }

  @Operation({
    permission: 'apikey.write',
    tag: 'Administration',
    summary: 'Revoke an API key',
    answers: { 204: null },
    errors: ['api_key.unknown'],
  })
  @Delete(':id')
  revoke(@RequestCtx() ctx: Ctx, @Param('id', { schema: z.uuid() }) id: string): Promise<void> {
    return this.apiKeys.revoke(ctx, id);
  }
}

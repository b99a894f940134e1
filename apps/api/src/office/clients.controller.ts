import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import {
  decodeCursor,
  pageOf,
  pageSchema,
  toPage,
  type ClientCtx,
  type Ctx,
  type Page,
  type PageQuery,
} from '#platform';
import { Clients, newClientSchema, type Client } from '#clients';
import { Operation, RequestCtx } from '../http/operation.js';

const clientSchema = newClientSchema
  .extend({ id: z.uuid(), status: z.enum(['active', 'paused', 'ended']) })
  .meta({ id: 'Client', description: 'A webshop that outsources its returns desk.' });

/** The client companies. */
@Controller('v1/clients')
export class ClientsController {
  constructor(private readonly clients: Clients) {}

  @Operation({
    permission: 'case.read',
    tag: 'Administration',
    summary: "The caller's client",
    description: 'Staff say which with `?client=CODE`.',
    answers: { 200: clientSchema },
  })
  @Get('current')
  current(@RequestCtx() ctx: ClientCtx): Promise<Client> {
    return this.clients.current(ctx);
  }

  @Operation({
    permission: 'client.read',
    scope: 'any',
    tag: 'Administration',
    summary: 'List the clients',
    answers: { 200: pageOf(clientSchema) },
  })
  @Get()
  async list(@RequestCtx() ctx: Ctx, @Query({ schema: pageSchema }) page: PageQuery): Promise<Page<Client>> {
    const [after = ''] = page.after ? decodeCursor(page.after, 1) : [];
    const all = await this.clients.all(ctx);
    const rest = all.filter(({ code }) => code > String(after)).slice(0, page.limit + 1);
    return toPage(
      rest,
      page.limit,
      ({ code }) => [code],
      (client) => client,
    );
  }

  @Operation({
    permission: 'client.write',
    scope: 'any',
    tag: 'Administration',
    summary: 'Add a client',
    answers: { 201: clientSchema },
    errors: ['client.code_taken'],
  })
  @Post()
  create(
    @RequestCtx() ctx: Ctx,
    @Body({ schema: newClientSchema }) body: z.output<typeof newClientSchema>,
  ): Promise<Client> {
    return this.clients.create(ctx, body);
  }
}

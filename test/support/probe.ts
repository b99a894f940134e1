import { Body, Controller, Get, Injectable, Module, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Database, fail, type ClientCtx, type Ctx } from '#platform';
import { Operation, RequestCtx } from '../../apps/api/src/http/operation.js';

const bodySchema = z.strictObject({
  sku: z.string().min(1).max(20),
  lines: z.array(z.object({ quantity: z.int().min(1) })).optional(),
  mood: z.enum(['good', 'bad']).optional(),
});

/** What the probe's routes wait for and count, in the hands of the test. */
@Injectable()
export class Probe {
  calls = 0;
  gate: Promise<void> = Promise.resolve();
  fault: Error | null = null;
}

/** Routes that do just enough to show what the frame around every route does. */
@Controller('v1/probe')
export class ProbeController {
  constructor(
    private readonly probe: Probe,
    private readonly db: Database,
  ) {}

  @Operation({ permission: 'case.read', tag: 'Probe', summary: 'Who asks', answers: { 200: z.unknown() } })
  @Get()
  who(@RequestCtx() ctx: Ctx): object {
    this.probe.calls++;
    if (this.probe.fault) throw this.probe.fault;
    return {
      actor: ctx.actor.kind,
      clientId: ctx.clientId,
      locale: ctx.locale,
      requestId: ctx.requestId,
      now: ctx.now.toISOString(),
    };
  }

  @Operation({
    permission: 'listing.read',
    locate: 'listing',
    tag: 'Probe',
    summary: 'A listing',
    answers: { 200: z.unknown() },
  })
  @Get('listings/:id')
  async listing(
    @RequestCtx() ctx: ClientCtx,
    @Param('id', { schema: z.uuid() }) id: string,
  ): Promise<object> {
    const [row] = await this.db.tx(ctx, (tx) =>
      tx.query('SELECT number FROM listing WHERE client_id = $1 AND id = $2', [ctx.clientId, id]),
    );
    if (!row) throw fail('request.not_found');
    return row;
  }

  @Operation({ permission: 'case.read', tag: 'Probe', summary: 'A query', answers: { 200: z.unknown() } })
  @Get('query')
  query(
    @Query({ schema: z.object({ limit: z.coerce.number().int().max(200).default(50) }) })
    query: {
      limit: number;
    },
  ): object {
    return query;
  }

  @Operation({ permission: 'stock.write', tag: 'Probe', summary: 'Counts', answers: { 201: z.unknown() } })
  @Post('counts')
  async count(@Body({ schema: bodySchema }) body: z.infer<typeof bodySchema>): Promise<object> {
    const call = ++this.probe.calls;
    await this.probe.gate;
    if (this.probe.fault) throw this.probe.fault;
    return { call, body };
  }

  @Operation({
    permission: 'stock.write',
    tag: 'Probe',
    summary: 'Writes a row',
    answers: { 201: z.unknown() },
    atomic: true,
  })
  @Post('rows')
  async write(
    @RequestCtx() ctx: ClientCtx,
    @Body({ schema: bodySchema }) body: z.infer<typeof bodySchema>,
  ): Promise<object> {
    this.probe.calls++;
    await this.db.tx(ctx, (tx) =>
      tx.query('INSERT INTO stock_level (client_id, sku, available) VALUES ($1, $2, 1)', [
        ctx.clientId,
        body.sku,
      ]),
    );
    if (this.probe.fault) throw this.probe.fault;
    return { sku: body.sku };
  }
}

@Module({ controllers: [ProbeController], providers: [Probe] })
export class ProbeModule {}

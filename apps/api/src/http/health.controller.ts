import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Clock, Database, fail, systemCtx } from '#platform';
import { migrations } from '../../../../migrations/index.js';
import { Operation } from './operation.js';

const healthSchema = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });

/** For whoever runs the process. */
@Controller()
export class HealthController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Operation({
    permission: 'public',
    tag: 'Operation',
    summary: 'The process is alive',
    answers: { 200: healthSchema },
  })
  @Get('healthz')
  alive(): z.infer<typeof healthSchema> {
    return { status: 'ok' };
  }

  @Operation({
    permission: 'public',
    tag: 'Operation',
    summary: 'The database answers and is migrated',
    answers: { 200: healthSchema },
    errors: ['service.unavailable'],
  })
  @Get('readyz')
  async ready(): Promise<z.infer<typeof healthSchema>> {
    const applied = await this.db.tx(systemCtx('readyz', null, this.clock.now()), (tx) =>
      tx.query<{ name: string }>('SELECT name FROM migrations'),
    );
    const names = new Set(applied.map(({ name }) => name));
    if (migrations.some(({ name }) => !names.has(name))) throw fail('service.unavailable');
    return { status: 'ok' };
  }
}

import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clock } from './clock/clock.js';
import { appDataSourceOptions } from './db/data-source.js';
import { DATABASE_URL } from './db/database-url.js';
import { Database } from './db/database.js';
import { installTypeParsers } from './db/types.js';
import { ENV, type Env } from './env/env.js';
import { Files } from './files/files.js';
import { Idempotency } from './idempotency/idempotency.js';
import { Jobs } from './jobs/jobs.js';
import { OutboxDispatcher } from './outbox/dispatcher.js';
import { OutboxReceipts } from './outbox/receipts.js';
import { Secrets } from './secrets/secrets.js';

/** What every process has: database, clock, files, jobs, outbox. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(options: {
    env: Env;
    databaseUrl: string;
    /** Another source of the present, for tests. */
    clock?: Clock;
  }): DynamicModule {
    installTypeParsers();
    return {
      module: PlatformModule,
      imports: [
        TypeOrmModule.forRoot({
          ...appDataSourceOptions(options.databaseUrl),
          autoLoadEntities: true,
          retryAttempts: 0,
        }),
      ],
      providers: [
        { provide: ENV, useValue: options.env },
        { provide: DATABASE_URL, useValue: options.databaseUrl },
        options.clock ? { provide: Clock, useValue: options.clock } : Clock,
        Database,
        Files,
        Idempotency,
        Jobs,
        OutboxDispatcher,
        OutboxReceipts,
        Secrets,
      ],
      exports: [
        ENV,
        DATABASE_URL,
        Clock,
        Database,
        Files,
        Idempotency,
        Jobs,
        OutboxDispatcher,
        OutboxReceipts,
        Secrets,
      ],
    };
  }
}

import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { PlatformModule, type Clock, type Env } from '#platform';
import { ClientsModule } from '#clients';
import { IdentityModule } from '#identity';

/** The libraries whose services the controllers call. */
const libraries: Type[] = [ClientsModule, IdentityModule];

/** Every controller of the API, grouped by who calls it. */
const controllers: Type[] = [];

export interface ApiOptions {
  readonly env: Env;
  readonly databaseUrl: string;
  /** For tests: a clock that stands still. */
  readonly clock?: Clock;
  /** Modules of the same process beside the API: the worker, where one process does everything. */
  readonly alongside?: readonly Type[];
}

/** Controllers and the frame around them; wiring only. */
@Module({})
export class ApiModule {
  static forRoot(options: ApiOptions): DynamicModule {
    return {
      module: ApiModule,
      imports: [PlatformModule.forRoot(options), DiscoveryModule, ...libraries, ...(options.alongside ?? [])],
      controllers,
    };
  }
}

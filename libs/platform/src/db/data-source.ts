import type { DataSourceOptions } from 'typeorm';
import { SnakeNamingStrategy } from './snake-naming.js';

/** The role of the application: owns nothing, cannot bypass row security. */
export const appRole = 'reintegro_app';

/**
 * TypeORM options of the running application. Connections log in as the owner named in the URL and switch to
 * `reintegro_app` in the start-up packet, so no statement ever runs as the owner.
 */
export function appDataSourceOptions(url: string, poolSize = 20): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    namingStrategy: new SnakeNamingStrategy(),
    synchronize: false,
    migrationsRun: false,
    logging: false,
    installExtensions: false,
    poolSize,
    extra: {
      options: `-c role=${appRole} -c timezone=UTC`,
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
    },
  };
}

import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { DiscoveryService, ModulesContainer, NestFactory } from '@nestjs/core';
import { readEnv } from '#platform';
import { ApiModule } from '../api.module.js';
import { ErrorTexts } from '../http/error-texts.js';
import { RouteTable } from '../http/route-table.js';
import { SessionCookie } from '../http/session-cookie.js';
import { ApiDescription } from './api-description.js';

/**
 * Writes the API's description into the file given: `node dist/apps/api/src/docs/describe.js FILE`. From the routes'
 * metadata alone: nothing is started, no database is asked. The web app's types are generated from it.
 */
async function describe(file: string): Promise<void> {
  const env = readEnv({});
  const app = await NestFactory.createApplicationContext(ApiModule.forRoot({ env, databaseUrl: '' }), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  const table = new RouteTable(new DiscoveryService(app.get(ModulesContainer, { strict: false })));
  const description = new ApiDescription(table, new ErrorTexts(), new SessionCookie(env), env);
  writeFileSync(file, JSON.stringify(description.document()));
}

await describe(process.argv[2] ?? 'openapi.json');

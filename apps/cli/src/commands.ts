import { readFile } from 'node:fs/promises';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { NestLog, PlatformModule, roles, systemCtx, type ClientCtx, type Env, type Role } from '#platform';
import { Clients, newClientSchema } from '#clients';
import { Users } from '#identity';
import { InsightModule, Invariants } from '#insight';
import { ListingReading, ListingSealing, type ListingKind } from '#listings';
import { StatementClosing, Statements } from '#metering';
import { ResolutionModule } from '#resolution';
import { WorkerModule } from '../../worker/src/worker.module.js';
import { WorkerRuntime } from '../../worker/src/worker-runtime.js';
import { parseOptions, parsePositional, required } from './options.js';
import { openPlace } from './server-place.js';
import { count, say } from './terminal.js';
import { uploadAndFollow } from './upload-command.js';

interface Command {
  readonly usage: string;
  /** Returns the exit code. */
  run(env: Env, args: readonly string[]): Promise<number>;
}

/** The operator's commands: thin calls into services. */
export const commands: Readonly<Record<string, Command>> = {
  migrate: {
    usage: '',
    run: async (env) => {
      const place = await openPlace(env, false);
      await place.leave();
      say('The database is up to date.');
      return 0;
    },
  },
  'client:create': {
    usage: 'FILE.json   (the client in the JSON of POST /v1/clients)',
    run: (env, args) => {
      const { value } = parsePositional(args, 'FILE.json', {});
      return withServices(env, async (app) => {
        const input = newClientSchema.parse(JSON.parse(await readFile(value, 'utf8')));
        const client = await app.get(Clients, { strict: false }).create(across(), input);
        say(`${client.code} ${client.id}`);
        return 0;
      });
    },
  },
  'user:create': {
    usage: '--email E --name N --role R [--client CODE]   (password on standard input)',
    run: (env, args) => {
      const options = parseOptions(args, { email: 'e', name: 'n', role: 'r', client: 'c' });
      const role = required(options, 'role');
      if (!isRole(role)) throw new Error(`--role is one of ${roles.join(', ')}`);
      const input = { email: required(options, 'email'), name: required(options, 'name'), role };
      return withServices(env, async (app) => {
        const client = options.client ? await clientScope(app, options.client) : across();
        const password = await readPassword();
        const user = await app.get(Users, { strict: false }).create(client, { ...input, password });
        say(user.id);
        return 0;
      });
    },
  },
  upload: {
    usage: 'FILE --client CODE',
    run: (env, args) => {
      const { value, options } = parsePositional(args, 'FILE', { client: 'c' });
      const code = required(options, 'client');
      return withServices(env, async (app) => {
        await app.get(WorkerRuntime).start();
        await uploadAndFollow(app, value, code, env.PUBLIC_URL ?? '');
        return 0;
      });
    },
  },
  'listing:seal': {
    usage: 'refund|replacement --client CODE',
    run: (env, args) => {
      const { value, options } = parsePositional(args, 'refund or replacement', { client: 'c' });
      if (value !== 'refund' && value !== 'replacement')
        throw new Error('name the kind: refund or replacement');
      return withServices(env, async (app) => {
        await sealOpen(app, await clientScope(app, required(options, 'client')), value);
        return 0;
      });
    },
  },
  'statement:close': {
    usage: '--client CODE',
    run: (env, args) => {
      const options = parseOptions(args, { client: 'c' });
      return withServices(env, async (app) => {
        const ctx = await clientScope(app, required(options, 'client'));
        const [open] = (await app.get(Statements, { strict: false }).list(ctx, { status: 'open', limit: 1 }))
          .data;
        if (!open) throw new Error('this client has no open statement yet');
        await app.get(StatementClosing, { strict: false }).close(ctx, open.id);
        say(`Statement ${open.number} is closed with ${count(open.contacts)} contacts.`);
        return 0;
      });
    },
  },
  invariants: {
    usage: '',
    run: (env) =>
      withServices(env, async (app) => {
        const { checked, violations } = await app.get(Invariants, { strict: false }).check(across());
        for (const v of violations) say(`${v.client ?? 'all'}: ${v.invariant}: ${v.id} ${v.detail}`);
        say(`${count(checked)} checks, ${count(violations.length)} violations`);
        return violations.length === 0 ? 0 : 1;
      }),
  },
};

@Module({})
class CliModule {
  static forRoot(env: Env, databaseUrl: string): DynamicModule {
    return {
      module: CliModule,
      imports: [PlatformModule.forRoot({ env, databaseUrl }), WorkerModule, InsightModule, ResolutionModule],
    };
  }
}

async function withServices(
  env: Env,
  fn: (app: INestApplicationContext) => Promise<number>,
): Promise<number> {
  const place = await openPlace(env, false);
  try {
    const app = await NestFactory.createApplicationContext(CliModule.forRoot(env, place.url), {
      logger: new NestLog(),
      abortOnError: false,
    });
    try {
      return await fn(app);
    } finally {
      await app.get(WorkerRuntime).stop();
      await app.close();
    }
  } finally {
    await place.leave();
  }
}

async function sealOpen(app: INestApplicationContext, ctx: ClientCtx, kind: ListingKind): Promise<void> {
  const [open] = (
    await app.get(ListingReading, { strict: false }).list(ctx, kind, { status: 'open', limit: 1 })
  ).data;
  if (!open) throw new Error('this client has no open listing yet');
  await app.get(ListingSealing, { strict: false }).seal(ctx, kind, open.id);
  say(`The ${kind} listing ${open.number} is sealed with ${count(open.count)} lines.`);
}

function across() {
  return systemCtx('cli', null, new Date());
}

async function clientScope(app: INestApplicationContext, code: string): Promise<ClientCtx> {
  const client = await app.get(Clients, { strict: false }).byCode(across(), code);
  return systemCtx('cli', client.id, new Date());
}

function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}

async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Password: ');
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
    if (process.stdin.isTTY) break;
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

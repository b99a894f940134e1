import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';
import type { PoolClient } from 'pg';
import type { Ctx } from '../access/ctx.js';
import { fail } from '../errors/domain-error.js';
import { Tx } from './tx.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** serialization_failure and deadlock_detected: the whole function may run again. */
const retryable = new Set(['40001', '40P01']);
const attempts = 5;

interface OpenTx {
  readonly tx: Tx;
  readonly clientId: string | null;
}

/** The only way to the database. Sets the client's scope for row security before anything else. */
@Injectable()
export class Database implements OnApplicationShutdown {
  private readonly open = new AsyncLocalStorage<OpenTx>();

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Runs `fn` in one transaction (read committed) in the scope of `ctx.clientId`; with null, as the role
   * `reintegro_system`, which sees only slim tables. Joins a transaction already open in the same scope. The whole
   * function is run again, up to 5 times, after SQLSTATE 40001 and 40P01 only, so it must have no effect outside
   * the database; use `tx.afterCommit` for those. Begin and scope travel in one round trip.
   */
  async tx<T>(ctx: Ctx, fn: (tx: Tx) => Promise<T>): Promise<T> {
    const joined = this.open.getStore();
    if (joined) {
      if (joined.clientId !== ctx.clientId) throw new Error('a transaction of another scope is open');
      return fn(joined.tx);
    }
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(ctx, fn);
      } catch (error) {
        const code = (error as { code?: string }).code;
        if (attempt >= attempts || code === undefined || !retryable.has(code)) throw unavailable(error);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
      }
    }
  }

  private async once<T>(ctx: Ctx, fn: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    const client = (await runner.connect()) as PoolClient;
    let broken: Error | undefined;
    try {
      await client.query(beginIn(ctx.clientId));
      // The runner must know, or a repository's save() would begin a transaction of its own inside this one.
      (runner as QueryRunner & { isTransactionActive: boolean }).isTransactionActive = true;
      const tx = new Tx(client, runner.manager, ctx);
      try {
        const result = await this.open.run({ tx, clientId: ctx.clientId }, () => fn(tx));
        await client.query('COMMIT');
        this.open.exit(() => tx.committed());
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch((rollback: Error) => {
          broken = rollback;
        });
        throw error;
      }
    } finally {
      (runner as QueryRunner & { isTransactionActive: boolean }).isTransactionActive = false;
      if (broken) client.release(broken);
      else await runner.release();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

/** One simple-protocol message. The id is checked, not quoted: a multi-statement message takes no parameters. */
function beginIn(clientId: string | null): string {
  if (clientId === null) return "BEGIN; SELECT set_config('role', 'reintegro_system', true)";
  if (!uuid.test(clientId)) throw new Error('not a client id');
  return `BEGIN; SELECT set_config('app.client_id', '${clientId}', true)`;
}

/** A server that is gone or starting answers 503 with Retry-After instead of 500. */
function unavailable(error: unknown): unknown {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const gone =
    code.startsWith('08') ||
    code.startsWith('57P') ||
    code === '53300' ||
    code === 'ECONNREFUSED' ||
    code === 'ECONNRESET';
  return gone || /Connection terminated|timeout exceeded when trying to connect/.test(message)
    ? Object.assign(fail('service.unavailable'), { cause: error })
    : error;
}

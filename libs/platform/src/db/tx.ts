import type { EntityManager, EntityTarget, ObjectLiteral, Repository } from 'typeorm';
import type { PoolClient, QueryResultRow } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Ctx } from '../access/ctx.js';

/** A value that COPY text format can carry. Objects go as JSON, Dates as UTC instants, Buffers as bytea. */
export type CopyValue = string | number | bigint | boolean | Date | Buffer | object | null | undefined;

/** One open transaction in one scope. Not for use after the function that got it has returned. */
export class Tx {
  private readonly hooks: (() => void)[] = [];
  private readonly staged = new Set<string>();

  constructor(
    readonly client: PoolClient,
    private readonly manager: EntityManager,
    readonly ctx: Ctx,
  ) {}

  /** Runs one statement and returns its rows. */
  async query<R extends QueryResultRow = QueryResultRow>(
    sql: string,
    values?: readonly unknown[],
  ): Promise<R[]> {
    return (await this.client.query<R>(sql, values as unknown[])).rows;
  }

  /**
   * As `query`, for a statement that is planned longer than it runs: each connection parses and plans it once. One name,
   * one text.
   */
  async prepared<R extends QueryResultRow = QueryResultRow>(
    name: string,
    text: string,
    values: readonly unknown[],
  ): Promise<R[]> {
    return (await this.client.query<R>({ name, text, values: values as unknown[] })).rows;
  }

  /** Runs one statement and returns how many rows it changed. */
  async execute(sql: string, values?: readonly unknown[]): Promise<number> {
    return (await this.client.query(sql, values as unknown[])).rowCount ?? 0;
  }

  /** TypeORM's repository on this transaction, for single rows. */
  repository<E extends ObjectLiteral>(entity: EntityTarget<E>): Repository<E> {
    return this.manager.getRepository(entity);
  }

  /**
   * Fills a temporary table with rows by COPY and returns its name, for the statements that join it. It has the types
   * of `table`'s columns, in the order of each row's values, and is empty again after the transaction or at the next
   * call. PostgreSQL refuses COPY into a table with row security, so bulk writes go through here.
   */
  async stage(
    table: string,
    columns: readonly string[],
    rows: Iterable<readonly CopyValue[]>,
  ): Promise<string> {
    return this.stageColumns(
      table,
      columns,
      rows,
      columns.map((_, i) => i),
    );
  }

  /**
   * Inserts rows in one statement; columns in the order of each row's values. Many go through a staging table, without the
   * columns that have one value in all of them: those are half the bytes of a typical batch. A few go as values.
   * `tail` is what follows, for example `ON CONFLICT DO NOTHING`. Returns how many rows were inserted.
   */
  async insertMany(
    table: string,
    columns: readonly string[],
    rows: Iterable<readonly CopyValue[]>,
    tail = '',
  ): Promise<number> {
    const all = Array.isArray(rows) ? (rows as readonly (readonly CopyValue[])[]) : [...rows];
    const first = all[0];
    if (first === undefined) return 0;
    const list = columns.join(', ');
    if (all.length * columns.length <= fewCells) {
      const values: unknown[] = [];
      const tuples = all.map((row) => `(${row.map((value) => `$${values.push(toText(value))}`).join(', ')})`);
      return this.execute(`INSERT INTO ${table} (${list}) VALUES ${tuples.join(', ')} ${tail}`, values);
    }
    const varying = varyingColumns(all, columns.length);
    const staged = await this.stageColumns(
      table,
      varying.map((i) => columns[i] as string),
      all,
      varying,
    );
    const constants: unknown[] = [];
    const selected = columns.map((column, i) =>
      varying.includes(i) ? column : `$${constants.push(toText(first[i]))}`,
    );
    return this.execute(
      `INSERT INTO ${table} (${list}) SELECT ${selected.join(', ')} FROM ${staged} ${tail}`,
      constants,
    );
  }

  private async stageColumns(
    table: string,
    columns: readonly string[],
    rows: Iterable<readonly CopyValue[]>,
    indexes: readonly number[],
  ): Promise<string> {
    const list = columns.join(', ');
    const name = `stage_${table}_${createHash('md5').update(list).digest('hex').slice(0, 8)}`;
    const ready = this.staged.has(name)
      ? `TRUNCATE ${name}`
      : `SET LOCAL client_min_messages = warning;
         CREATE TEMP TABLE IF NOT EXISTS ${name} ON COMMIT DELETE ROWS AS SELECT ${list} FROM ${table} WITH NO DATA`;
    this.staged.add(name);
    await this.client.query(ready);
    const stream = this.client.query(copyFrom(`COPY ${name} (${list}) FROM STDIN`));
    await pipeline(Readable.from(copyChunks(rows, indexes)), stream);
    return name;
  }

  /** The bytes of `COPY (sql) TO STDOUT …`, streamed. `sql` carries no parameters: quote what it holds. */
  copyOut(sql: string): Readable {
    return this.client.query(copyTo(sql));
  }

  /** Runs `hook` after the commit, never after a rollback. For nudges: what must happen is a row. */
  afterCommit(hook: () => void): void {
    this.hooks.push(hook);
  }

  /** Called once by the database after COMMIT. */
  committed(): void {
    for (const hook of this.hooks) hook();
  }
}

const chunkChars = 64 * 1024;
/** Below this a statement with its values is faster than a staging table (three round trips). */
const fewCells = 400;

/** The positions at which the rows differ; at least one. */
function varyingColumns(rows: readonly (readonly CopyValue[])[], width: number): number[] {
  const first = rows[0] as readonly CopyValue[];
  const varying: number[] = [];
  for (let i = 0; i < width; i++) {
    const value = first[i] ?? null;
    for (let r = 1; r < rows.length; r++) {
      if (((rows[r] as readonly CopyValue[])[i] ?? null) !== value) {
        varying.push(i);
        break;
      }
    }
  }
  return varying.length > 0 ? varying : [0];
}

/**
 * Rows in COPY's text format, about 64 KiB at a time. Joined as text and encoded as a whole: writing bytes cell by cell is
 * faster for texts that lie in one piece, but cells of a file are slices of it (measured: a fifth slower in an upload).
 */
function* copyChunks(rows: Iterable<readonly CopyValue[]>, indexes: readonly number[]): Generator<Buffer> {
  let chunk = '';
  for (const row of rows) {
    let line = '';
    for (let i = 0; i < indexes.length; i++) {
      const value = row[indexes[i] as number];
      const text = typeof value === 'string' ? escapeCopy(value) : copyText(value);
      line += i === 0 ? text : `\t${text}`;
    }
    chunk += `${line}\n`;
    if (chunk.length >= chunkChars) {
      yield Buffer.from(chunk);
      chunk = '';
    }
  }
  if (chunk) yield Buffer.from(chunk);
}

/** A value as text that PostgreSQL reads as the type of its column; null is null. */
function toText(value: CopyValue): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return String(value);
  if (value instanceof Date) return value.toISOString();
  return Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : JSON.stringify(value);
}

const special = /[\\\t\n\r]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A value that is no text in COPY's format, escaped already. */
function copyText(value: Exclude<CopyValue, string>): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value !== 'object') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  return escapeCopy(JSON.stringify(value));
}

function escapeCopy(text: string): string {
  return special.test(text) ? text.replace(/[\\\t\n\r]/g, (c) => escapes[c] as string) : text;
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { systemCtx } from '../access/ctx.js';
import { appDataSourceOptions } from './data-source.js';
import { Database } from './database.js';
import { newId } from './ids.js';

describe('db.tx', () => {
  let test: TestDatabase;
  let source: DataSource;
  let db: Database;
  const a = newId();
  const b = newId();
  const now = new Date('2026-03-02T10:00:00Z');

  beforeAll(async () => {
    test = await testDatabase();
    source = await new DataSource(appDataSourceOptions(test.url)).initialize();
    db = new Database(source);
    const owner = await test.owner();
    for (const [id, code] of [
      [a, 'AAA'],
      [b, 'BBB'],
    ]) {
      await owner.query(
        `INSERT INTO client (id, code, name, legal_name, country, address, email, zone, currency, default_language, brand, sender)
         VALUES ($1, $2, $2, $2, 'DE', '{}', 'a@example.org', 'Europe/Berlin', 'EUR', 'de', '{}', '{}')`,
        [id, code],
      );
    }
  });
  afterAll(async () => {
    await source.destroy();
    await test.drop();
  });

  it('shows only the rows of the scope and refuses to write those of another client', async () => {
    const seen = await db.tx(systemCtx('test', a, now), (tx) =>
      tx.query<{ code: string }>('SELECT code FROM client'),
    );
    expect(seen).toEqual([{ code: 'AAA' }]);
    await expect(
      db.tx(systemCtx('test', a, now), (tx) =>
        tx.query(`INSERT INTO stock_level (client_id, sku, available) VALUES ($1, 'X', 1)`, [b]),
      ),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('sees all clients but no personal data in the scope across clients', async () => {
    const ctx = systemCtx('test', null, now);
    expect(await db.tx(ctx, (tx) => tx.query('SELECT id FROM client'))).toHaveLength(2);
    await expect(db.tx(ctx, (tx) => tx.query('SELECT * FROM customer'))).rejects.toMatchObject({
      code: '42501',
    });
  });

  it('rolls back as a whole, runs commit hooks only after commit, and joins an open transaction', async () => {
    const ctx = systemCtx('test', a, now);
    const hooks: string[] = [];
    await expect(
      db.tx(ctx, async (tx) => {
        await tx.query(`INSERT INTO stock_level (client_id, sku, available) VALUES ($1, 'R', 1)`, [a]);
        tx.afterCommit(() => hooks.push('rolled back'));
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await db.tx(ctx, async (outer) => {
      await db.tx(ctx, async (inner) => {
        expect(inner).toBe(outer);
        inner.afterCommit(() => hooks.push('committed'));
      });
      expect(hooks).toEqual([]);
    });
    expect(hooks).toEqual(['committed']);
    expect(await db.tx(ctx, (tx) => tx.query('SELECT sku FROM stock_level'))).toEqual([]);
  });

  it('copies rows with every awkward character unchanged', async () => {
    const ctx = systemCtx('test', a, now);
    const awkward = ['tab\tnew\nline', 'back\\slash \\N', 'quote"s', "it's", 'żółć Ελλάδα 🙂', '\\.'];
    awkward.push(...awkward.map((text) => `${'x'.repeat(80)}${text}`), 'ł'.repeat(700), 'a\\ż\t'.repeat(10));
    // More than go as values, so that they are copied.
    awkward.push(...Array.from({ length: 200 }, (_, i) => `plain ${i}`));
    await db.tx(ctx, (tx) =>
      tx.insertMany(
        'stock_level',
        ['client_id', 'sku', 'available'],
        awkward.map((sku, i) => [a, sku, i]),
      ),
    );
    const rows = await db.tx(ctx, (tx) =>
      tx.query<{ sku: string }>('SELECT sku FROM stock_level ORDER BY available'),
    );
    expect(rows.map((r) => r.sku)).toEqual(awkward);
  });

  it('stores many rows as it stores few, also where all have the same value in a column', async () => {
    const ctx = systemCtx('test', a, now);
    const columns = [
      'client_id',
      'id',
      'version',
      'name',
      'rules',
      'created_by',
      'created_at',
      'published_by',
    ];
    const rows = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => [a, newId(), from + i, 'é"\t', { a: ['b'] }, 'x', now, null]);
    const stored = await db.tx(ctx, async (tx) => {
      await tx.insertMany('policy', columns, rows(1, 3));
      await tx.insertMany('policy', columns, rows(4, 500));
      return tx.query<Record<string, unknown>>(
        `SELECT DISTINCT client_id, name, rules::text AS rules, created_by, created_at, published_by, (count(*) OVER ())::int AS n FROM policy`,
      );
    });
    expect(stored).toEqual([
      {
        client_id: a,
        name: 'é"\t',
        rules: '{"a": ["b"]}',
        created_by: 'x',
        created_at: now,
        published_by: null,
        n: 503,
      },
    ]);
  });

  it('copies a value longer than any buffer between short ones', async () => {
    const ctx = systemCtx('test', b, now);
    const long = `${'ł\\'.repeat(300_000)}\t`;
    const texts = Array.from({ length: 100 }, (_, i) => (i === 50 ? long : `n${i}`));
    const stored = await db.tx(ctx, async (tx) => {
      await tx.insertMany(
        'policy',
        ['client_id', 'id', 'version', 'name', 'rules', 'created_by'],
        texts.map((name, i) => [b, newId(), i, name, {}, 'x']),
      );
      return tx.query<{ name: string }>('SELECT name FROM policy ORDER BY version');
    });
    expect(stored.map((row) => row.name)).toEqual(texts);
  });

  it('starts again after a serialization failure, and only then', async () => {
    let runs = 0;
    await db.tx(systemCtx('test', a, now), async (tx) => {
      runs++;
      if (runs < 3) throw Object.assign(new Error('again'), { code: '40001' });
      await tx.query('SELECT 1');
    });
    expect(runs).toBe(3);
  });
});

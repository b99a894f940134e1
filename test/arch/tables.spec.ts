import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import { testDatabase, type TestDatabase } from '../support/database.js';

/** Without a client on purpose, and why. */
const withoutClient = new Set([
  'operator', // the call centre itself: one row
  'client', // the tenant: its own id is the scope
  'migrations', // TypeORM's list
  'stranger_mail', // mail that came in and names no client
  'mailbox_mail', // stands in for the mail servers of the outside world, which know no clients
  // What agents can do and when they are there belongs to the operator; only the role across clients has it.
  'agent_profile',
  'presence_interval',
  'queue_weight',
  'shift',
  'staffing_setting', // one row: what the operator plans its agents by
]);

describe('tables', () => {
  let database: TestDatabase;
  let owner: Client;

  beforeAll(async () => {
    database = await testDatabase();
    owner = await database.owner();
  });
  afterAll(() => database.drop());

  const names = async (sql: string): Promise<string[]> =>
    (await owner.query<{ name: string }>(sql)).rows.map((r) => r.name);
  const tenant = `SELECT c.oid, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
      AND (c.relname = 'client' OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'client_id'))`;

  it('all belong to a client, but for those that say why not', async () => {
    const strangers = await names(
      `SELECT relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.oid NOT IN (SELECT oid FROM (${tenant}) t)`,
    );
    expect(strangers.filter((name) => !withoutClient.has(name))).toEqual([]);
  });

  it('of a client have row security, forced, with a policy that also checks what is written', async () => {
    const open = await names(
      `SELECT t.relname AS name FROM (${tenant}) t JOIN pg_class c ON c.oid = t.oid
       WHERE NOT c.relrowsecurity OR NOT c.relforcerowsecurity OR NOT EXISTS (
         SELECT FROM pg_policies p WHERE p.tablename = t.relname AND p.roles = '{reintegro_app}'
           AND p.qual LIKE '%app.client_id%' AND p.with_check LIKE '%app.client_id%')`,
    );
    expect(open).toEqual([]);
  });

  it('of a client lead every key with the client', async () => {
    // A secret's digest and a sign-in address are looked up before the client is known; both are unguessable or system-only.
    const known = [
      'uq_api_key_secret',
      'uq_user_account_email',
      'uq_user_session_token',
      'uq_customer_link_digest',
      'uq_client_code',
      // One claim per agent across clients: an agent's claims are the operator's, made by the role across clients.
      'uq_work_item_agent',
      'pk_client',
    ];
    const loose = await names(
      `SELECT x.relname AS name FROM (${tenant}) t JOIN pg_index i ON i.indrelid = t.oid JOIN pg_class x ON x.oid = i.indexrelid
       WHERE i.indisunique AND NOT EXISTS (
         SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'client_id' AND a.attnum = i.indkey[0])`,
    );
    expect(loose.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('of a client point at each other with the client in the key', async () => {
    const crossing = await names(
      `SELECT f.conname AS name FROM pg_constraint f JOIN (${tenant}) t ON t.oid = f.conrelid JOIN (${tenant}) u ON u.oid = f.confrelid
       WHERE f.contype = 'f' AND u.relname <> 'client' AND NOT EXISTS (
         SELECT FROM unnest(f.conkey, f.confkey) AS k (own, theirs)
         JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.own AND a.attname = 'client_id'
         JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = k.theirs AND b.attname = 'client_id')`,
    );
    expect(crossing).toEqual([]);
  });

  it('with money, history or evidence can be added to but not changed', async () => {
    const granted = (
      await owner.query<{ table_name: string; privilege_type: string }>(
        `SELECT table_name, privilege_type FROM information_schema.role_table_grants
         WHERE grantee IN ('reintegro_app', 'reintegro_system') AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')
           AND table_name IN ('billable_contact', 'listing_line', 'line_result', 'timeline_event', 'audit_event', 'decision',
             'contact', 'contact_attempt', 'rate', 'invoice', 'invoice_line', 'invoice_document', 'file')`,
      )
    ).rows;
    expect(granted).toEqual([]);
  });

  it('are owned by nobody the application can be', async () => {
    const owned = await names(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
       WHERE r.rolname IN ('reintegro_app', 'reintegro_system')`,
    );
    expect(owned).toEqual([]);
    const roles = await names(
      `SELECT rolname AS name FROM pg_roles WHERE rolname IN ('reintegro_app', 'reintegro_system')
       AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)`,
    );
    expect(roles).toEqual([]);
  });

  it('use text for states and whole numbers for money, which keep their indexes under row security', async () => {
    const leaky = await names(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND (data_type = 'numeric' OR data_type = 'USER-DEFINED')`,
    );
    expect(leaky).toEqual([]);
  });
});

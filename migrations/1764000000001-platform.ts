import type { MigrationInterface, QueryRunner } from 'typeorm';
import { secureTenantTable } from './tenant-table.js';

export class Platform1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const role of ['reintegro_app', 'reintegro_system']) {
      // Roles belong to the whole server: another database on it may have made them already.
      await runner.query(
        `DO $$ BEGIN CREATE ROLE ${role} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
      );
      await runner.query(`GRANT ${role} TO CURRENT_USER`);
    }
    await runner.query('GRANT USAGE ON SCHEMA public TO reintegro_app, reintegro_system');

    await runner.query(`
      CREATE TABLE operator (
        id smallint NOT NULL DEFAULT 1,
        legal_name text NOT NULL,
        country text NOT NULL,
        address jsonb NOT NULL,
        vat_id text NOT NULL,
        iban text NOT NULL,
        bic text,
        email text NOT NULL,
        phone text,
        register text,
        zone text NOT NULL,
        CONSTRAINT pk_operator PRIMARY KEY (id),
        CONSTRAINT ck_operator_single CHECK (id = 1)
      )`);
    await runner.query('GRANT SELECT ON operator TO reintegro_app, reintegro_system');
    await runner.query('GRANT INSERT, UPDATE ON operator TO reintegro_system');

    await runner.query(`
      CREATE TABLE client (
        id uuid NOT NULL,
        code text NOT NULL,
        name text NOT NULL,
        legal_name text NOT NULL,
        country text NOT NULL,
        address jsonb NOT NULL,
        vat_id text,
        email text NOT NULL,
        zone text NOT NULL,
        currency text NOT NULL,
        default_language text NOT NULL,
        status text NOT NULL DEFAULT 'active',
        brand jsonb NOT NULL,
        sender jsonb NOT NULL,
        settings jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_client PRIMARY KEY (id),
        CONSTRAINT uq_client_code UNIQUE (code),
        CONSTRAINT ck_client_status CHECK (status IN ('active', 'paused', 'ended')),
        CONSTRAINT ck_client_code CHECK (code ~ '^[A-Z0-9][A-Z0-9-]{1,19}$')
      )`);
    await secureTenantTable(runner, {
      name: 'client',
      column: 'id',
      grants: 'SELECT, UPDATE',
      system: 'SELECT, INSERT, UPDATE',
    });

    await runner.query(`
      CREATE TABLE outbox (
        client_id uuid NOT NULL,
        kind text NOT NULL,
        ref_id uuid NOT NULL,
        state text NOT NULL DEFAULT 'pending',
        attempt integer NOT NULL DEFAULT 0,
        deaths integer NOT NULL DEFAULT 0,
        next_at timestamptz NOT NULL DEFAULT now(),
        lease_token uuid,
        receipt text,
        last_error text,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_outbox PRIMARY KEY (client_id, kind, ref_id),
        CONSTRAINT fk_outbox_client FOREIGN KEY (client_id) REFERENCES client (id),
        CONSTRAINT ck_outbox_state CHECK (state IN ('pending', 'failed'))
      ) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0,
              vacuum_index_cleanup = on)`);
    await runner.query(
      `CREATE INDEX ix_outbox_due ON outbox (kind, client_id, next_at) WHERE state = 'pending'`,
    );
    await secureTenantTable(runner, {
      name: 'outbox',
      grants: 'SELECT, INSERT, UPDATE, DELETE',
      system: 'SELECT, INSERT, UPDATE, DELETE',
    });

    await runner.query(`
      CREATE TABLE idempotency_key (
        client_id uuid NOT NULL,
        principal_id uuid NOT NULL,
        key text NOT NULL,
        route text NOT NULL,
        request_sha256 bytea NOT NULL,
        status integer,
        headers jsonb,
        body text,
        created_at timestamptz NOT NULL DEFAULT now(),
        locked_until timestamptz NOT NULL,
        CONSTRAINT pk_idempotency_key PRIMARY KEY (client_id, principal_id, key)
      )`);
    await runner.query('CREATE INDEX ix_idempotency_key_created ON idempotency_key (client_id, created_at)');
    await secureTenantTable(runner, { name: 'idempotency_key', grants: 'SELECT, INSERT, UPDATE, DELETE' });
    await runner.query(
      'CREATE POLICY idempotency_key_system ON idempotency_key TO reintegro_system USING (true) WITH CHECK (true)',
    );
    // Stored bodies hold personal data: the role across clients writes and removes them but cannot read them.
    await runner.query(
      'GRANT SELECT (client_id, principal_id, key, created_at), UPDATE (status, headers, body), DELETE ON idempotency_key TO reintegro_system',
    );

    await runner.query(`
      CREATE TABLE file (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        name text NOT NULL,
        media_type text NOT NULL,
        byte_count bigint NOT NULL,
        sha256 text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_file PRIMARY KEY (client_id, id),
        CONSTRAINT fk_file_client FOREIGN KEY (client_id) REFERENCES client (id)
      )`);
    await secureTenantTable(runner, { name: 'file', grants: 'SELECT, INSERT' });
    // Parts come before their file's row, so that a half-stored file is never seen as a file.
    await runner.query(`
      CREATE TABLE file_part (
        client_id uuid NOT NULL,
        file_id uuid NOT NULL,
        part_no integer NOT NULL,
        bytes bytea NOT NULL,
        CONSTRAINT pk_file_part PRIMARY KEY (client_id, file_id, part_no),
        CONSTRAINT fk_file_part_client FOREIGN KEY (client_id) REFERENCES client (id)
      )`);
    await runner.query('ALTER TABLE file_part ALTER COLUMN bytes SET STORAGE EXTERNAL');
    await secureTenantTable(runner, { name: 'file_part', grants: 'SELECT, INSERT, DELETE' });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['file_part', 'file', 'idempotency_key', 'outbox', 'client', 'operator']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}

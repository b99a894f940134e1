import type { MigrationInterface, QueryRunner } from 'typeorm';
import { secureTenantTable } from './tenant-table.js';

/** `client_id` of the operator's own users is the nil UUID, so no foreign key to `client` here. */
export class Identity1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE user_account (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        email text NOT NULL,
        name text NOT NULL,
        role text NOT NULL,
        locale text NOT NULL DEFAULT 'en',
        zone text NOT NULL DEFAULT 'Europe/Berlin',
        password_hash text NOT NULL,
        totp_secret text,
        totp_enabled_at timestamptz,
        totp_last_step bigint,
        failed_sign_ins integer NOT NULL DEFAULT 0,
        locked_until timestamptz,
        disabled_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_user_account PRIMARY KEY (client_id, id),
        CONSTRAINT ck_user_account_role CHECK (role IN ('agent', 'team_lead', 'billing_clerk', 'administrator', 'operations', 'finance', 'policy_owner'))
      )`);
    // Sign-in knows the address only, so it must be unique across clients; only the system role looks it up.
    await runner.query('CREATE UNIQUE INDEX uq_user_account_email ON user_account (lower(email))');
    await secureTenantTable(runner, {
      name: 'user_account',
      grants: 'SELECT, INSERT, UPDATE',
      system: 'SELECT, INSERT, UPDATE',
    });

    await runner.query(`
      CREATE TABLE user_session (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        token_sha256 bytea NOT NULL,
        state text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        seen_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        CONSTRAINT pk_user_session PRIMARY KEY (client_id, id),
        CONSTRAINT fk_user_session_user FOREIGN KEY (client_id, user_id) REFERENCES user_account (client_id, id),
        CONSTRAINT ck_user_session_state CHECK (state IN ('second_factor', 'active'))
      )`);
    await runner.query('CREATE UNIQUE INDEX uq_user_session_token ON user_session (token_sha256)');
    await runner.query('CREATE INDEX ix_user_session_user ON user_session (client_id, user_id)');
    await secureTenantTable(runner, {
      name: 'user_session',
      grants: 'SELECT, INSERT, UPDATE, DELETE',
      system: 'SELECT, INSERT, UPDATE, DELETE',
    });

    await runner.query(`
      CREATE TABLE api_key (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        name text NOT NULL,
        hint text NOT NULL,
        secret_sha256 bytea NOT NULL,
        scopes text[] NOT NULL,
        created_by text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_used_on date,
        revoked_at timestamptz,
        CONSTRAINT pk_api_key PRIMARY KEY (client_id, id),
        CONSTRAINT fk_api_key_client FOREIGN KEY (client_id) REFERENCES client (id)
      )`);
    await runner.query('CREATE UNIQUE INDEX uq_api_key_secret ON api_key (secret_sha256)');
    await secureTenantTable(runner, {
      name: 'api_key',
      grants: 'SELECT, INSERT, UPDATE',
      system: 'SELECT, INSERT, UPDATE',
    });

    await runner.query(`
      CREATE TABLE audit_event (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        actor text NOT NULL,
        action text NOT NULL,
        subject_id uuid,
        detail jsonb NOT NULL DEFAULT '{}',
        CONSTRAINT pk_audit_event PRIMARY KEY (client_id, id)
      )`);
    await secureTenantTable(runner, { name: 'audit_event', grants: 'SELECT, INSERT', system: 'INSERT' });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['audit_event', 'api_key', 'user_session', 'user_account']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}

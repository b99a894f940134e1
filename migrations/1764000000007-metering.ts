import type { MigrationInterface, QueryRunner } from 'typeorm';
import { secureTenantTable } from './tenant-table.js';

export class Metering1764000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE rate (
        client_id uuid NOT NULL,
        version integer NOT NULL,
        effective_from timestamptz NOT NULL,
        currency text NOT NULL,
        unit_price_e4 bigint NOT NULL,
        rules jsonb NOT NULL DEFAULT '[]',
        created_by text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_rate PRIMARY KEY (client_id, version),
        CONSTRAINT uq_rate_effective UNIQUE (client_id, effective_from),
        CONSTRAINT fk_rate_client FOREIGN KEY (client_id) REFERENCES client (id),
        CONSTRAINT ck_rate_price CHECK (unit_price_e4 >= 0)
      )`);
    await secureTenantTable(runner, { name: 'rate', grants: 'SELECT, INSERT' });

    await runner.query(`
      CREATE TABLE statement (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        number integer NOT NULL,
        period text NOT NULL,
        status text NOT NULL DEFAULT 'open',
        opened_at timestamptz NOT NULL DEFAULT now(),
        closed_at timestamptz,
        closed_by text,
        invoiced_at timestamptz,
        totals jsonb NOT NULL,
        frozen_at timestamptz,
        ledger_seq bigint,
        ledger_hash bytea,
        CONSTRAINT pk_statement PRIMARY KEY (client_id, id),
        CONSTRAINT uq_statement_number UNIQUE (client_id, number),
        CONSTRAINT fk_statement_client FOREIGN KEY (client_id) REFERENCES client (id),
        CONSTRAINT ck_statement_status CHECK (status IN ('open', 'closed', 'invoiced'))
      ) WITH (fillfactor = 50)`);
    await runner.query(
      `CREATE UNIQUE INDEX uq_statement_open ON statement (client_id) WHERE status = 'open'`,
    );
    await runner.query(
      `CREATE INDEX ix_statement_unfrozen ON statement (client_id) WHERE status = 'closed' AND frozen_at IS NULL`,
    );
    await secureTenantTable(runner, { name: 'statement', grants: 'SELECT, INSERT, UPDATE' });
    await runner.query(
      'CREATE POLICY statement_system ON statement TO reintegro_system USING (true) WITH CHECK (true)',
    );
    await runner.query(
      'GRANT SELECT (client_id, id, status, period, opened_at, frozen_at) ON statement TO reintegro_system',
    );

    await runner.query(`
      CREATE TABLE billable_contact (
        client_id uuid NOT NULL,
        seq bigint NOT NULL,
        entry text NOT NULL DEFAULT 'charge',
        statement_id uuid NOT NULL,
        contact_id uuid NOT NULL,
        case_id uuid NOT NULL,
        channel text NOT NULL,
        purpose text NOT NULL,
        occurred_at timestamptz NOT NULL,
        handling_seconds integer,
        amount_e4 bigint NOT NULL,
        currency text NOT NULL,
        rate_version integer NOT NULL,
        reason text NOT NULL,
        reverses_seq bigint,
        recorded_at timestamptz NOT NULL DEFAULT now(),
        hash bytea NOT NULL,
        CONSTRAINT pk_billable_contact PRIMARY KEY (client_id, seq),
        CONSTRAINT uq_billable_contact_contact UNIQUE (client_id, contact_id, entry),
        CONSTRAINT fk_billable_contact_statement FOREIGN KEY (client_id, statement_id) REFERENCES statement (client_id, id),
        CONSTRAINT fk_billable_contact_contact FOREIGN KEY (client_id, contact_id) REFERENCES contact (client_id, id),
        CONSTRAINT fk_billable_contact_rate FOREIGN KEY (client_id, rate_version) REFERENCES rate (client_id, version),
        CONSTRAINT fk_billable_contact_reverses FOREIGN KEY (client_id, reverses_seq) REFERENCES billable_contact (client_id, seq),
        CONSTRAINT ck_billable_contact_entry CHECK (entry IN ('charge', 'reversal'))
      )`);
    await runner.query(
      'CREATE INDEX ix_billable_contact_statement ON billable_contact (client_id, statement_id, seq)',
    );
    await secureTenantTable(runner, { name: 'billable_contact', grants: 'SELECT, INSERT' });

    await runner.query(`
      CREATE TABLE ledger_head (
        client_id uuid NOT NULL,
        seq bigint NOT NULL DEFAULT 0,
        hash bytea NOT NULL,
        charged_until timestamptz,
        CONSTRAINT pk_ledger_head PRIMARY KEY (client_id),
        CONSTRAINT fk_ledger_head_client FOREIGN KEY (client_id) REFERENCES client (id)
      ) WITH (fillfactor = 50)`);
    await secureTenantTable(runner, { name: 'ledger_head', grants: 'SELECT, INSERT, UPDATE' });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['ledger_head', 'billable_contact', 'statement', 'rate']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}

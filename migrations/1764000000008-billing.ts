import type { MigrationInterface, QueryRunner } from 'typeorm';
import { secureTenantTable } from './tenant-table.js';

export class Billing1764000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // A series per client and year keeps numbers gapless and unique (Directive 2006/112, art. 226 (2): "one or more
    // series") without a lock that all clients share.
    await runner.query(`
      CREATE TABLE invoice_series (
        client_id uuid NOT NULL,
        series text NOT NULL,
        last_number integer NOT NULL DEFAULT 0,
        CONSTRAINT pk_invoice_series PRIMARY KEY (client_id, series),
        CONSTRAINT fk_invoice_series_client FOREIGN KEY (client_id) REFERENCES client (id)
      )`);
    await secureTenantTable(runner, { name: 'invoice_series', grants: 'SELECT, INSERT, UPDATE' });

    await runner.query(`
      CREATE TABLE invoice (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        series text NOT NULL,
        number integer NOT NULL,
        code text NOT NULL,
        statement_id uuid NOT NULL,
        issued_on date NOT NULL,
        due_on date NOT NULL,
        period_from date NOT NULL,
        period_to date NOT NULL,
        currency text NOT NULL,
        net_minor bigint NOT NULL,
        vat_minor bigint NOT NULL,
        gross_minor bigint NOT NULL,
        vat_category text NOT NULL,
        vat_rate_e2 integer NOT NULL,
        seller jsonb NOT NULL,
        buyer jsonb NOT NULL,
        contact_count integer NOT NULL,
        agent_contact_count integer NOT NULL,
        handling_seconds bigint NOT NULL,
        ledger_seq bigint NOT NULL,
        ledger_hash bytea NOT NULL,
        issued_by text NOT NULL,
        issued_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_invoice PRIMARY KEY (client_id, id),
        CONSTRAINT uq_invoice_number UNIQUE (client_id, series, number),
        CONSTRAINT uq_invoice_statement UNIQUE (client_id, statement_id),
        CONSTRAINT fk_invoice_statement FOREIGN KEY (client_id, statement_id) REFERENCES statement (client_id, id),
        CONSTRAINT ck_invoice_vat_category CHECK (vat_category IN ('S', 'AE', 'O', 'G', 'Z'))
      )`);
    await secureTenantTable(runner, { name: 'invoice', grants: 'SELECT, INSERT' });
    await runner.query(
      'CREATE POLICY invoice_system ON invoice TO reintegro_system USING (true) WITH CHECK (true)',
    );
    await runner.query('GRANT SELECT (client_id, id) ON invoice TO reintegro_system');

    await runner.query(`
      CREATE TABLE invoice_line (
        client_id uuid NOT NULL,
        invoice_id uuid NOT NULL,
        line_no integer NOT NULL,
        channel text NOT NULL,
        rate_version integer NOT NULL,
        unit_price_e4 bigint NOT NULL,
        quantity bigint NOT NULL,
        amount_e4 bigint NOT NULL,
        net_minor bigint NOT NULL,
        CONSTRAINT pk_invoice_line PRIMARY KEY (client_id, invoice_id, line_no),
        CONSTRAINT fk_invoice_line_invoice FOREIGN KEY (client_id, invoice_id) REFERENCES invoice (client_id, id)
      )`);
    await secureTenantTable(runner, { name: 'invoice_line', grants: 'SELECT, INSERT' });

    await runner.query(`
      CREATE TABLE invoice_document (
        client_id uuid NOT NULL,
        invoice_id uuid NOT NULL,
        format text NOT NULL,
        file_id uuid NOT NULL,
        sha256 text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_invoice_document PRIMARY KEY (client_id, invoice_id, format),
        CONSTRAINT fk_invoice_document_invoice FOREIGN KEY (client_id, invoice_id) REFERENCES invoice (client_id, id),
        CONSTRAINT fk_invoice_document_file FOREIGN KEY (client_id, file_id) REFERENCES file (client_id, id),
        CONSTRAINT ck_invoice_document_format CHECK (format IN ('pdf', 'ubl', 'cii', 'evidence.csv'))
      )`);
    await secureTenantTable(runner, { name: 'invoice_document', grants: 'SELECT, INSERT' });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['invoice_document', 'invoice_line', 'invoice', 'invoice_series']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}

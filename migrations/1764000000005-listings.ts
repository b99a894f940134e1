import type { MigrationInterface, QueryRunner } from 'typeorm';
import { secureTenantTable } from './tenant-table.js';

export class Listings1764000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE listing (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        kind text NOT NULL,
        number integer NOT NULL,
        status text NOT NULL DEFAULT 'open',
        scheduled_on date,
        cutoff_at timestamptz,
        opened_at timestamptz NOT NULL DEFAULT now(),
        sealed_at timestamptz,
        sealed_by text,
        released_at timestamptz,
        acknowledged_at timestamptz,
        line_count integer,
        due_count integer,
        final_count integer NOT NULL DEFAULT 0,
        totals jsonb,
        sha256 text,
        previous_sha256 text,
        format jsonb,
        file_id uuid,
        CONSTRAINT pk_listing PRIMARY KEY (client_id, id),
        CONSTRAINT uq_listing_number UNIQUE (client_id, kind, number),
        CONSTRAINT uq_listing_scheduled UNIQUE (client_id, kind, scheduled_on),
        CONSTRAINT fk_listing_client FOREIGN KEY (client_id) REFERENCES client (id),
        CONSTRAINT ck_listing_kind CHECK (kind IN ('refund', 'replacement')),
        CONSTRAINT ck_listing_status CHECK (status IN ('open', 'sealed', 'released', 'acknowledged'))
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX uq_listing_open ON listing (client_id, kind) WHERE status = 'open'`,
    );
    // Sealed but not frozen yet: at most a handful, found across clients every few seconds.
    await runner.query(
      `CREATE INDEX ix_listing_sealed ON listing (client_id, kind, number) WHERE status = 'sealed'`,
    );
    await secureTenantTable(runner, { name: 'listing', grants: 'SELECT, INSERT, UPDATE' });
    await runner.query(
      'CREATE POLICY listing_system ON listing TO reintegro_system USING (true) WITH CHECK (true)',
    );
    await runner.query(
      'GRANT SELECT (client_id, id, kind, number, status, scheduled_on, opened_at, sealed_at) ON listing TO reintegro_system',
    );

    // Snapshot of what is paid or sent: the file of a listing is written from these rows alone. What a file needs of
    // each line is here ready to write, since making it for a million lines at once costs more than reading them. Columns of fixed width
    // come first: the server reads the others through them, and a quarter faster so.
    await runner.query(`
      CREATE TABLE listing_line (
        client_id uuid NOT NULL,
        listing_id uuid NOT NULL,
        id uuid NOT NULL,
        case_id uuid NOT NULL,
        item_id uuid NOT NULL,
        amount_minor bigint NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        quantity integer NOT NULL,
        attempt integer NOT NULL DEFAULT 1,
        guarded boolean NOT NULL DEFAULT true,
        entry text NOT NULL DEFAULT 'add',
        kind text NOT NULL,
        currency text NOT NULL,
        amount_text text NOT NULL,
        reference text NOT NULL GENERATED ALWAYS AS (upper(replace(id::text, '-', ''))) STORED,
        case_ref text NOT NULL,
        order_ref text NOT NULL,
        sku text,
        product text,
        payee_name text,
        iban text,
        payment_ref text,
        country text,
        postal_code text,
        city text,
        street text,
        phone text,
        email text,
        of_line_id uuid,
        of_listing_id uuid,
        CONSTRAINT pk_listing_line PRIMARY KEY (client_id, listing_id, id),
        CONSTRAINT uq_listing_line_item UNIQUE (client_id, item_id, kind, attempt, entry),
        CONSTRAINT fk_listing_line_listing FOREIGN KEY (client_id, listing_id) REFERENCES listing (client_id, id),
        CONSTRAINT fk_listing_line_item FOREIGN KEY (client_id, item_id) REFERENCES case_item (client_id, id),
        CONSTRAINT fk_listing_line_of FOREIGN KEY (client_id, of_listing_id, of_line_id) REFERENCES listing_line (client_id, listing_id, id),
        CONSTRAINT ck_listing_line_entry CHECK (entry IN ('add', 'withdraw')),
        CONSTRAINT ck_listing_line_kind CHECK (kind IN ('refund', 'replacement'))
      )`);
    await secureTenantTable(runner, { name: 'listing_line', grants: 'SELECT, INSERT' });

    await runner.query(`
      CREATE TABLE line_result (
        client_id uuid NOT NULL,
        listing_id uuid NOT NULL,
        line_id uuid NOT NULL,
        seq integer NOT NULL,
        result text NOT NULL,
        detail jsonb NOT NULL DEFAULT '{}',
        reported_by text NOT NULL,
        reported_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_line_result PRIMARY KEY (client_id, listing_id, line_id, seq),
        CONSTRAINT fk_line_result_line FOREIGN KEY (client_id, listing_id, line_id) REFERENCES listing_line (client_id, listing_id, id),
        CONSTRAINT ck_line_result_result CHECK (result IN ('paid', 'failed', 'returned', 'shipped', 'out_of_stock'))
      )`);
    await secureTenantTable(runner, { name: 'line_result', grants: 'SELECT, INSERT' });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['line_result', 'listing_line', 'listing']) await runner.query(`DROP TABLE ${table}`);
  }
}

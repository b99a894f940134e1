import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addKeyLast, secureTenantTable } from './tenant-table.js';

export class Cases1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE upload (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        file_id uuid NOT NULL,
        filename text NOT NULL,
        sha256 text NOT NULL,
        content_key text NOT NULL,
        mapping jsonb,
        detected jsonb,
        header text[],
        dry_run boolean NOT NULL DEFAULT false,
        status text NOT NULL DEFAULT 'received',
        phase text NOT NULL DEFAULT 'read',
        cursor_row integer NOT NULL DEFAULT 0,
        cursor_ref text,
        ahead_from integer,
        ahead_to integer,
        rows_total integer NOT NULL DEFAULT 0,
        rows_accepted integer NOT NULL DEFAULT 0,
        rows_unchanged integer NOT NULL DEFAULT 0,
        rows_updated integer NOT NULL DEFAULT 0,
        rows_rejected integer NOT NULL DEFAULT 0,
        case_count integer NOT NULL DEFAULT 0,
        attempt integer NOT NULL DEFAULT 0,
        lease_token uuid,
        lease_until timestamptz,
        nudged_at timestamptz,
        error jsonb,
        created_by text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        started_at timestamptz,
        completed_at timestamptz,
        CONSTRAINT fk_upload_file FOREIGN KEY (client_id, file_id) REFERENCES file (client_id, id),
        CONSTRAINT fk_upload_client FOREIGN KEY (client_id) REFERENCES client (id),
        CONSTRAINT ck_upload_status CHECK (status IN ('received', 'processing', 'completed', 'failed')),
        CONSTRAINT ck_upload_phase CHECK (phase IN ('read', 'apply', 'scattered'))
      )`);
    // A file that failed may be tried again; any other is taken once.
    await runner.query(
      `CREATE UNIQUE INDEX uq_upload_content ON upload (client_id, content_key, dry_run) WHERE status <> 'failed'`,
    );
    await runner.query(
      `CREATE INDEX ix_upload_due ON upload (client_id, id) WHERE status IN ('received', 'processing')`,
    );
    await addKeyLast(runner, 'upload');
    await secureTenantTable(runner, { name: 'upload', grants: 'SELECT, INSERT, UPDATE' });
    await runner.query(
      'CREATE POLICY upload_system ON upload TO reintegro_system USING (true) WITH CHECK (true)',
    );
    await runner.query(
      'GRANT SELECT (client_id, id, status, lease_until, nudged_at, created_at) ON upload TO reintegro_system',
    );
    await runner.query('GRANT UPDATE (nudged_at) ON upload TO reintegro_system');

    // Rows of cases whose rows are scattered over a file, brought together; filled again from the file when a run is
    // resumed, so not worth a write-ahead log.
    await runner.query(`
      CREATE UNLOGGED TABLE upload_row (
        client_id uuid NOT NULL,
        upload_id uuid NOT NULL,
        case_ref text NOT NULL,
        row_no integer NOT NULL,
        cells jsonb NOT NULL,
        CONSTRAINT pk_upload_row PRIMARY KEY (client_id, upload_id, case_ref, row_no)
      )`);
    await secureTenantTable(runner, { name: 'upload_row', grants: 'SELECT, INSERT, DELETE' });

    await runner.query(`
      CREATE TABLE upload_rejection (
        client_id uuid NOT NULL,
        upload_id uuid NOT NULL,
        row_no integer NOT NULL,
        column_name text,
        code text NOT NULL,
        params jsonb NOT NULL DEFAULT '{}',
        cells jsonb NOT NULL,
        CONSTRAINT pk_upload_rejection PRIMARY KEY (client_id, upload_id, row_no),
        CONSTRAINT fk_upload_rejection_upload FOREIGN KEY (client_id, upload_id) REFERENCES upload (client_id, id)
      )`);
    await secureTenantTable(runner, { name: 'upload_rejection', grants: 'SELECT, INSERT, DELETE' });

    await runner.query(`
      CREATE TABLE customer (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        match_key text NOT NULL,
        name text,
        email text,
        phone text,
        language text,
        country text,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT uq_customer_match UNIQUE (client_id, match_key),
        CONSTRAINT fk_customer_client FOREIGN KEY (client_id) REFERENCES client (id)
      )`);
    await addKeyLast(runner, 'customer');
    await secureTenantTable(runner, { name: 'customer', grants: 'SELECT, INSERT, UPDATE' });

    await runner.query(`
      CREATE TABLE return_case (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        case_ref text NOT NULL,
        order_ref text NOT NULL,
        customer_id uuid NOT NULL,
        state text NOT NULL,
        waits_for text[] NOT NULL DEFAULT '{}',
        country text,
        language text NOT NULL,
        ordered_on date,
        delivered_on date,
        requested_on date,
        received_on date,
        deadline_on date,
        payment_ref text,
        iban text,
        account_holder text,
        postal_code text,
        city text,
        street text,
        note text,
        content_hash bytea NOT NULL,
        upload_id uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT uq_return_case_ref UNIQUE (client_id, case_ref),
        CONSTRAINT fk_return_case_customer FOREIGN KEY (client_id, customer_id) REFERENCES customer (client_id, id),
        CONSTRAINT ck_return_case_state CHECK (state IN ('incomplete', 'review', 'decided', 'settled'))
      )`);
    await runner.query('CREATE INDEX ix_return_case_customer ON return_case (client_id, customer_id, id)');
    await runner.query('CREATE INDEX ix_return_case_state ON return_case (client_id, state, id)');
    await runner.query(
      `CREATE INDEX ix_return_case_deadline ON return_case (client_id, deadline_on) WHERE state <> 'settled'`,
    );
    await addKeyLast(runner, 'return_case');
    await secureTenantTable(runner, { name: 'return_case', grants: 'SELECT, INSERT, UPDATE' });

    await runner.query(`
      CREATE TABLE case_item (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        case_id uuid NOT NULL,
        line_no integer NOT NULL,
        sku text,
        product text,
        category text,
        quantity integer NOT NULL,
        unit_price_minor bigint,
        currency text,
        reason text,
        legal_basis text,
        condition text,
        photo_url text,
        outcome text,
        fulfilment text NOT NULL DEFAULT 'none',
        CONSTRAINT uq_case_item_line UNIQUE (client_id, case_id, line_no),
        CONSTRAINT fk_case_item_case FOREIGN KEY (client_id, case_id) REFERENCES return_case (client_id, id),
        CONSTRAINT ck_case_item_quantity CHECK (quantity > 0),
        CONSTRAINT ck_case_item_outcome CHECK (outcome IN ('replacement', 'refund', 'store_credit', 'repair', 'rejection', 'review')),
        CONSTRAINT ck_case_item_fulfilment CHECK (fulfilment IN ('none', 'listed', 'paid', 'failed', 'returned', 'shipped', 'out_of_stock', 'withdrawn'))
      )`);
    await addKeyLast(runner, 'case_item');
    await secureTenantTable(runner, { name: 'case_item', grants: 'SELECT, INSERT, UPDATE' });

    await runner.query(`
      CREATE TABLE timeline_event (
        client_id uuid NOT NULL,
        case_id uuid NOT NULL,
        id uuid NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        kind text NOT NULL,
        actor text NOT NULL,
        detail jsonb NOT NULL DEFAULT '{}',
        CONSTRAINT pk_timeline_event PRIMARY KEY (client_id, case_id, id),
        CONSTRAINT fk_timeline_event_case FOREIGN KEY (client_id, case_id) REFERENCES return_case (client_id, id)
      )`);
    await secureTenantTable(runner, { name: 'timeline_event', grants: 'SELECT, INSERT' });

    await runner.query(`
      CREATE TABLE stock_level (
        client_id uuid NOT NULL,
        sku text NOT NULL,
        available integer NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_stock_level PRIMARY KEY (client_id, sku),
        CONSTRAINT fk_stock_level_client FOREIGN KEY (client_id) REFERENCES client (id)
      )`);
    await secureTenantTable(runner, { name: 'stock_level', grants: 'SELECT, INSERT, UPDATE, DELETE' });

    await runner.query(`
      CREATE TABLE work_item (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        kind text NOT NULL,
        case_id uuid NOT NULL,
        subject_id uuid NOT NULL,
        reason text NOT NULL,
        language text NOT NULL,
        priority integer NOT NULL DEFAULT 0,
        due_on date,
        state text NOT NULL DEFAULT 'queued',
        created_at timestamptz NOT NULL DEFAULT now(),
        closed_at timestamptz,
        CONSTRAINT fk_work_item_case FOREIGN KEY (client_id, case_id) REFERENCES return_case (client_id, id),
        CONSTRAINT ck_work_item_kind CHECK (kind IN ('review', 'failed_message', 'refund_problem', 'out_of_stock', 'changed_case')),
        CONSTRAINT ck_work_item_state CHECK (state IN ('queued', 'done', 'cancelled'))
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX uq_work_item_open ON work_item (client_id, kind, subject_id) WHERE state = 'queued'`,
    );
    await runner.query(`CREATE INDEX ix_work_item_case ON work_item (client_id, case_id)`);
    await runner.query(
      `CREATE INDEX ix_work_item_queue ON work_item (client_id, priority DESC, id) WHERE state = 'queued'`,
    );
    await addKeyLast(runner, 'work_item');
    await secureTenantTable(runner, {
      name: 'work_item',
      grants: 'SELECT, INSERT, UPDATE',
      system: 'SELECT, UPDATE',
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'work_item',
      'stock_level',
      'timeline_event',
      'case_item',
      'return_case',
      'customer',
      'upload_rejection',
      'upload_row',
      'upload',
    ]) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}

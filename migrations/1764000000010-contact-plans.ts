import type { MigrationInterface, QueryRunner } from 'typeorm';
import { secureTenantTable } from './tenant-table.js';

/** Messages of every purpose over every channel: contact plans, what keeps a message back, statuses that come later. */
export class ContactPlans1764000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE message
        ADD COLUMN step integer NOT NULL DEFAULT 0,
        ADD COLUMN plan_version integer,
        ADD COLUMN customer_id uuid,
        ADD COLUMN facts jsonb,
        ADD COLUMN provider_id text,
        ADD COLUMN segments integer,
        ADD COLUMN cost_micros bigint,
        ADD COLUMN held_until timestamptz,
        ADD COLUMN delivered_at timestamptz,
        ADD COLUMN read_at timestamptz,
        DROP CONSTRAINT ck_message_state,
        ADD CONSTRAINT ck_message_state CHECK (state IN
          ('queued', 'sending', 'unknown', 'sent', 'delivered', 'read', 'bounced', 'failed', 'cancelled')),
        DROP CONSTRAINT uq_message_purpose,
        ADD CONSTRAINT uq_message_step UNIQUE (client_id, case_id, purpose, revision, step)`);
    await runner.query(
      'CREATE UNIQUE INDEX uq_message_provider ON message (client_id, provider_id) WHERE provider_id IS NOT NULL',
    );
    await runner.query(`CREATE INDEX ix_message_unknown ON message (client_id, id) WHERE state = 'unknown'`);

    await runner.query(`
      CREATE TABLE contact_plan (
        client_id uuid NOT NULL,
        purpose text NOT NULL,
        version integer NOT NULL,
        steps jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        created_by text NOT NULL,
        CONSTRAINT pk_contact_plan PRIMARY KEY (client_id, purpose, version),
        CONSTRAINT fk_contact_plan_client FOREIGN KEY (client_id) REFERENCES client (id)
      )`);
    await secureTenantTable(runner, { name: 'contact_plan', grants: 'SELECT, INSERT' });

    await runner.query(`
      CREATE TABLE suppression (
        client_id uuid NOT NULL,
        channel text NOT NULL,
        address text NOT NULL,
        reason text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        created_by text NOT NULL,
        CONSTRAINT pk_suppression PRIMARY KEY (client_id, channel, address),
        CONSTRAINT fk_suppression_client FOREIGN KEY (client_id) REFERENCES client (id),
        CONSTRAINT ck_suppression_channel CHECK (channel IN ('email', 'sms', 'whatsapp', 'voice', 'letter'))
      )`);
    await secureTenantTable(runner, { name: 'suppression', grants: 'SELECT, INSERT, DELETE' });

    // One row for each time a customer was written to or rung up, over any channel: what the frequency budget counts.
    await runner.query(`
      CREATE TABLE customer_touch (
        client_id uuid NOT NULL,
        customer_id uuid NOT NULL,
        source_id uuid NOT NULL,
        channel text NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT pk_customer_touch PRIMARY KEY (client_id, customer_id, source_id),
        CONSTRAINT fk_customer_touch_customer FOREIGN KEY (client_id, customer_id) REFERENCES customer (client_id, id)
      )`);
    await secureTenantTable(runner, { name: 'customer_touch', grants: 'SELECT, INSERT, UPDATE, DELETE' });

    await runner.query(`
      CREATE TABLE channel_spend (
        client_id uuid NOT NULL,
        local_date date NOT NULL,
        spent_micros bigint NOT NULL,
        CONSTRAINT pk_channel_spend PRIMARY KEY (client_id, local_date),
        CONSTRAINT fk_channel_spend_client FOREIGN KEY (client_id) REFERENCES client (id)
      )`);
    await secureTenantTable(runner, { name: 'channel_spend', grants: 'SELECT, INSERT, UPDATE' });

    // A stranger's mail belongs to no case.
    await runner.query(`
      ALTER TABLE work_item
        ALTER COLUMN case_id DROP NOT NULL,
        DROP CONSTRAINT ck_work_item_kind,
        ADD CONSTRAINT ck_work_item_kind CHECK (kind IN ('review', 'failed_message', 'refund_problem', 'out_of_stock',
          'changed_case', 'call', 'callback', 'reply', 'unverified_mail'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM work_item WHERE kind IN ('call', 'callback', 'reply', 'unverified_mail') OR case_id IS NULL`);
    await runner.query(`
      ALTER TABLE work_item
        ALTER COLUMN case_id SET NOT NULL,
        DROP CONSTRAINT ck_work_item_kind,
        ADD CONSTRAINT ck_work_item_kind CHECK (kind IN ('review', 'failed_message', 'refund_problem', 'out_of_stock', 'changed_case'))`);
    for (const table of ['channel_spend', 'customer_touch', 'suppression', 'contact_plan'])
      await runner.query(`DROP TABLE ${table}`);
    await runner.query('DROP INDEX ix_message_unknown, uq_message_provider');
    await runner.query('DELETE FROM message WHERE step > 0');
    await runner.query(`
      UPDATE message SET state = CASE state WHEN 'unknown' THEN 'failed' ELSE 'sent' END
      WHERE state IN ('unknown', 'delivered', 'read')`);
    await runner.query(`
      ALTER TABLE message
        DROP CONSTRAINT uq_message_step,
        ADD CONSTRAINT uq_message_purpose UNIQUE (client_id, case_id, purpose, channel, revision),
        DROP CONSTRAINT ck_message_state,
        ADD CONSTRAINT ck_message_state CHECK (state IN ('queued', 'sending', 'sent', 'bounced', 'failed', 'cancelled')),
        DROP COLUMN step, DROP COLUMN plan_version, DROP COLUMN customer_id, DROP COLUMN facts,
        DROP COLUMN provider_id, DROP COLUMN segments, DROP COLUMN cost_micros, DROP COLUMN held_until,
        DROP COLUMN delivered_at, DROP COLUMN read_at`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addKeyLast, secureTenantTable } from './tenant-table.js';

/** Mail that comes back: returns, replies, what nobody can vouch for; and the keys that sign what goes out. */
export class InboundMail1764000000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE dkim_key (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        domain text NOT NULL,
        selector text NOT NULL,
        public_key text NOT NULL,
        sealed_private bytea NOT NULL,
        state text NOT NULL DEFAULT 'pending',
        problem text,
        created_at timestamptz NOT NULL DEFAULT now(),
        created_by text NOT NULL,
        checked_at timestamptz,
        CONSTRAINT uq_dkim_key_selector UNIQUE (client_id, domain, selector),
        CONSTRAINT fk_dkim_key_client FOREIGN KEY (client_id) REFERENCES client (id),
        CONSTRAINT ck_dkim_key_state CHECK (state IN ('pending', 'verified', 'retired'))
      )`);
    // One key signs for a domain at a time.
    await runner.query(
      `CREATE UNIQUE INDEX uq_dkim_key_verified ON dkim_key (client_id, domain) WHERE state = 'verified'`,
    );
    await addKeyLast(runner, 'dkim_key');
    await secureTenantTable(runner, { name: 'dkim_key', grants: 'SELECT, INSERT, UPDATE' });

    // The address says what a mail is about: ref_id is a message for a return, a case for a reply, null when it is forged.
    await runner.query(`
      CREATE TABLE inbound_mail (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        kind text NOT NULL,
        ref_id uuid,
        case_id uuid,
        dedupe_key bytea NOT NULL,
        recipient text NOT NULL,
        envelope_from text NOT NULL,
        remote_ip text NOT NULL,
        helo text NOT NULL,
        raw bytea NOT NULL,
        state text NOT NULL DEFAULT 'received',
        reason text,
        from_address text,
        subject text,
        received_at timestamptz NOT NULL,
        closed_by text,
        CONSTRAINT uq_inbound_mail_dedupe UNIQUE (client_id, dedupe_key),
        CONSTRAINT fk_inbound_mail_case FOREIGN KEY (client_id, case_id) REFERENCES return_case (client_id, id),
        CONSTRAINT ck_inbound_mail_kind CHECK (kind IN ('return', 'reply', 'unknown')),
        CONSTRAINT ck_inbound_mail_state CHECK (state IN
          ('received', 'status', 'automatic', 'ignored', 'reply', 'unverified', 'discarded'))
      )`);
    await runner.query('ALTER TABLE inbound_mail ALTER COLUMN raw SET STORAGE EXTERNAL');
    await runner.query('CREATE INDEX ix_inbound_mail_case ON inbound_mail (client_id, case_id, received_at)');
    await runner.query(
      `CREATE INDEX ix_inbound_mail_unverified ON inbound_mail (client_id, id) WHERE state = 'unverified'`,
    );
    await addKeyLast(runner, 'inbound_mail');
    await secureTenantTable(runner, { name: 'inbound_mail', grants: 'SELECT, INSERT, UPDATE' });

    // A mail that names no client. It is nobody's until staff say whose; given_to keeps it from being given twice.
    await runner.query(`
      CREATE TABLE stranger_mail (
        id uuid NOT NULL,
        dedupe_key bytea NOT NULL,
        recipient text NOT NULL,
        envelope_from text NOT NULL,
        remote_ip text NOT NULL,
        helo text NOT NULL,
        raw bytea NOT NULL,
        from_address text,
        subject text,
        received_at timestamptz NOT NULL,
        given_to uuid,
        CONSTRAINT uq_stranger_mail_dedupe UNIQUE (dedupe_key),
        CONSTRAINT pk_stranger_mail PRIMARY KEY (id)
      )`);
    await runner.query('ALTER TABLE stranger_mail ALTER COLUMN raw SET STORAGE EXTERNAL');
    await runner.query(
      'GRANT SELECT, INSERT, UPDATE (given_to), DELETE ON stranger_mail TO reintegro_system',
    );

    await runner.query(`
      CREATE TABLE inbound_reply (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        case_id uuid NOT NULL,
        message_id uuid,
        channel text NOT NULL,
        source_key text NOT NULL,
        mail_id uuid,
        text text NOT NULL,
        vouched_by text NOT NULL,
        received_at timestamptz NOT NULL,
        CONSTRAINT uq_inbound_reply_source UNIQUE (client_id, channel, source_key),
        CONSTRAINT fk_inbound_reply_case FOREIGN KEY (client_id, case_id) REFERENCES return_case (client_id, id),
        CONSTRAINT ck_inbound_reply_channel CHECK (channel IN ('email', 'sms', 'whatsapp', 'voice', 'letter'))
      )`);
    await runner.query(
      'CREATE INDEX ix_inbound_reply_case ON inbound_reply (client_id, case_id, received_at)',
    );
    await addKeyLast(runner, 'inbound_reply');
    await secureTenantTable(runner, { name: 'inbound_reply', grants: 'SELECT, INSERT' });

    await runner.query(`
      CREATE TABLE inbound_attachment (
        client_id uuid NOT NULL,
        reply_id uuid NOT NULL,
        file_id uuid NOT NULL,
        name text NOT NULL,
        media_type text NOT NULL,
        byte_count bigint NOT NULL,
        CONSTRAINT pk_inbound_attachment PRIMARY KEY (client_id, reply_id, file_id),
        CONSTRAINT fk_inbound_attachment_reply FOREIGN KEY (client_id, reply_id) REFERENCES inbound_reply (client_id, id),
        CONSTRAINT fk_inbound_attachment_file FOREIGN KEY (client_id, file_id) REFERENCES file (client_id, id)
      )`);
    await secureTenantTable(runner, { name: 'inbound_attachment', grants: 'SELECT, INSERT' });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM outbox WHERE kind = 'inbound_mail'`);
    for (const table of ['inbound_attachment', 'inbound_reply', 'stranger_mail', 'inbound_mail', 'dkim_key'])
      await runner.query(`DROP TABLE ${table}`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { secureTenantTable } from './tenant-table.js';

/** A client's own words for its messages, in versions. */
export class MessageTemplates1764000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE message_template (
        client_id uuid NOT NULL,
        purpose text NOT NULL,
        language text NOT NULL,
        channel text NOT NULL,
        version integer NOT NULL,
        parts jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        created_by text NOT NULL,
        retired_at timestamptz,
        retired_by text,
        CONSTRAINT pk_message_template PRIMARY KEY (client_id, purpose, language, channel, version),
        CONSTRAINT fk_message_template_client FOREIGN KEY (client_id) REFERENCES client (id),
        CONSTRAINT ck_message_template_channel CHECK (channel IN ('email', 'sms', 'whatsapp', 'voice')),
        CONSTRAINT ck_message_template_size CHECK (octet_length(parts::text) <= 65536),
        CONSTRAINT ck_message_template_retired CHECK ((retired_at IS NULL) = (retired_by IS NULL))
      )`);
    // The words of a version never change: it can only be taken out of force.
    await secureTenantTable(runner, {
      name: 'message_template',
      grants: 'SELECT, INSERT, UPDATE (retired_at, retired_by)',
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE message_template');
  }
}

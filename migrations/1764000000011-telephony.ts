import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addKeyLast, secureTenantTable } from './tenant-table.js';

/** SMS, WhatsApp and spoken messages: who sends, in which approved words, what the provider reported. */
export class Telephony1764000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // When a provider was last asked to send it and under which sender: what a lost answer is looked up by.
    await runner.query('ALTER TABLE message ADD COLUMN asked_at timestamptz, ADD COLUMN sender text');
    // Whom an answer is from; only over phone channels, so that mails pay nothing for it.
    await runner.query(
      `CREATE INDEX ix_message_phone ON message (client_id, recipient, id) WHERE channel IN ('sms', 'whatsapp', 'voice')`,
    );

    await runner.query(`
      CREATE TABLE telephony_sender (
        client_id uuid NOT NULL,
        channel text NOT NULL,
        country text NOT NULL,
        address text NOT NULL,
        cost_micros bigint NOT NULL DEFAULT 0,
        connect_to text,
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_telephony_sender PRIMARY KEY (client_id, channel, country),
        CONSTRAINT fk_telephony_sender_client FOREIGN KEY (client_id) REFERENCES client (id),
        CONSTRAINT ck_telephony_sender_channel CHECK (channel IN ('sms', 'whatsapp', 'voice')),
        CONSTRAINT ck_telephony_sender_country CHECK (country ~ '^([A-Z]{2}|\\*)$'),
        CONSTRAINT ck_telephony_sender_cost CHECK (cost_micros >= 0)
      )`);
    await secureTenantTable(runner, {
      name: 'telephony_sender',
      grants: 'SELECT, INSERT, UPDATE, DELETE',
    });

    await runner.query(`
      CREATE TABLE whatsapp_template (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        purpose text NOT NULL,
        language text NOT NULL,
        version integer NOT NULL,
        body text NOT NULL,
        content_sid text,
        state text NOT NULL DEFAULT 'draft',
        reason text,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT uq_whatsapp_template_version UNIQUE (client_id, purpose, language, version),
        CONSTRAINT fk_whatsapp_template_client FOREIGN KEY (client_id) REFERENCES client (id),
        CONSTRAINT ck_whatsapp_template_state CHECK (state IN ('draft', 'submitted', 'approved', 'rejected', 'paused'))
      )`);
    await addKeyLast(runner, 'whatsapp_template');
    await secureTenantTable(runner, { name: 'whatsapp_template', grants: 'SELECT, INSERT, UPDATE' });

    // Evidence of what the provider said, each status of a message once; no texts, no numbers.
    await runner.query(`
      CREATE TABLE provider_callback (
        client_id uuid NOT NULL,
        message_id uuid NOT NULL,
        provider_id text NOT NULL,
        status text NOT NULL,
        detail jsonb NOT NULL DEFAULT '{}',
        received_at timestamptz NOT NULL,
        CONSTRAINT pk_provider_callback PRIMARY KEY (client_id, message_id, provider_id, status),
        CONSTRAINT fk_provider_callback_message FOREIGN KEY (client_id, message_id) REFERENCES message (client_id, id)
      )`);
    await secureTenantTable(runner, { name: 'provider_callback', grants: 'SELECT, INSERT' });

    await runner.query(`ALTER TABLE mailbox_mail ADD COLUMN channel text NOT NULL DEFAULT 'email'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM mailbox_mail WHERE channel <> 'email'`);
    await runner.query('ALTER TABLE mailbox_mail DROP COLUMN channel');
    for (const table of ['provider_callback', 'whatsapp_template', 'telephony_sender'])
      await runner.query(`DROP TABLE ${table}`);
    await runner.query('DROP INDEX ix_message_phone');
    await runner.query('ALTER TABLE message DROP COLUMN asked_at, DROP COLUMN sender');
  }
}

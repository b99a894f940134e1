import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addKeyLast } from './tenant-table.js';

/** What follows when the outside changes its mind: a source that failed may still conclude as accepted; suppressions are lifted by id. */
export class ContactConduct1764000000014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await changeKeys(runner, 'source_kind, source_id, outcome');
    // Newer than the indexes that contact plans brought, as addKeyLast says.
    await runner.query('ALTER TABLE provider_callback DROP CONSTRAINT fk_provider_callback_message');
    await runner.query('ALTER TABLE message DROP CONSTRAINT pk_message');
    await addKeyLast(runner, 'message');
    await runner.query(`
      ALTER TABLE provider_callback ADD CONSTRAINT fk_provider_callback_message
        FOREIGN KEY (client_id, message_id) REFERENCES message (client_id, id)`);
    await runner.query(`
      ALTER TABLE suppression
        ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
        ADD CONSTRAINT uq_suppression_id UNIQUE (client_id, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE suppression DROP CONSTRAINT uq_suppression_id, DROP COLUMN id');
    // The accepted contact is the one that counts where a source has two.
    await runner.query(`
      DELETE FROM contact c USING contact a
      WHERE a.client_id = c.client_id AND a.source_kind = c.source_kind AND a.source_id = c.source_id
        AND a.outcome = 'accepted' AND c.outcome <> 'accepted'`);
    await changeKeys(runner, 'source_kind, source_id');
  }
}

/** What makes a contact's source unique; its primary key is made again after it. */
async function changeKeys(runner: QueryRunner, source: string): Promise<void> {
  await runner.query('ALTER TABLE billable_contact DROP CONSTRAINT fk_billable_contact_contact');
  await runner.query('ALTER TABLE contact DROP CONSTRAINT pk_contact, DROP CONSTRAINT uq_contact_source');
  await runner.query(`ALTER TABLE contact ADD CONSTRAINT uq_contact_source UNIQUE (client_id, ${source})`);
  await addKeyLast(runner, 'contact');
  await runner.query(`
    ALTER TABLE billable_contact ADD CONSTRAINT fk_billable_contact_contact
      FOREIGN KEY (client_id, contact_id) REFERENCES contact (client_id, id)`);
}

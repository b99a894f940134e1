import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The outside world's stand-in for a trial: what the built-in SMTP server accepted. It is nobody's data in the product,
 * so it has no client and only the role across clients reaches it; a production system with `SMTP_URL` never writes it.
 */
export class Mailbox1764000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mailbox_mail (
        id uuid NOT NULL,
        received_at timestamptz NOT NULL,
        sender text NOT NULL,
        recipients text[] NOT NULL,
        subject text NOT NULL,
        words text NOT NULL,
        raw bytea NOT NULL,
        CONSTRAINT pk_mailbox_mail PRIMARY KEY (id)
      )`);
    await runner.query('GRANT SELECT, INSERT, DELETE ON mailbox_mail TO reintegro_system');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE mailbox_mail');
  }
}

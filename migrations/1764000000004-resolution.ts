import type { MigrationInterface, QueryRunner } from 'typeorm';
import { secureTenantTable } from './tenant-table.js';

export class Resolution1764000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE policy (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        version integer NOT NULL,
        status text NOT NULL DEFAULT 'draft',
        name text NOT NULL,
        rules jsonb NOT NULL,
        created_by text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        published_by text,
        published_at timestamptz,
        CONSTRAINT pk_policy PRIMARY KEY (client_id, id),
        CONSTRAINT uq_policy_version UNIQUE (client_id, version),
        CONSTRAINT fk_policy_client FOREIGN KEY (client_id) REFERENCES client (id),
        CONSTRAINT ck_policy_status CHECK (status IN ('draft', 'published', 'superseded'))
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX uq_policy_published ON policy (client_id) WHERE status = 'published'`,
    );
    // Versions are immutable: only their state changes.
    await secureTenantTable(runner, {
      name: 'policy',
      grants: 'SELECT, INSERT, UPDATE (status, published_by, published_at)',
    });

    await runner.query(`
      CREATE TABLE decision (
        client_id uuid NOT NULL,
        item_id uuid NOT NULL,
        revision integer NOT NULL,
        case_id uuid NOT NULL,
        policy_id uuid,
        policy_version integer,
        rule text,
        outcome text NOT NULL,
        inputs jsonb NOT NULL,
        ground text,
        reason text,
        decided_by text NOT NULL,
        decided_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_decision PRIMARY KEY (client_id, item_id, revision),
        CONSTRAINT fk_decision_item FOREIGN KEY (client_id, item_id) REFERENCES case_item (client_id, id),
        CONSTRAINT fk_decision_policy FOREIGN KEY (client_id, policy_id) REFERENCES policy (client_id, id),
        CONSTRAINT ck_decision_outcome CHECK (outcome IN ('replacement', 'refund', 'store_credit', 'repair', 'rejection', 'review'))
      )`);
    await secureTenantTable(runner, { name: 'decision', grants: 'SELECT, INSERT' });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['decision', 'policy']) await runner.query(`DROP TABLE ${table}`);
  }
}

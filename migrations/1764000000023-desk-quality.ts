import type { MigrationInterface, QueryRunner } from 'typeorm';
import { secureTenantTable } from './tenant-table.js';

/** What the team leads' board, statistics, staffing and reviews need. */
export class DeskQuality1764000000023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The board counts a million waiting items from the index alone.
    await runner.query('DROP INDEX ix_work_item_client_stream');
    await runner.query(`
      CREATE INDEX ix_work_item_client_stream ON work_item (client_id, language, skill, rank, id)
        INCLUDE (kind, created_at, available_at) WHERE state = 'queued'`);
    // Both tables grow in the order of time, so a summary of each 32 pages finds a day and costs an insert nothing.
    await runner.query(`
      CREATE INDEX ix_work_item_created ON work_item USING brin (created_at) WITH (pages_per_range = 32, autosummarize = on)`);
    await runner.query(`
      CREATE INDEX ix_claim_time ON claim USING brin (claimed_at, ended_at) WITH (pages_per_range = 32, autosummarize = on)`);
    await runner.query(`
      ALTER TABLE shift ADD CONSTRAINT ex_shift_overlap
        EXCLUDE USING gist (agent_id WITH =, tstzrange(from_at, until_at) WITH &&)`);

    // What agents' contacts bring in, across clients: amounts by contact, nothing about people.
    await runner.query(
      'CREATE POLICY billable_contact_system ON billable_contact FOR SELECT TO reintegro_system USING (true)',
    );
    await runner.query(
      'GRANT SELECT (client_id, contact_id, entry, amount_e4, currency) ON billable_contact TO reintegro_system',
    );

    await runner.query(`
      CREATE TABLE staffing_setting (
        id smallint NOT NULL DEFAULT 1,
        settings jsonb NOT NULL,
        updated_by text NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT pk_staffing_setting PRIMARY KEY (id),
        CONSTRAINT ck_staffing_setting_single CHECK (id = 1)
      )`);
    await runner.query('GRANT SELECT, INSERT, UPDATE ON staffing_setting TO reintegro_system');

    // The operator's own form has the nil UUID for its client, as its users have.
    await runner.query(`
      CREATE TABLE review_form (
        client_id uuid NOT NULL,
        version integer NOT NULL,
        questions jsonb NOT NULL,
        created_by text NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_review_form PRIMARY KEY (client_id, version)
      )`);
    await secureTenantTable(runner, { name: 'review_form', grants: 'SELECT, INSERT' });

    // Comments can name customers, so the role across clients reads who was scored, not what was written.
    await runner.query(`
      CREATE TABLE review (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        claim_id uuid NOT NULL,
        agent_id uuid NOT NULL,
        reviewer_id uuid NOT NULL,
        form text NOT NULL,
        form_version integer NOT NULL,
        questions jsonb NOT NULL,
        scores jsonb NOT NULL,
        score_permille integer NOT NULL,
        comment text NOT NULL,
        reviewed_at timestamptz NOT NULL,
        CONSTRAINT uq_review_reviewer UNIQUE (client_id, claim_id, reviewer_id),
        CONSTRAINT fk_review_claim FOREIGN KEY (client_id, claim_id) REFERENCES claim (client_id, id),
        CONSTRAINT ck_review_form CHECK (form IN ('client', 'operator', 'standard')),
        CONSTRAINT ck_review_score CHECK (score_permille BETWEEN 0 AND 1000),
        CONSTRAINT ck_review_other CHECK (reviewer_id <> agent_id)
      )`);
    await runner.query('CREATE INDEX ix_review_agent ON review (agent_id, id)');
    await runner.query('CREATE INDEX ix_review_time ON review (reviewed_at)');
    await runner.query('ALTER TABLE review ADD CONSTRAINT pk_review PRIMARY KEY (client_id, id)');
    await secureTenantTable(runner, { name: 'review', grants: 'SELECT, INSERT' });
    await runner.query('CREATE POLICY review_system ON review FOR SELECT TO reintegro_system USING (true)');
    await runner.query(`
      GRANT SELECT (client_id, id, claim_id, agent_id, reviewer_id, scores, score_permille, reviewed_at) ON review
        TO reintegro_system`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['review', 'review_form', 'staffing_setting'])
      await runner.query(`DROP TABLE ${table}`);
    await runner.query(
      'REVOKE SELECT (client_id, contact_id, entry, amount_e4, currency) ON billable_contact FROM reintegro_system',
    );
    await runner.query('DROP POLICY billable_contact_system ON billable_contact');
    await runner.query('ALTER TABLE shift DROP CONSTRAINT ex_shift_overlap');
    await runner.query('DROP INDEX ix_claim_time, ix_work_item_created, ix_work_item_client_stream');
    await runner.query(`
      CREATE INDEX ix_work_item_client_stream ON work_item (client_id, language, skill, rank, id) WHERE state = 'queued'`);
  }
}

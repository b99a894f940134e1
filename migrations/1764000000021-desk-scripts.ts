import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addKeyLast, secureTenantTable } from './tenant-table.js';

/** What is the operator's and holds for all its clients. */
const operator = `'00000000-0000-0000-0000-000000000000'`;

/** What agents say and look up, and the links by which customers give what is missing. */
export class DeskScripts1764000000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The words of a version never change: a newer one takes its place, or it is taken out of force.
    await runner.query(`
      CREATE TABLE desk_script (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        situation text NOT NULL,
        version integer NOT NULL,
        titles jsonb NOT NULL,
        lines jsonb NOT NULL,
        words text NOT NULL,
        search tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, words)) STORED,
        in_force boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL,
        created_by text NOT NULL,
        retired_at timestamptz,
        retired_by text,
        CONSTRAINT uq_desk_script_version UNIQUE (client_id, situation, version),
        CONSTRAINT ck_desk_script_size CHECK (octet_length(lines::text) <= 262144)
      )`);
    await runner.query(
      'CREATE UNIQUE INDEX uq_desk_script_in_force ON desk_script (client_id, situation) WHERE in_force',
    );
    await runner.query('CREATE INDEX ix_desk_script_search ON desk_script USING gin (search) WHERE in_force');
    await addKeyLast(runner, 'desk_script');

    await runner.query(`
      CREATE TABLE desk_article (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        version integer NOT NULL,
        language text NOT NULL,
        title text NOT NULL,
        body text NOT NULL,
        words text NOT NULL,
        search tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, words)) STORED,
        in_force boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL,
        created_by text NOT NULL,
        retired_at timestamptz,
        retired_by text,
        CONSTRAINT pk_desk_article PRIMARY KEY (client_id, id, version),
        CONSTRAINT ck_desk_article_size CHECK (octet_length(body) <= 65536)
      )`);
    await runner.query(
      'CREATE UNIQUE INDEX uq_desk_article_in_force ON desk_article (client_id, id) WHERE in_force',
    );
    await runner.query(
      'CREATE INDEX ix_desk_article_search ON desk_article USING gin (search) WHERE in_force',
    );
    await runner.query(
      'CREATE INDEX ix_desk_article_newest ON desk_article (client_id, created_at DESC) WHERE in_force',
    );
    for (const name of ['desk_script', 'desk_article']) {
      await secureTenantTable(runner, {
        name,
        grants: 'SELECT, INSERT, UPDATE (in_force, retired_at, retired_by)',
        system: 'SELECT',
      });
      await runner.query(
        `CREATE POLICY ${name}_operator ON ${name} FOR SELECT TO reintegro_app USING (client_id = ${operator}::uuid)`,
      );
    }

    await runner.query(`
      CREATE TABLE customer_link (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        case_id uuid NOT NULL,
        claim_id uuid NOT NULL,
        digest bytea NOT NULL,
        asks text[] NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        CONSTRAINT uq_customer_link_digest UNIQUE (digest),
        CONSTRAINT fk_customer_link_case FOREIGN KEY (client_id, case_id) REFERENCES return_case (client_id, id),
        CONSTRAINT fk_customer_link_claim FOREIGN KEY (client_id, claim_id) REFERENCES claim (client_id, id),
        CONSTRAINT ck_customer_link_asks CHECK (asks <@ '{address,iban,choice}' AND cardinality(asks) > 0)
      )`);
    await runner.query(
      'CREATE INDEX ix_customer_link_case ON customer_link (client_id, case_id, created_at)',
    );
    await addKeyLast(runner, 'customer_link');
    await secureTenantTable(runner, {
      name: 'customer_link',
      grants: 'SELECT, INSERT, UPDATE (used_at)',
      system: 'SELECT',
    });

    await runner.query('CREATE INDEX ix_desk_call_case ON desk_call (client_id, case_id, started_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ix_desk_call_case');
    for (const table of ['customer_link', 'desk_article', 'desk_script'])
      await runner.query(`DROP TABLE ${table}`);
  }
}

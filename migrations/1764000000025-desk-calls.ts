import type { MigrationInterface, QueryRunner } from 'typeorm';
import { secureTenantTable } from './tenant-table.js';

/** Agents' calls over a provider: their phones, what is reported of them, transfer and recording. */
export class DeskCalls1764000000025 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE desk_call
        ADD COLUMN customer_id uuid NOT NULL,
        ADD COLUMN country text,
        ADD COLUMN line text,
        ADD COLUMN agent_number text,
        ADD COLUMN agent_asked_at timestamptz,
        ADD COLUMN agent_sid text,
        ADD COLUMN customer_asked_at timestamptz,
        ADD COLUMN room_sid text,
        ADD COLUMN third_number text,
        ADD COLUMN third_asked_at timestamptz,
        ADD COLUMN third_sid text,
        ADD COLUMN transfer text,
        ADD COLUMN talk_seconds integer,
        ADD COLUMN reason text,
        ADD COLUMN consent text,
        ADD COLUMN consent_at timestamptz,
        ADD COLUMN looked_at timestamptz,
        ADD CONSTRAINT ck_desk_call_transfer CHECK (transfer IN ('warm', 'cold', 'done')),
        ADD CONSTRAINT ck_desk_call_consent CHECK (consent IN ('told', 'given')),
        -- Nothing is recorded before consent is noted.
        ADD CONSTRAINT ck_desk_call_recorded CHECK (recording = 'off' OR consent IS NOT NULL)`);
    // A customer is on one call about a case at a time, whoever dials.
    await runner.query(`
      CREATE UNIQUE INDEX uq_desk_call_live ON desk_call (client_id, case_id)
      WHERE state IN ('dialling', 'ringing', 'talking', 'held')`);
    await runner.query('CREATE INDEX ix_desk_call_agent ON desk_call (agent_id, started_at)');
    await runner.query(`
      CREATE INDEX ix_desk_call_looked ON desk_call ((coalesce(looked_at, started_at)))
      WHERE state IN ('dialling', 'ringing', 'talking', 'held')`);
    // Across clients: how much an agent has called, and which calls go on. Never the numbers.
    await runner.query(
      'CREATE POLICY desk_call_system ON desk_call FOR SELECT TO reintegro_system USING (true)',
    );
    await runner.query(`
      GRANT SELECT (client_id, id, agent_id, way, state, started_at, looked_at, talk_seconds) ON desk_call
      TO reintegro_system`);

    await runner.query(`
      CREATE TABLE desk_call_report (
        client_id uuid NOT NULL,
        call_id uuid NOT NULL,
        leg text NOT NULL,
        sid text NOT NULL,
        status text NOT NULL,
        seq integer NOT NULL,
        at timestamptz NOT NULL,
        seconds integer,
        reason text,
        received_at timestamptz NOT NULL,
        CONSTRAINT pk_desk_call_report PRIMARY KEY (client_id, call_id, leg, sid, status, seq),
        CONSTRAINT fk_desk_call_report_call FOREIGN KEY (client_id, call_id) REFERENCES desk_call (client_id, id),
        CONSTRAINT ck_desk_call_report_leg CHECK (leg IN ('agent', 'customer', 'third', 'desk'))
      )`);
    await secureTenantTable(runner, { name: 'desk_call_report', grants: 'SELECT, INSERT' });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE desk_call_report');
    await runner.query('REVOKE ALL ON desk_call FROM reintegro_system');
    await runner.query('DROP POLICY desk_call_system ON desk_call');
    await runner.query('DROP INDEX uq_desk_call_live, ix_desk_call_agent, ix_desk_call_looked');
    await runner.query(`
      ALTER TABLE desk_call
        DROP CONSTRAINT ck_desk_call_transfer, DROP CONSTRAINT ck_desk_call_consent, DROP CONSTRAINT ck_desk_call_recorded,
        DROP COLUMN customer_id, DROP COLUMN country, DROP COLUMN line, DROP COLUMN agent_number, DROP COLUMN agent_asked_at,
        DROP COLUMN agent_sid, DROP COLUMN customer_asked_at, DROP COLUMN room_sid, DROP COLUMN third_number,
        DROP COLUMN third_asked_at, DROP COLUMN third_sid, DROP COLUMN transfer, DROP COLUMN talk_seconds, DROP COLUMN reason,
        DROP COLUMN consent, DROP COLUMN consent_at, DROP COLUMN looked_at`);
  }
}

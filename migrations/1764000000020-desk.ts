import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addKeyLast, secureTenantTable } from './tenant-table.js';

/** The agents' desk: the queue's order, claims, handling time, calls, dispositions, presence. */
export class Desk1764000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE work_item
        ADD COLUMN skill text NOT NULL DEFAULT 'cases',
        ADD COLUMN rank bigint NOT NULL DEFAULT 0,
        ADD COLUMN purpose text,
        ADD COLUMN country text,
        ADD COLUMN due_at timestamptz,
        ADD COLUMN available_at timestamptz,
        ADD COLUMN available_until timestamptz,
        ADD COLUMN owner_id uuid,
        ADD COLUMN reserved_for uuid,
        ADD COLUMN reserved_until timestamptz,
        ADD COLUMN claim_id uuid,
        ADD COLUMN agent_id uuid,
        ADD COLUMN lease_until timestamptz,
        DROP CONSTRAINT ck_work_item_state,
        ADD CONSTRAINT ck_work_item_state CHECK (state IN ('queued', 'scheduled', 'claimed', 'done', 'cancelled'))`);
    await runner.query(`ALTER TABLE work_item SET (
      fillfactor = 80, autovacuum_vacuum_scale_factor = 0.005, autovacuum_vacuum_threshold = 2000,
      autovacuum_vacuum_cost_delay = 0, vacuum_index_cleanup = on)`);
    await runner.query(`
      UPDATE work_item SET rank = 3000000000000000
        + (1000 - least(greatest(priority + 500, 0), 1000)) * 100000000000 + extract(epoch FROM created_at)::bigint`);
    // One thing waits at most once, whether it waits now, waits for its hour, or is being worked on.
    await runner.query('DROP INDEX uq_work_item_open');
    await runner.query(`
      CREATE UNIQUE INDEX uq_work_item_open ON work_item (client_id, kind, subject_id)
      WHERE state IN ('queued', 'scheduled', 'claimed')`);
    // What an agent's claim reads: one stream per language and skill, best first.
    await runner.query(`
      CREATE INDEX ix_work_item_stream ON work_item (language, skill, rank, id) INCLUDE (client_id) WHERE state = 'queued'`);
    await runner.query(`
      CREATE INDEX ix_work_item_client_stream ON work_item (client_id, language, skill, rank, id) WHERE state = 'queued'`);
    await runner.query(`
      CREATE INDEX ix_work_item_reserved ON work_item (reserved_for, rank) WHERE state = 'queued' AND reserved_for IS NOT NULL`);
    await runner.query(`
      CREATE INDEX ix_work_item_scheduled ON work_item (available_at) WHERE state = 'scheduled'`);
    await runner.query(`
      CREATE INDEX ix_work_item_closing ON work_item (available_until) WHERE state = 'queued' AND available_until IS NOT NULL`);
    await runner.query(`CREATE INDEX ix_work_item_lease ON work_item (lease_until) WHERE state = 'claimed'`);
    await runner.query(
      `CREATE UNIQUE INDEX uq_work_item_agent ON work_item (agent_id) WHERE state = 'claimed'`,
    );
    await runner.query(`
      CREATE UNIQUE INDEX uq_work_item_case ON work_item (client_id, case_id) WHERE state = 'claimed' AND case_id IS NOT NULL`);
    await runner.query(`
      CREATE INDEX ix_work_item_due ON work_item (due_on) WHERE state IN ('queued', 'scheduled') AND due_on IS NOT NULL`);

    await runner.query(`
      CREATE TABLE claim (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        work_item_id uuid NOT NULL,
        agent_id uuid NOT NULL,
        token uuid NOT NULL,
        state text NOT NULL DEFAULT 'active',
        claimed_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        ended_at timestamptz,
        end_reason text,
        ended_by text,
        handling_seconds integer,
        disposition text,
        contact_id uuid,
        CONSTRAINT fk_claim_work_item FOREIGN KEY (client_id, work_item_id) REFERENCES work_item (client_id, id),
        CONSTRAINT ck_claim_state CHECK (state IN ('active', 'wrapped_up', 'released', 'lost', 'broken'))
      ) WITH (fillfactor = 80)`);
    await runner.query('CREATE INDEX ix_claim_agent ON claim (agent_id, claimed_at)');
    await runner.query('CREATE INDEX ix_claim_work_item ON claim (client_id, work_item_id)');
    await addKeyLast(runner, 'claim');
    await secureTenantTable(runner, {
      name: 'claim',
      grants: 'SELECT, INSERT, UPDATE',
      system: 'SELECT, INSERT, UPDATE',
    });

    await runner.query(`
      CREATE TABLE handling_segment (
        client_id uuid NOT NULL,
        claim_id uuid NOT NULL,
        seq integer NOT NULL,
        agent_id uuid NOT NULL,
        from_at timestamptz NOT NULL,
        until_at timestamptz,
        closed_by text,
        CONSTRAINT pk_handling_segment PRIMARY KEY (client_id, claim_id, seq),
        CONSTRAINT fk_handling_segment_claim FOREIGN KEY (client_id, claim_id) REFERENCES claim (client_id, id),
        CONSTRAINT ck_handling_segment_closed CHECK (closed_by IN ('wrap_up', 'gap', 'released', 'lost', 'broken'))
      )`);
    await secureTenantTable(runner, {
      name: 'handling_segment',
      grants: 'SELECT, INSERT, UPDATE',
      system: 'SELECT, INSERT, UPDATE',
    });

    await runner.query(`
      CREATE TABLE agent_profile (
        agent_id uuid NOT NULL,
        languages jsonb NOT NULL DEFAULT '{}',
        skills text[] NOT NULL DEFAULT '{voice,mail,cases}',
        client_ids uuid[],
        phone text,
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_agent_profile PRIMARY KEY (agent_id)
      )`);
    await runner.query('GRANT SELECT, INSERT, UPDATE ON agent_profile TO reintegro_system');

    await runner.query(`
      CREATE TABLE queue_weight (
        kind text NOT NULL,
        key text NOT NULL,
        weight integer NOT NULL,
        CONSTRAINT pk_queue_weight PRIMARY KEY (kind, key),
        CONSTRAINT ck_queue_weight_kind CHECK (kind IN ('client', 'language')),
        CONSTRAINT ck_queue_weight CHECK (weight BETWEEN -200 AND 200)
      )`);
    await runner.query('GRANT SELECT ON queue_weight TO reintegro_app, reintegro_system');
    await runner.query('GRANT INSERT, UPDATE, DELETE ON queue_weight TO reintegro_system');

    await runner.query('CREATE EXTENSION IF NOT EXISTS btree_gist');
    await runner.query(`
      CREATE TABLE presence_interval (
        agent_id uuid NOT NULL,
        from_at timestamptz NOT NULL,
        until_at timestamptz,
        state text NOT NULL,
        seen_at timestamptz NOT NULL,
        CONSTRAINT pk_presence_interval PRIMARY KEY (agent_id, from_at),
        CONSTRAINT ex_presence_overlap EXCLUDE USING gist (agent_id WITH =, tstzrange(from_at, until_at) WITH &&),
        CONSTRAINT ck_presence_state CHECK (state IN ('available', 'on_contact', 'wrap_up', 'break', 'training', 'offline'))
      )`);
    await runner.query(
      'CREATE UNIQUE INDEX uq_presence_open ON presence_interval (agent_id) WHERE until_at IS NULL',
    );
    await runner.query('CREATE INDEX ix_presence_from ON presence_interval (from_at)');
    await runner.query('GRANT SELECT, INSERT, UPDATE ON presence_interval TO reintegro_system');

    await runner.query(`
      CREATE TABLE shift (
        id uuid NOT NULL,
        agent_id uuid NOT NULL,
        from_at timestamptz NOT NULL,
        until_at timestamptz NOT NULL,
        created_by text NOT NULL,
        CONSTRAINT pk_shift PRIMARY KEY (id),
        CONSTRAINT ck_shift_length CHECK (until_at > from_at AND until_at <= from_at + interval '24 hours')
      )`);
    await runner.query('CREATE INDEX ix_shift_agent ON shift (agent_id, from_at)');
    await runner.query('CREATE INDEX ix_shift_from ON shift (from_at)');
    await runner.query('GRANT SELECT, INSERT, UPDATE, DELETE ON shift TO reintegro_system');

    await runner.query(`
      CREATE TABLE disposition (
        client_id uuid NOT NULL,
        code text NOT NULL,
        position integer NOT NULL,
        hotkey text NOT NULL,
        labels jsonb NOT NULL,
        human_answered boolean NOT NULL,
        right_party boolean NOT NULL,
        resolved boolean NOT NULL,
        retry boolean NOT NULL,
        number_bad boolean NOT NULL,
        do_not_contact boolean NOT NULL,
        callback boolean NOT NULL,
        billable boolean NOT NULL,
        retry_rules jsonb,
        retired_at timestamptz,
        CONSTRAINT pk_disposition PRIMARY KEY (client_id, code),
        CONSTRAINT fk_disposition_client FOREIGN KEY (client_id) REFERENCES client (id)
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX uq_disposition_hotkey ON disposition (client_id, hotkey) WHERE retired_at IS NULL`,
    );
    await secureTenantTable(runner, { name: 'disposition', grants: 'SELECT, INSERT, UPDATE' });

    // What an agent types while working: kept as typed, with its own room because it is personal data.
    await runner.query(`
      CREATE TABLE claim_note (
        client_id uuid NOT NULL,
        claim_id uuid NOT NULL,
        case_id uuid,
        agent_id uuid NOT NULL,
        version integer NOT NULL,
        text text NOT NULL,
        saved_at timestamptz NOT NULL,
        CONSTRAINT pk_claim_note PRIMARY KEY (client_id, claim_id),
        CONSTRAINT fk_claim_note_claim FOREIGN KEY (client_id, claim_id) REFERENCES claim (client_id, id)
      )`);
    await runner.query(
      'CREATE INDEX ix_claim_note_case ON claim_note (client_id, case_id) WHERE case_id IS NOT NULL',
    );
    await secureTenantTable(runner, { name: 'claim_note', grants: 'SELECT, INSERT, UPDATE' });

    await runner.query(`
      CREATE TABLE reveal (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        claim_id uuid NOT NULL,
        case_id uuid NOT NULL,
        agent_id uuid NOT NULL,
        field text NOT NULL,
        reason text NOT NULL,
        for_call boolean NOT NULL DEFAULT false,
        at timestamptz NOT NULL,
        CONSTRAINT pk_reveal PRIMARY KEY (client_id, id),
        CONSTRAINT fk_reveal_claim FOREIGN KEY (client_id, claim_id) REFERENCES claim (client_id, id),
        CONSTRAINT ck_reveal_field CHECK (field IN ('iban', 'phone', 'email', 'address'))
      )`);
    await runner.query('CREATE INDEX ix_reveal_agent ON reveal (agent_id, at)');
    await secureTenantTable(runner, { name: 'reveal', grants: 'SELECT, INSERT', system: 'SELECT, INSERT' });

    await runner.query(`
      CREATE TABLE desk_call (
        client_id uuid NOT NULL,
        id uuid NOT NULL,
        claim_id uuid NOT NULL,
        case_id uuid NOT NULL,
        agent_id uuid NOT NULL,
        way text NOT NULL,
        number text NOT NULL,
        state text NOT NULL,
        provider_id text,
        recording text NOT NULL DEFAULT 'off',
        started_at timestamptz NOT NULL,
        answered_at timestamptz,
        ended_at timestamptz,
        held_seconds integer NOT NULL DEFAULT 0,
        held_since timestamptz,
        CONSTRAINT pk_desk_call PRIMARY KEY (client_id, id),
        CONSTRAINT fk_desk_call_claim FOREIGN KEY (client_id, claim_id) REFERENCES claim (client_id, id),
        CONSTRAINT ck_desk_call_way CHECK (way IN ('browser', 'bridge', 'hand')),
        CONSTRAINT ck_desk_call_state CHECK (state IN ('dialling', 'ringing', 'talking', 'held', 'ended', 'failed')),
        CONSTRAINT ck_desk_call_recording CHECK (recording IN ('off', 'on', 'paused'))
      )`);
    await runner.query('CREATE INDEX ix_desk_call_claim ON desk_call (client_id, claim_id)');
    await runner.query('CREATE INDEX ix_desk_call_number ON desk_call (client_id, number, started_at)');
    await secureTenantTable(runner, { name: 'desk_call', grants: 'SELECT, INSERT, UPDATE' });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'desk_call',
      'reveal',
      'claim_note',
      'disposition',
      'shift',
      'presence_interval',
      'queue_weight',
      'agent_profile',
      'handling_segment',
      'claim',
    ])
      await runner.query(`DROP TABLE ${table}`);
    await runner.query('DROP EXTENSION btree_gist');
    await runner.query(`UPDATE work_item SET state = 'queued' WHERE state IN ('scheduled', 'claimed')`);
    await runner.query(`DROP INDEX uq_work_item_open, ix_work_item_stream, ix_work_item_client_stream, ix_work_item_reserved,
      ix_work_item_scheduled, ix_work_item_closing, ix_work_item_lease, uq_work_item_agent, uq_work_item_case, ix_work_item_due`);
    await runner.query(`
      ALTER TABLE work_item
        DROP CONSTRAINT ck_work_item_state,
        ADD CONSTRAINT ck_work_item_state CHECK (state IN ('queued', 'done', 'cancelled')),
        DROP COLUMN skill, DROP COLUMN rank, DROP COLUMN purpose, DROP COLUMN country, DROP COLUMN due_at, DROP COLUMN available_at,
        DROP COLUMN available_until, DROP COLUMN owner_id, DROP COLUMN reserved_for, DROP COLUMN reserved_until,
        DROP COLUMN claim_id, DROP COLUMN agent_id, DROP COLUMN lease_until`);
    await runner.query(
      `CREATE UNIQUE INDEX uq_work_item_open ON work_item (client_id, kind, subject_id) WHERE state = 'queued'`,
    );
    await runner.query(`ALTER TABLE work_item RESET (fillfactor, autovacuum_vacuum_scale_factor,
      autovacuum_vacuum_threshold, autovacuum_vacuum_cost_delay, vacuum_index_cleanup)`);
  }
}

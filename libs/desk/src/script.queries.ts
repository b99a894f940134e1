import { OPERATOR_ID, type Tx } from '#platform';
import type { ScriptSituation } from './script.schema.js';

export interface ScriptRow {
  readonly id: string;
  readonly client_id: string;
  readonly situation: ScriptSituation;
  readonly version: number;
  readonly titles: Record<string, string>;
  readonly lines: Record<string, string>[];
  readonly created_at: Date;
  readonly created_by: string;
  readonly in_force: boolean;
}

const columns = 'id, client_id, situation, version, titles, lines, created_at, created_by, in_force';

/**
 * The scripts in force in a client's scope: its own before the operator's, of each situation one. By
 * `uq_desk_script_in_force`; a dozen rows.
 */
export async function scriptsInForce(tx: Tx, clientId: string): Promise<ScriptRow[]> {
  return tx.query<ScriptRow & Record<string, unknown>>(
    `SELECT DISTINCT ON (situation) ${columns} FROM desk_script
     WHERE client_id IN ($1, '${OPERATOR_ID}') AND in_force
     ORDER BY situation, (client_id = $1) DESC`,
    [clientId],
  );
}

/** Every version of the scope's own scripts, newest first. */
export async function scriptVersions(tx: Tx, clientId: string, situation: string): Promise<ScriptRow[]> {
  return tx.query<ScriptRow & Record<string, unknown>>(
    `SELECT ${columns} FROM desk_script WHERE client_id = $1 AND situation = $2 ORDER BY version DESC LIMIT 200`,
    [clientId, situation],
  );
}

export interface NewScriptRow {
  readonly id: string;
  readonly situation: string;
  readonly titles: Readonly<Record<string, string>>;
  readonly lines: readonly Readonly<Record<string, string>>[];
  /** What a search finds it by. */
  readonly words: string;
  readonly at: Date;
  readonly by: string;
}

/** Puts a version in force in place of the one before. Two at once: the second waits for the first. */
export async function insertScript(tx: Tx, clientId: string, script: NewScriptRow): Promise<ScriptRow> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('script ' || $1 || $2, 0))`, [
    clientId,
    script.situation,
  ]);
  await tx.execute(
    'UPDATE desk_script SET in_force = false WHERE client_id = $1 AND situation = $2 AND in_force',
    [clientId, script.situation],
  );
  const [row] = await tx.query<ScriptRow & Record<string, unknown>>(
    `INSERT INTO desk_script (client_id, id, situation, version, titles, lines, words, created_at, created_by)
     SELECT $1, $2, $3, coalesce(max(version), 0) + 1, $4::jsonb, $5::jsonb, $6, $7, $8 FROM desk_script
     WHERE client_id = $1 AND situation = $3
     RETURNING ${columns}`,
    [
      clientId,
      script.id,
      script.situation,
      JSON.stringify(script.titles),
      JSON.stringify(script.lines),
      script.words,
      script.at,
      script.by,
    ],
  );
  if (!row) throw new Error('a script was not stored');
  return row;
}

/** Takes the one in force out of it; returns how many there were. */
export async function retireScript(
  tx: Tx,
  clientId: string,
  id: string,
  retired: { readonly at: Date; readonly by: string },
): Promise<number> {
  return tx.execute(
    `UPDATE desk_script SET in_force = false, retired_at = $3, retired_by = $4
     WHERE client_id = $1 AND id = $2 AND in_force`,
    [clientId, id, retired.at, retired.by],
  );
}

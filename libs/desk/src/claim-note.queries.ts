import type { Tx } from '#platform';

export interface NoteRow {
  readonly version: number;
  readonly text: string;
  readonly saved_at: Date;
}

export interface NotePlace {
  readonly claimId: string;
  readonly caseId: string | null;
  readonly agentId: string;
}

export async function noteOf(tx: Tx, clientId: string, claimId: string): Promise<NoteRow | undefined> {
  const [row] = await tx.query<NoteRow & Record<string, unknown>>(
    'SELECT version, text, saved_at FROM claim_note WHERE client_id = $1 AND claim_id = $2 FOR UPDATE',
    [clientId, claimId],
  );
  return row;
}

/** Stores a text as the version after `version`; undefined when another version is stored. */
export async function saveNote(
  tx: Tx,
  clientId: string,
  place: NotePlace,
  text: string,
  version: number,
): Promise<NoteRow | undefined> {
  const [row] = await tx.query<NoteRow & Record<string, unknown>>(
    version === 0
      ? `INSERT INTO claim_note (client_id, claim_id, case_id, agent_id, version, text, saved_at)
         VALUES ($1, $2, $3, $4, $6::int + 1, $5, now()) ON CONFLICT DO NOTHING RETURNING version, text, saved_at`
      : `UPDATE claim_note SET text = $5, version = version + 1, saved_at = now(), case_id = $3, agent_id = $4
         WHERE client_id = $1 AND claim_id = $2 AND version = $6 RETURNING version, text, saved_at`,
    [clientId, place.claimId, place.caseId, place.agentId, text, version],
  );
  return row;
}

export interface CaseNoteRow {
  readonly at: Date;
  readonly agent_id: string;
  readonly text: string;
  /** Typed by an agent who lost or gave back the item before finishing. */
  readonly is_draft: boolean;
}

/** What agents noted about a case, oldest first, without empty notes and the one under way. By `ix_claim_note_case`. */
export async function notesOfCase(tx: Tx, clientId: string, caseId: string): Promise<CaseNoteRow[]> {
  return tx.query<CaseNoteRow & Record<string, unknown>>(
    `SELECT n.saved_at AS at, n.agent_id, n.text, c.state <> 'wrapped_up' AS is_draft
     FROM claim_note n JOIN claim c ON c.client_id = n.client_id AND c.id = n.claim_id
     WHERE n.client_id = $1 AND n.case_id = $2 AND n.text <> '' AND c.state <> 'active' ORDER BY n.saved_at`,
    [clientId, caseId],
  );
}

import type { Tx } from '#platform';
import type { Detected, Mapping, UploadQuery, UploadStatus } from './upload.schema.js';

export type UploadPhase = 'read' | 'apply' | 'scattered';

export interface UploadRow {
  id: string;
  file_id: string;
  filename: string;
  mapping: Mapping | null;
  detected: Detected | null;
  dry_run: boolean;
  status: UploadStatus;
  phase: UploadPhase;
  cursor_row: number;
  cursor_ref: string | null;
  /** Rows after the first up to the second are done too, ahead of the cursor. */
  ahead_from: number | null;
  ahead_to: number | null;
  rows_total: number;
  rows_accepted: number;
  rows_unchanged: number;
  rows_updated: number;
  rows_rejected: number;
  case_count: number;
  attempt: number;
  error: { code: string; params: Record<string, unknown> } | null;
  created_by: string;
  created_at: Date;
  started_at: Date | null;
  completed_at: Date | null;
}

const columns = `id, file_id, filename, mapping, detected, dry_run, status, phase, cursor_row, cursor_ref, ahead_from, ahead_to, rows_total,
  rows_accepted, rows_unchanged, rows_updated, rows_rejected, case_count, attempt, error, created_by, created_at,
  started_at, completed_at`;

/** Stores a new upload, unless the same content is there and has not failed. Returns whether it was stored. */
export async function insertUpload(
  tx: Tx,
  clientId: string,
  upload: {
    id: string;
    fileId: string;
    filename: string;
    sha256: string;
    contentKey: string;
    mapping: Mapping | null;
    dryRun: boolean;
    createdBy: string;
    now: Date;
  },
): Promise<boolean> {
  const inserted = await tx.execute(
    `INSERT INTO upload (client_id, id, file_id, filename, sha256, content_key, mapping, dry_run, created_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (client_id, content_key, dry_run) WHERE status <> 'failed' DO NOTHING`,
    [
      clientId,
      upload.id,
      upload.fileId,
      upload.filename,
      upload.sha256,
      upload.contentKey,
      upload.mapping === null ? null : JSON.stringify(upload.mapping),
      upload.dryRun,
      upload.createdBy,
      upload.now,
    ],
  );
  return inserted === 1;
}

export async function uploadById(tx: Tx, clientId: string, id: string): Promise<UploadRow | undefined> {
  const [row] = await tx.query<UploadRow>(`SELECT ${columns} FROM upload WHERE client_id = $1 AND id = $2`, [
    clientId,
    id,
  ]);
  return row;
}

/** The upload that holds this content and has not failed. uq_upload_content. */
export async function uploadByContent(
  tx: Tx,
  clientId: string,
  contentKey: string,
  dryRun: boolean,
): Promise<UploadRow | undefined> {
  const [row] = await tx.query<UploadRow>(
    `SELECT ${columns} FROM upload
     WHERE client_id = $1 AND content_key = $2 AND dry_run = $3 AND status <> 'failed'`,
    [clientId, contentKey, dryRun],
  );
  return row;
}

/** Uploads, newest first, one more than the limit. By primary key. */
export function listUploads(
  tx: Tx,
  clientId: string,
  query: UploadQuery,
  before: string | null,
): Promise<UploadRow[]> {
  return tx.query<UploadRow>(
    `SELECT ${columns} FROM upload WHERE client_id = $1 AND ($2::text IS NULL OR status = $2)
       AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
    [clientId, query.status ?? null, before, query.limit + 1],
  );
}

/** The mapping that last worked for a file with this header. */
export async function savedMapping(
  tx: Tx,
  clientId: string,
  header: readonly string[],
): Promise<Mapping | null> {
  const [row] = await tx.query<{ mapping: Mapping }>(
    `SELECT mapping FROM upload
     WHERE client_id = $1 AND header = $2::text[] AND mapping IS NOT NULL AND status = 'completed'
     ORDER BY id DESC LIMIT 1`,
    [clientId, header],
  );
  return row?.mapping ?? null;
}

export interface Rejection {
  readonly rowNo: number;
  readonly column: string | null;
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly cells: readonly string[];
}

/** Rejected rows in row order. pk_upload_rejection. */
export async function rejectionsAfter(
  tx: Tx,
  clientId: string,
  uploadId: string,
  afterRow: number,
  limit: number,
): Promise<Rejection[]> {
  return tx.query(
    `SELECT row_no AS "rowNo", column_name AS "column", code, params, cells FROM upload_rejection
     WHERE client_id = $1 AND upload_id = $2 AND row_no > $3 ORDER BY row_no LIMIT $4`,
    [clientId, uploadId, afterRow, limit],
  );
}

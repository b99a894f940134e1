import { newId, type Tx } from '#platform';
import type { Imported } from './case-import.service.js';
import type { Rejection } from './upload.queries.js';
import type { Detected, Mapping } from './upload.schema.js';

/** Longer than any chunk; after it another worker may go on. By the database's clock, since it is between processes. */
const leaseSeconds = 30;
const lease = `now() + interval '${leaseSeconds} seconds'`;

export interface UploadClaim {
  readonly token: string;
  readonly attempt: number;
}

/** Takes an upload that nobody works on; null when somebody does, or it is done. Counts the attempt first. */
export async function claimUpload(tx: Tx, clientId: string, id: string): Promise<UploadClaim | null> {
  const token = newId();
  const [row] = await tx.query<{ attempt: number }>(
    `UPDATE upload SET status = 'processing', attempt = attempt + 1, lease_token = $3, lease_until = ${lease},
       started_at = coalesce(started_at, now())
     WHERE client_id = $1 AND id = $2
       AND (status = 'received' OR (status = 'processing' AND (lease_until IS NULL OR lease_until < now())))
     RETURNING attempt`,
    [clientId, id, token],
  );
  return row ? { token, attempt: row.attempt } : null;
}

/** Keeps the claim alive; false when it was lost. */
export async function extendLease(tx: Tx, clientId: string, id: string, token: string): Promise<boolean> {
  const kept = await tx.execute(
    `UPDATE upload SET lease_until = ${lease} WHERE client_id = $1 AND id = $2 AND lease_token = $3`,
    [clientId, id, token],
  );
  return kept === 1;
}

/** Gives the claim back, so that the next sweep goes on without waiting for the lease to end. */
export async function releaseUpload(tx: Tx, clientId: string, id: string, token: string): Promise<void> {
  await tx.execute(
    `UPDATE upload SET lease_until = NULL WHERE client_id = $1 AND id = $2 AND lease_token = $3`,
    [clientId, id, token],
  );
}

/** Keeps how the file is read and how many rows it has; the rows come next. False when the claim was lost. */
export async function keepReading(
  tx: Tx,
  clientId: string,
  id: string,
  token: string,
  reading: { detected: Detected; mapping: Mapping | null; rowsTotal: number },
): Promise<boolean> {
  const kept = await tx.execute(
    `UPDATE upload SET detected = $4, header = $5::text[], mapping = $6, rows_total = $7,
       phase = CASE WHEN phase = 'read' THEN 'apply' ELSE phase END, lease_until = ${lease}
     WHERE client_id = $1 AND id = $2 AND lease_token = $3`,
    [
      clientId,
      id,
      token,
      JSON.stringify(reading.detected),
      reading.detected.header,
      reading.mapping === null ? null : JSON.stringify(reading.mapping),
      reading.rowsTotal,
    ],
  );
  return kept === 1;
}

export interface Progress extends Imported {
  readonly rejected: number;
}

const addCounts = `rows_accepted = rows_accepted + $4, rows_updated = rows_updated + $5,
  rows_unchanged = rows_unchanged + $6, rows_rejected = rows_rejected + $7, case_count = case_count + $8,
  attempt = 0, lease_until = ${lease}`;

function countsOf(p: Progress): number[] {
  return [p.accepted, p.updated, p.unchanged, p.rejected, p.cases];
}

/**
 * Adds the counts of a chunk of rows (after `from`, up to `to`) in the chunk's own transaction, and moves the cursor behind it.
 * Of two chunks that are taken over at once the later may be first: it is noted as ahead, and the cursor passes both when
 * the earlier one follows. False when the claim was lost.
 */
export async function keepProgress(
  tx: Tx,
  clientId: string,
  id: string,
  token: string,
  p: Progress,
  rows: { readonly from: number; readonly to: number },
): Promise<boolean> {
  const kept = await tx.execute(
    `UPDATE upload SET ${addCounts}, phase = 'apply',
       cursor_row = CASE WHEN cursor_row <> $9 THEN cursor_row WHEN ahead_from = $10 THEN ahead_to ELSE $10 END,
       ahead_from = CASE WHEN cursor_row <> $9 THEN $9 END,
       ahead_to = CASE WHEN cursor_row <> $9 THEN $10 END
     WHERE client_id = $1 AND id = $2 AND lease_token = $3`,
    [clientId, id, token, ...countsOf(p), rows.from, rows.to],
  );
  return kept === 1;
}

/** Adds the counts of scattered cases up to a reference, as `keepProgress` does. */
export async function keepScatteredProgress(
  tx: Tx,
  clientId: string,
  id: string,
  token: string,
  p: Progress,
  cursorRef: string,
): Promise<boolean> {
  const kept = await tx.execute(
    `UPDATE upload SET ${addCounts}, phase = 'scattered', cursor_ref = $9
     WHERE client_id = $1 AND id = $2 AND lease_token = $3`,
    [clientId, id, token, ...countsOf(p), cursorRef],
  );
  return kept === 1;
}

/** Keeps rejected rows. */
export async function keepRejections(
  tx: Tx,
  clientId: string,
  uploadId: string,
  rejections: readonly Rejection[],
): Promise<void> {
  if (rejections.length === 0) return;
  await tx.insertMany(
    'upload_rejection',
    ['client_id', 'upload_id', 'row_no', 'column_name', 'code', 'params', 'cells'],
    rejections.map((r) => [clientId, uploadId, r.rowNo, r.column, r.code, r.params, r.cells]),
  );
}

/** The end of an upload. */
export async function finishUpload(
  tx: Tx,
  clientId: string,
  id: string,
  token: string,
  now: Date,
  error: { code: string; params: Readonly<Record<string, unknown>> } | null,
): Promise<void> {
  await tx.execute(
    `UPDATE upload SET status = $4, error = $5, completed_at = $6, lease_token = NULL, lease_until = NULL
     WHERE client_id = $1 AND id = $2 AND lease_token = $3`,
    [clientId, id, token, error ? 'failed' : 'completed', error === null ? null : JSON.stringify(error), now],
  );
}

/** Empties the working space of an upload. */
export async function clearRows(tx: Tx, clientId: string, uploadId: string): Promise<void> {
  await tx.execute('DELETE FROM upload_row WHERE client_id = $1 AND upload_id = $2', [clientId, uploadId]);
}

/** Puts rows aside until all of their cases are together. */
export async function putRowsAside(
  tx: Tx,
  clientId: string,
  uploadId: string,
  rows: readonly { caseRef: string; rowNo: number; cells: readonly string[] }[],
): Promise<void> {
  await tx.insertMany(
    'upload_row',
    ['client_id', 'upload_id', 'case_ref', 'row_no', 'cells'],
    rows.map((r) => [clientId, uploadId, r.caseRef, r.rowNo, r.cells]),
  );
}

/** Rows put aside, of the next so many cases in reference order. pk_upload_row by keyset. */
export function rowsPutAside(
  tx: Tx,
  clientId: string,
  uploadId: string,
  afterRef: string | null,
  cases: number,
): Promise<{ caseRef: string; rowNo: number; cells: string[] }[]> {
  return tx.query(
    `WITH next AS (
       SELECT DISTINCT case_ref FROM upload_row
       WHERE client_id = $1 AND upload_id = $2 AND ($3::text IS NULL OR case_ref > $3) ORDER BY case_ref LIMIT $4)
     SELECT r.case_ref AS "caseRef", r.row_no AS "rowNo", r.cells FROM upload_row r JOIN next ON next.case_ref = r.case_ref
     WHERE r.client_id = $1 AND r.upload_id = $2 ORDER BY r.case_ref, r.row_no`,
    [clientId, uploadId, afterRef, cases],
  );
}

/** Uploads that wait for a worker and have not been called lately, oldest first; marks them as called. All clients. */
export function callDueUploads(tx: Tx): Promise<{ client_id: string; id: string }[]> {
  return tx.query(
    `UPDATE upload u SET nudged_at = now() FROM (
       SELECT client_id, id FROM upload
       WHERE (status = 'received' OR (status = 'processing' AND (lease_until IS NULL OR lease_until < now())))
         AND created_at < now() - interval '3 seconds'
         AND (nudged_at IS NULL OR nudged_at < now() - interval '20 seconds')
       ORDER BY id LIMIT 100) due
     WHERE u.client_id = due.client_id AND u.id = due.id RETURNING u.client_id, u.id`,
  );
}

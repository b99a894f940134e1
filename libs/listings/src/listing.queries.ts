import { joinBook, newId, type Money, type Tx } from '#platform';
import type { ListingFormat } from '#clients';
import type { ListingKind, ListingStatus } from './listing.states.js';

export interface ListingRow {
  id: string;
  kind: ListingKind;
  number: number;
  status: ListingStatus;
  scheduled_on: string | null;
  cutoff_at: Date | null;
  opened_at: Date;
  sealed_at: Date | null;
  sealed_by: string | null;
  released_at: Date | null;
  acknowledged_at: Date | null;
  line_count: number | null;
  due_count: number | null;
  final_count: number;
  totals: Money[] | null;
  sha256: string | null;
  previous_sha256: string | null;
  format: ListingFormat | null;
  file_id: string | null;
}
type Row<T> = T & Record<string, unknown>;

const columns = `id, kind, number, status, scheduled_on, cutoff_at, opened_at, sealed_at, sealed_by, released_at,
  acknowledged_at, line_count, due_count, final_count, totals, sha256, previous_sha256, format, file_id`;

/**
 * The open listing that rows of this transaction join, under the book's shared lock. Reads it in a statement after the
 * lock, so it sees what a sealer committed meanwhile; a client's first listing is opened here, as number 1.
 */
export async function joinOpenListing(
  tx: Tx,
  clientId: string,
  kind: ListingKind,
  now: Date,
): Promise<{ id: string; number: number }> {
  await joinBook(tx, clientId, kind);
  const open = await openListing(tx, clientId, kind);
  if (open) return open;
  await openNextListing(tx, clientId, kind, now);
  const opened = await openListing(tx, clientId, kind);
  if (!opened) throw new Error('the open listing is gone under its lock');
  return opened;
}

export async function openListing(
  tx: Tx,
  clientId: string,
  kind: ListingKind,
): Promise<{ id: string; number: number } | undefined> {
  const [row] = await tx.query<{ id: string; number: number }>(
    `SELECT id, number FROM listing WHERE client_id = $1 AND kind = $2 AND status = 'open'`,
    [clientId, kind],
  );
  return row;
}

/**
 * Opens the listing with the next number unless one is open. Two at once: the second waits for the first in the unique
 * index and adds nothing, so numbers have no gaps.
 */
export async function openNextListing(tx: Tx, clientId: string, kind: ListingKind, now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO listing (client_id, id, kind, number, opened_at)
     SELECT $1, $2, $3, coalesce(max(number), 0) + 1, $4 FROM listing WHERE client_id = $1 AND kind = $3
     ON CONFLICT DO NOTHING`,
    [clientId, newId(), kind, now],
  );
}

/** Seals a listing if it is open; undefined when it is not. */
export async function markSealed(
  tx: Tx,
  clientId: string,
  id: string,
  by: { cutoffAt: Date; scheduledOn: string | null; sealedAt: Date; sealedBy: string; format: ListingFormat },
): Promise<boolean> {
  const changed = await tx.execute(
    `UPDATE listing SET status = 'sealed', cutoff_at = $3, scheduled_on = $4, sealed_at = $5, sealed_by = $6, format = $7
     WHERE client_id = $1 AND id = $2 AND status = 'open'`,
    [clientId, id, by.cutoffAt, by.scheduledOn, by.sealedAt, by.sealedBy, by.format],
  );
  return changed === 1;
}

export async function listingById(
  tx: Tx,
  clientId: string,
  kind: ListingKind,
  id: string,
  lock: '' | 'FOR NO KEY UPDATE' = '',
): Promise<ListingRow | undefined> {
  const [row] = await tx.query<Row<ListingRow>>(
    `SELECT ${columns} FROM listing WHERE client_id = $1 AND id = $2 AND kind = $3 ${lock}`,
    [clientId, id, kind],
  );
  return row;
}

/** Newest first. Plan: `uq_listing_number` backwards, stops after `limit` (a status filter skips rows of the same index). */
export async function listListings(
  tx: Tx,
  clientId: string,
  kind: ListingKind,
  status: ListingStatus | null,
  before: number | null,
  limit: number,
): Promise<ListingRow[]> {
  return tx.query<Row<ListingRow>>(
    `SELECT ${columns} FROM listing
     WHERE client_id = $1 AND kind = $2 AND ($3::text IS NULL OR status = $3) AND ($4::int IS NULL OR number < $4)
     ORDER BY number DESC LIMIT $5`,
    [clientId, kind, status, before, limit],
  );
}

/**
 * What is in a listing. Plan: one range of `pk_listing_line`; measured 160 ms for 1,000,000 lines, so it is asked for
 * the open listing and once when a listing is frozen, never for a page of frozen ones.
 */
export async function countLines(
  tx: Tx,
  clientId: string,
  listingId: string,
): Promise<{ count: number; due: number; totals: Money[] }> {
  const rows = await tx.query<{ currency: string; lines: number; due: number; amount: number }>(
    `SELECT currency, count(*) AS lines, count(*) FILTER (WHERE entry = 'add') AS due,
       sum(CASE entry WHEN 'add' THEN amount_minor ELSE -amount_minor END)::bigint AS amount
     FROM listing_line WHERE client_id = $1 AND listing_id = $2 GROUP BY currency ORDER BY currency`,
    [clientId, listingId],
  );
  return {
    count: rows.reduce((sum, row) => sum + row.lines, 0),
    due: rows.reduce((sum, row) => sum + row.due, 0),
    totals: rows.map((row) => ({ amountMinor: row.amount, currency: row.currency })),
  };
}

/** The sealed listing with the lowest number: the chain of hashes is frozen in order. */
export async function firstSealed(
  tx: Tx,
  clientId: string,
  kind: ListingKind,
): Promise<(ListingRow & { previous: string | null }) | undefined> {
  const [row] = await tx.query<Row<ListingRow & { previous: string | null }>>(
    `SELECT ${columns}, (SELECT p.sha256 FROM listing p
       WHERE p.client_id = l.client_id AND p.kind = l.kind AND p.number = l.number - 1) AS previous
     FROM listing l WHERE client_id = $1 AND kind = $2 AND status = 'sealed' ORDER BY number LIMIT 1`,
    [clientId, kind],
  );
  return row;
}

/** Freezes what a sealed listing is, once. */
export async function markReleased(
  tx: Tx,
  clientId: string,
  id: string,
  frozen: {
    at: Date;
    count: number;
    due: number;
    totals: readonly Money[];
    sha256: string;
    previous: string | null;
    fileId: string;
  },
): Promise<boolean> {
  const changed = await tx.execute(
    `UPDATE listing SET status = 'released', released_at = $3, line_count = $4, due_count = $5, totals = $6,
       sha256 = $7, previous_sha256 = $8, file_id = $9
     WHERE client_id = $1 AND id = $2 AND status = 'sealed'`,
    [
      clientId,
      id,
      frozen.at,
      frozen.count,
      frozen.due,
      JSON.stringify(frozen.totals),
      frozen.sha256,
      frozen.previous,
      frozen.fileId,
    ],
  );
  return changed === 1;
}

/**
 * Counts lines that became final (first result, or withdrawn); when none is left the listing is acknowledged. `all`
 * acknowledges it whatever is left.
 */
export async function addFinal(
  tx: Tx,
  clientId: string,
  id: string,
  lines: number,
  now: Date,
  all = false,
): Promise<void> {
  await tx.query(
    `UPDATE listing SET final_count = final_count + $3,
       status = CASE WHEN done THEN 'acknowledged' ELSE status END,
       acknowledged_at = CASE WHEN done THEN $4::timestamptz ELSE acknowledged_at END
     FROM (SELECT status = 'released' AND ($5 OR final_count + $3 >= due_count) AS done
           FROM listing WHERE client_id = $1 AND id = $2) d
     WHERE client_id = $1 AND id = $2`,
    [clientId, id, lines, now, all],
  );
}

/** Sealed listings of all clients that wait for their file. Reads `ix_listing_sealed`, which holds only those. */
export async function unfrozenBooks(tx: Tx): Promise<{ clientId: string; kind: ListingKind }[]> {
  return tx.query<{ clientId: string; kind: ListingKind }>(
    `SELECT DISTINCT client_id AS "clientId", kind FROM listing WHERE status = 'sealed'`,
  );
}

/** A book whose latest cut-off is `date`. */
export interface Cutoff {
  readonly clientId: string;
  readonly kind: ListingKind;
  readonly date: string;
  readonly at: Date;
}

/**
 * Which of these cut-offs have no listing yet: none of that date or a later one (a clock that was set back asks for
 * dates that are done), and the book was opened before it. A book without any listing is returned as `unopened`.
 * Plan: two probes of the listing's unique indexes per cut-off.
 */
export async function dueCutoffs(
  tx: Tx,
  cutoffs: readonly Cutoff[],
): Promise<{ position: number; unopened: boolean }[]> {
  return tx.query<{ position: number; unopened: boolean }>(
    `SELECT (d.position - 1)::int AS position, first.opened_at IS NULL AS unopened
     FROM unnest($1::uuid[], $2::text[], $3::date[], $4::timestamptz[])
       WITH ORDINALITY AS d (client_id, kind, date, at, position)
     LEFT JOIN LATERAL (SELECT l.opened_at FROM listing l WHERE l.client_id = d.client_id AND l.kind = d.kind
                        ORDER BY l.number LIMIT 1) first ON true
     WHERE (first.opened_at IS NULL OR first.opened_at < d.at)
       AND NOT EXISTS (SELECT FROM listing l WHERE l.client_id = d.client_id AND l.kind = d.kind
                       AND l.scheduled_on >= d.date)
     ORDER BY d.position`,
    [
      cutoffs.map((c) => c.clientId),
      cutoffs.map((c) => c.kind),
      cutoffs.map((c) => c.date),
      cutoffs.map((c) => c.at),
    ],
  );
}

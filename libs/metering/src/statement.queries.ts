import { newId, type Tx } from '#platform';
import type { LedgerHead } from './ledger.queries.js';
import type { StatementStatus } from './statement.schema.js';
import type { StatementTotals } from './statement-totals.js';

export interface StatementRow {
  readonly id: string;
  readonly number: number;
  readonly period: string;
  readonly status: StatementStatus;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly invoicedAt: Date | null;
  readonly frozenAt: Date | null;
  readonly totals: StatementTotals;
  readonly ledgerSeq: number | null;
  readonly ledgerHash: Buffer | null;
}

const fields = `id, number, period, status, opened_at AS "openedAt", closed_at AS "closedAt",
  invoiced_at AS "invoicedAt", frozen_at AS "frozenAt", totals, ledger_seq AS "ledgerSeq", ledger_hash AS "ledgerHash"`;

export async function readOpenStatement(tx: Tx, clientId: string): Promise<StatementRow | undefined> {
  const [row] = await tx.query<StatementRow & Record<string, unknown>>(
    `SELECT ${fields} FROM statement WHERE client_id = $1 AND status = 'open'`,
    [clientId],
  );
  return row;
}

export async function readStatement(tx: Tx, clientId: string, id: string): Promise<StatementRow | undefined> {
  const [row] = await tx.query<StatementRow & Record<string, unknown>>(
    `SELECT ${fields} FROM statement WHERE client_id = $1 AND id = $2`,
    [clientId, id],
  );
  return row;
}

/** Newest first, by uq_statement_number. */
export async function listStatements(
  tx: Tx,
  clientId: string,
  query: { status?: StatementStatus | undefined; before: number | null; limit: number },
): Promise<StatementRow[]> {
  return tx.query<StatementRow & Record<string, unknown>>(
    `SELECT ${fields} FROM statement
     WHERE client_id = $1 AND ($2::text IS NULL OR status = $2) AND ($3::int IS NULL OR number < $3)
     ORDER BY number DESC LIMIT $4`,
    [clientId, query.status ?? null, query.before, query.limit],
  );
}

/** Opens the next number. Only under the ledger head's lock or the book's exclusive lock: nobody else opens then. */
export async function insertStatement(
  tx: Tx,
  clientId: string,
  period: string,
  now: Date,
  totals: StatementTotals,
): Promise<StatementRow> {
  const [row] = await tx.query<StatementRow & Record<string, unknown>>(
    `INSERT INTO statement (client_id, id, number, period, opened_at, totals)
     SELECT $1::uuid, $2::uuid, coalesce(max(number), 0) + 1, $3::text, $4::timestamptz, $5::jsonb
     FROM statement WHERE client_id = $1
     RETURNING ${fields}`,
    [clientId, newId(), period, now, JSON.stringify(totals)],
  );
  if (!row) throw new Error('no statement was opened');
  return row;
}

/** Compare-and-set from open to closed; false when it was not open. */
export async function markClosed(
  tx: Tx,
  clientId: string,
  id: string,
  close: { at: Date; by: string; head: LedgerHead },
): Promise<boolean> {
  const changed = await tx.execute(
    `UPDATE statement SET status = 'closed', closed_at = $3, closed_by = $4, ledger_seq = $5, ledger_hash = $6
     WHERE client_id = $1 AND id = $2 AND status = 'open'`,
    [clientId, id, close.at, close.by, close.head.seq, close.head.hash],
  );
  return changed === 1;
}

/** Sets the final totals once. */
export async function markFrozen(
  tx: Tx,
  clientId: string,
  id: string,
  totals: StatementTotals,
  now: Date,
): Promise<void> {
  await tx.execute(
    `UPDATE statement SET totals = $3, frozen_at = $4
     WHERE client_id = $1 AND id = $2 AND status = 'closed' AND frozen_at IS NULL`,
    [clientId, id, JSON.stringify(totals), now],
  );
}

/** Compare-and-set from closed to invoiced; false when it was not closed. */
export async function markInvoiced(tx: Tx, clientId: string, id: string, now: Date): Promise<boolean> {
  const changed = await tx.execute(
    `UPDATE statement SET status = 'invoiced', invoiced_at = $3
     WHERE client_id = $1 AND id = $2 AND status = 'closed' AND frozen_at IS NOT NULL`,
    [clientId, id, now],
  );
  return changed === 1;
}

/** Across clients: every open statement with its client's zone. One row per client. */
export async function allOpenStatements(
  tx: Tx,
): Promise<{ clientId: string; id: string; period: string; zone: string }[]> {
  return tx.query(
    `SELECT s.client_id AS "clientId", s.id, s.period, c.zone
     FROM statement s JOIN client c ON c.id = s.client_id WHERE s.status = 'open' ORDER BY c.code`,
  );
}

/** Across clients: closed statements whose totals are not final yet. */
export async function unfrozenStatements(tx: Tx): Promise<{ clientId: string; id: string }[]> {
  return tx.query(
    `SELECT client_id AS "clientId", id FROM statement WHERE status = 'closed' AND frozen_at IS NULL`,
  );
}

/** What each closed statement says the ledger's end was. */
export async function closedStatementHashes(
  tx: Tx,
  clientId: string,
): Promise<{ number: number; ledgerSeq: number; ledgerHash: Buffer }[]> {
  return tx.query(
    `SELECT number, ledger_seq AS "ledgerSeq", ledger_hash AS "ledgerHash"
     FROM statement WHERE client_id = $1 AND status <> 'open' ORDER BY number`,
    [clientId],
  );
}

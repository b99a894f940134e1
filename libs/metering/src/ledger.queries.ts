import type { Tx } from '#platform';
import { genesisHash, type LedgerEntry } from './ledger-entry.js';
import type { LedgerGroup, StatementTotals } from './statement-totals.js';

export interface LedgerHead {
  readonly seq: number;
  readonly hash: Buffer;
  /** When the latest contact that is charged ended. */
  readonly chargedUntil: Date | null;
}

/**
 * Locks the end of a client's ledger until the end of the transaction: whoever appends, or changes what appending would
 * do, comes one after another. Makes it for a client that has none.
 */
export async function lockHead(tx: Tx, clientId: string): Promise<LedgerHead> {
  const head = await tx.query<LedgerHead & Record<string, unknown>>(lockHeadSql, [clientId]);
  if (head[0]) return head[0];
  await tx.execute(
    'INSERT INTO ledger_head (client_id, seq, hash) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING',
    [clientId, genesisHash],
  );
  const [made] = await tx.query<LedgerHead & Record<string, unknown>>(lockHeadSql, [clientId]);
  if (!made) throw new Error('the ledger head is gone');
  return made;
}

const lockHeadSql = `SELECT seq, hash, charged_until AS "chargedUntil" FROM ledger_head WHERE client_id = $1 FOR UPDATE`;

/** The end of the ledger as committed, without a lock. */
export async function readHead(tx: Tx, clientId: string): Promise<LedgerHead> {
  const [head] = await tx.query<LedgerHead & Record<string, unknown>>(
    'SELECT seq, hash, charged_until AS "chargedUntil" FROM ledger_head WHERE client_id = $1',
    [clientId],
  );
  return head ?? { seq: 0, hash: genesisHash, chargedUntil: null };
}

const entryColumns = [
  ['seq', 'bigint'],
  ['entry', 'text'],
  ['statement_id', 'uuid'],
  ['contact_id', 'uuid'],
  ['case_id', 'uuid'],
  ['channel', 'text'],
  ['purpose', 'text'],
  ['occurred_at', 'timestamptz'],
  ['handling_seconds', 'integer'],
  ['amount_e4', 'bigint'],
  ['currency', 'text'],
  ['rate_version', 'integer'],
  ['reason', 'text'],
  ['reverses_seq', 'bigint'],
  ['recorded_at', 'timestamptz'],
  ['hash', 'bytea'],
] as const;
const insertEntriesSql = `INSERT INTO billable_contact (client_id, ${entryColumns.map(([name]) => name).join(', ')})
  SELECT $1::uuid, * FROM unnest(${entryColumns.map(([, type], i) => `$${i + 2}::${type}[]`).join(', ')})`;

/** Inserts finished rows in one statement. Arrays, not a staging table: most transactions bring a few contacts. */
export async function insertEntries(
  tx: Tx,
  clientId: string,
  entries: readonly (LedgerEntry & { readonly hash: Buffer })[],
): Promise<void> {
  await tx.execute(insertEntriesSql, [
    clientId,
    entries.map((e) => e.seq),
    entries.map((e) => e.entry),
    entries.map((e) => e.statementId),
    entries.map((e) => e.contactId),
    entries.map((e) => e.caseId),
    entries.map((e) => e.channel),
    entries.map((e) => e.purpose),
    entries.map((e) => e.occurredAt.toISOString()),
    entries.map((e) => e.handlingSeconds),
    entries.map((e) => e.amountE4),
    entries.map((e) => e.currency),
    entries.map((e) => e.rateVersion),
    entries.map((e) => e.reason),
    entries.map((e) => e.reversesSeq),
    entries.map((e) => e.recordedAt.toISOString()),
    entries.map((e) => e.hash),
  ]);
}

/** Moves the end of the ledger and the open statement's running totals, in one round trip. */
export async function moveHead(
  tx: Tx,
  clientId: string,
  head: LedgerHead,
  statement: { readonly id: string; readonly totals: StatementTotals },
): Promise<void> {
  await tx.execute(
    `WITH running AS (UPDATE statement SET totals = $5 WHERE client_id = $1 AND id = $6)
     UPDATE ledger_head SET seq = $2, hash = $3, charged_until = $4 WHERE client_id = $1`,
    [clientId, head.seq, head.hash, head.chargedUntil, JSON.stringify(statement.totals), statement.id],
  );
}

/**
 * Which of these cases and purposes have a charged contact whose charge stands. One probe of ix_contact_case each;
 * LIMIT keeps the planner from hashing the whole table.
 */
export async function chargedPurposes(
  tx: Tx,
  clientId: string,
  asked: readonly { readonly caseId: string; readonly purpose: string }[],
): Promise<{ caseId: string; purpose: string }[]> {
  return tx.query(
    `SELECT a.case_id AS "caseId", a.purpose FROM unnest($2::uuid[], $3::text[]) AS a (case_id, purpose)
     CROSS JOIN LATERAL (
       SELECT FROM contact c
       WHERE c.client_id = $1 AND c.case_id = a.case_id AND c.purpose = a.purpose AND c.billable
         AND NOT EXISTS (SELECT FROM billable_contact b
                         WHERE b.client_id = $1 AND b.contact_id = c.id AND b.entry = 'reversal')
       LIMIT 1) charged`,
    [clientId, asked.map((a) => a.caseId), asked.map((a) => a.purpose)],
  );
}

const entryFields = `seq, entry, statement_id AS "statementId", contact_id AS "contactId", case_id AS "caseId", channel,
  purpose, occurred_at AS "occurredAt", handling_seconds AS "handlingSeconds", amount_e4 AS "amountE4", currency,
  rate_version AS "rateVersion", reason, reverses_seq AS "reversesSeq", recorded_at AS "recordedAt", hash`;

export type StoredEntry = LedgerEntry & { readonly hash: Buffer };

/** Rows after `seq` in order, by the primary key. */
export async function readEntries(
  tx: Tx,
  clientId: string,
  after: number,
  limit: number,
): Promise<StoredEntry[]> {
  return tx.query<StoredEntry & Record<string, unknown>>(
    `SELECT ${entryFields} FROM billable_contact WHERE client_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
    [clientId, after, limit],
  );
}

/** One row and whether it was reversed. */
export async function readEntry(
  tx: Tx,
  clientId: string,
  seq: number,
): Promise<(StoredEntry & { readonly isReversed: boolean }) | undefined> {
  const [row] = await tx.query<StoredEntry & { isReversed: boolean } & Record<string, unknown>>(
    `SELECT ${entryFields}, EXISTS (
       SELECT FROM billable_contact r
       WHERE r.client_id = $1 AND r.contact_id = b.contact_id AND r.entry = 'reversal') AS "isReversed"
     FROM billable_contact b WHERE client_id = $1 AND seq = $2`,
    [clientId, seq],
  );
  return row;
}

/**
 * A statement's rows in groups, from the ledger itself: one pass over ix_billable_contact_statement, counts only, so
 * that no row pays for numeric arithmetic.
 */
export async function sumLedger(tx: Tx, clientId: string, statementId: string): Promise<LedgerGroup[]> {
  return tx.query<LedgerGroup & Record<string, unknown>>(
    `SELECT entry, channel, rate_version AS "rateVersion", amount_e4 AS "amountE4", count(*) AS rows,
       count(handling_seconds) AS "agentContacts", coalesce(sum(handling_seconds), 0) AS "handlingSeconds"
     FROM billable_contact WHERE client_id = $1 AND statement_id = $2
     GROUP BY entry, channel, rate_version, amount_e4`,
    [clientId, statementId],
  );
}

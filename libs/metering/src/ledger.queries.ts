import { joinBookSql, type Tx } from '#platform';
import { genesisHash, type LedgerEntry } from './ledger-entry.js';
import type { Rate } from './rate.schema.js';
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
  for (let attempt = 0; attempt < 2; attempt++) {
    const [head] = await tx.query<LedgerHead & Record<string, unknown>>(
      `SELECT ${headFields} FROM ledger_head WHERE client_id = $1 FOR UPDATE`,
      [clientId],
    );
    if (head) return head;
    await insertHead(tx, clientId);
  }
  throw new Error('the ledger head is gone');
}

async function insertHead(tx: Tx, clientId: string): Promise<void> {
  await tx.execute(
    'INSERT INTO ledger_head (client_id, seq, hash) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING',
    [clientId, genesisHash],
  );
}

const headFields = 'seq, hash, charged_until AS "chargedUntil"';

/** The end of the ledger as committed, without a lock. */
export async function readHead(tx: Tx, clientId: string): Promise<LedgerHead> {
  const [head] = await tx.query<LedgerHead & Record<string, unknown>>(
    `SELECT ${headFields} FROM ledger_head WHERE client_id = $1`,
    [clientId],
  );
  return head ?? { seq: 0, hash: genesisHash, chargedUntil: null };
}

/** What appending needs to know. */
export interface LedgerState {
  readonly head: LedgerHead;
  /** All versions, oldest first. */
  readonly rates: readonly Rate[];
  readonly statement: { readonly id: string; readonly totals: StatementTotals } | null;
}

/**
 * Joins the client's open statement, locks the end of its ledger, and then reads both and the rates. One message of three
 * statements, each with a snapshot of its own, so that the last sees what others committed while the first two waited.
 */
export async function enterLedger(tx: Tx, clientId: string): Promise<LedgerState> {
  const book = joinBookSql(clientId, 'statement'); // refuses what is not an id
  const sql = `${book};
    SELECT ${headFields} FROM ledger_head WHERE client_id = '${clientId}' FOR UPDATE;
    SELECT
      (SELECT jsonb_build_object('id', id, 'totals', totals) FROM statement
       WHERE client_id = '${clientId}' AND status = 'open') AS statement,
      (SELECT jsonb_agg(jsonb_build_object('version', version, 'effectiveFrom', effective_from, 'currency', currency,
               'unitPriceE4', unit_price_e4, 'rules', rules) ORDER BY version)
       FROM rate WHERE client_id = '${clientId}') AS rates`;
  for (let attempt = 0; attempt < 2; attempt++) {
    // The driver answers several statements with several results, which its types do not say.
    const [, heads, states] = (await tx.client.query(sql)) as unknown as [
      unknown,
      { rows: LedgerHead[] },
      { rows: OpenState[] },
    ];
    const [head] = heads.rows;
    const [state] = states.rows;
    if (head && state) {
      const rates = (state.rates ?? []).map((r) => ({ ...r, effectiveFrom: new Date(r.effectiveFrom) }));
      return { head, rates, statement: state.statement };
    }
    await insertHead(tx, clientId);
  }
  throw new Error('the ledger head is gone');
}

interface OpenState {
  readonly statement: LedgerState['statement'];
  readonly rates: readonly (Omit<Rate, 'effectiveFrom'> & { readonly effectiveFrom: string })[] | null;
}

/** What differs from row to row of one append; the client, the statement and the time of recording are the same in all. */
const rowColumns = [
  ['seq', 'bigint'],
  ['entry', 'text'],
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
  ['hash', 'bytea'],
] as const;
const columnNames = rowColumns.map(([name]) => name).join(', ');
const columnArrays = rowColumns.map(([, type], i) => `$${i + 8}::${type}[]`).join(', ');
const appendSql = `WITH appended AS (
    INSERT INTO billable_contact (client_id, statement_id, recorded_at, ${columnNames})
    SELECT $1::uuid, $5::uuid, $7::timestamptz, * FROM unnest(${columnArrays})
  ), running AS (UPDATE statement SET totals = $6 WHERE client_id = $1 AND id = $5)
  UPDATE ledger_head SET seq = $2, hash = $3, charged_until = $4 WHERE client_id = $1`;

/**
 * Inserts finished rows, and moves the end of the ledger and the open statement's running totals with them, in one
 * round trip. Arrays, not a staging table: most transactions bring a few contacts.
 */
export async function appendEntries(
  tx: Tx,
  clientId: string,
  append: {
    readonly entries: readonly StoredEntry[];
    readonly head: LedgerHead;
    readonly statement: { readonly id: string; readonly totals: StatementTotals };
    readonly recordedAt: Date;
  },
): Promise<void> {
  const { entries, head, statement } = append;
  const moved = await tx.execute(appendSql, [
    clientId,
    head.seq,
    head.hash,
    head.chargedUntil,
    statement.id,
    JSON.stringify(statement.totals),
    append.recordedAt,
    plainArray(entries, (e) => e.seq),
    entries.map((e) => e.entry),
    plainArray(entries, (e) => e.contactId),
    plainArray(entries, (e) => e.caseId),
    entries.map((e) => e.channel),
    entries.map((e) => e.purpose),
    plainArray(entries, (e) => e.occurredAt.toISOString()),
    plainArray(entries, (e) => e.handlingSeconds),
    plainArray(entries, (e) => e.amountE4),
    entries.map((e) => e.currency),
    plainArray(entries, (e) => e.rateVersion),
    entries.map((e) => e.reason),
    plainArray(entries, (e) => e.reversesSeq),
    plainArray(entries, (e) => `"\\\\x${e.hash.toString('hex')}"`),
  ]);
  if (moved !== 1) throw new Error('the ledger head is gone');
}

/** An array literal of values that need no escaping: numbers, ids, instants. The driver escapes each value it is given. */
function plainArray<T>(entries: readonly T[], value: (entry: T) => string | number | null): string {
  return `{${entries.map((entry) => value(entry) ?? 'NULL').join(',')}}`;
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

/** The charges of contacts that were not taken back, in order. Two probes of uq_billable_contact_contact each. */
export async function standingCharges(
  tx: Tx,
  clientId: string,
  contactIds: readonly string[],
): Promise<StoredEntry[]> {
  return tx.query<StoredEntry & Record<string, unknown>>(
    `SELECT ${entryFields} FROM billable_contact b
     WHERE client_id = $1 AND contact_id = ANY($2::uuid[]) AND entry = 'charge' AND NOT EXISTS (
       SELECT FROM billable_contact r
       WHERE r.client_id = $1 AND r.contact_id = b.contact_id AND r.entry = 'reversal')
     ORDER BY seq`,
    [clientId, contactIds],
  );
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

import type { Tx } from '#platform';
import type { Disposition } from './disposition.schema.js';

interface DispositionRow {
  code: string;
  hotkey: string;
  labels: Disposition['labels'];
  human_answered: boolean;
  right_party: boolean;
  resolved: boolean;
  retry: boolean;
  number_bad: boolean;
  do_not_contact: boolean;
  callback: boolean;
  billable: boolean;
  retry_rules: Disposition['retryRules'];
}

/** A client's own set in its order; empty where it has none. */
export async function ownDispositions(tx: Tx, clientId: string): Promise<Disposition[]> {
  const rows = await tx.query<DispositionRow & Record<string, unknown>>(
    `SELECT code, hotkey, labels, human_answered, right_party, resolved, retry, number_bad, do_not_contact, callback, billable,
       retry_rules
     FROM disposition WHERE client_id = $1 AND retired_at IS NULL ORDER BY position`,
    [clientId],
  );
  return rows.map((row) => ({
    code: row.code,
    hotkey: row.hotkey,
    labels: row.labels,
    flags: {
      humanAnswered: row.human_answered,
      rightParty: row.right_party,
      resolved: row.resolved,
      retry: row.retry,
      numberBad: row.number_bad,
      doNotContact: row.do_not_contact,
      callback: row.callback,
      billable: row.billable,
    },
    retryRules: row.retry_rules,
  }));
}

/** Puts a set in the place of the client's own; codes that are in neither stay as retired ones. */
export async function replaceDispositions(
  tx: Tx,
  clientId: string,
  set: readonly Disposition[],
  at: Date,
): Promise<void> {
  // One change at a time, and all retired first: two that swap their keys would meet halfway.
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('dispositions ' || $1, 0))`, [clientId]);
  await tx.execute('UPDATE disposition SET retired_at = $2 WHERE client_id = $1 AND retired_at IS NULL', [
    clientId,
    at,
  ]);
  await tx.insertMany(
    'disposition',
    [
      'client_id',
      'code',
      'position',
      'hotkey',
      'labels',
      'human_answered',
      'right_party',
      'resolved',
      'retry',
      'number_bad',
      'do_not_contact',
      'callback',
      'billable',
      'retry_rules',
    ],
    set.map((d, position) => [
      clientId,
      d.code,
      position,
      d.hotkey,
      d.labels,
      d.flags.humanAnswered,
      d.flags.rightParty,
      d.flags.resolved,
      d.flags.retry,
      d.flags.numberBad,
      d.flags.doNotContact,
      d.flags.callback,
      d.flags.billable,
      d.retryRules,
    ]),
    `ON CONFLICT (client_id, code) DO UPDATE SET position = excluded.position, hotkey = excluded.hotkey,
       labels = excluded.labels, human_answered = excluded.human_answered, right_party = excluded.right_party,
       resolved = excluded.resolved, retry = excluded.retry, number_bad = excluded.number_bad,
       do_not_contact = excluded.do_not_contact, callback = excluded.callback, billable = excluded.billable,
       retry_rules = excluded.retry_rules, retired_at = NULL`,
  );
}

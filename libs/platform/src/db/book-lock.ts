import { isId } from './ids.js';
import type { Tx } from './tx.js';

/** The open books of a client; a transaction that needs several takes them in this order, so none deadlock. */
export const bookKinds = ['refund', 'replacement', 'statement'] as const;
export type BookKind = (typeof bookKinds)[number];

/**
 * Before a row joins a client's open book: holds the book's shared lock until the end of the transaction. Read which
 * book is open in a statement after this one, so that it sees what a sealer committed meanwhile.
 */
export async function joinBook(tx: Tx, clientId: string, kind: BookKind): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))', [
    `book:${clientId}:${kind}`,
  ]);
}

/** The statement of `joinBook` for a message of several; the id is checked, since such a message takes no parameters. */
export function joinBookSql(clientId: string, kind: BookKind): string {
  if (!isId(clientId)) throw new Error('not a client id');
  return `SELECT pg_advisory_xact_lock_shared(hashtextextended('book:${clientId}:${kind}', 0))`;
}

/** Before a book is closed and the next opened: waits for the rows in flight and holds others off until commit. */
export async function closeBook(tx: Tx, clientId: string, kind: BookKind): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`book:${clientId}:${kind}`]);
}

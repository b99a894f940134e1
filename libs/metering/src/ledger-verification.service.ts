import { Injectable } from '@nestjs/common';
import { Database, requirePermission, type Ctx } from '#platform';
import { chainHash, genesisHash } from './ledger-entry.js';
import { readEntries, readHead } from './ledger.queries.js';
import { closedStatementHashes } from './statement.queries.js';

export interface LedgerReport {
  /** Rows that were read. */
  readonly entries: number;
  readonly isWhole: boolean;
  /** The first row that is missing or whose hash is not what its content and the row before it give. */
  readonly brokenAt: number | null;
  /** Numbers of closed statements whose printed hash is not the chain's at their end. */
  readonly brokenStatements: readonly number[];
}

const batch = 5_000;

/** Recomputes a client's chain. */
@Injectable()
export class LedgerVerification {
  constructor(private readonly db: Database) {}

  /**
   * Reads the whole ledger up to its present end in batches of short transactions and compares every hash, the head's
   * and those kept with closed statements. Memory stays at one batch.
   */
  async verify(ctx: Ctx): Promise<LedgerReport> {
    requirePermission(ctx, 'statement.read');
    const { clientId } = ctx;
    const { head, statements } = await this.db.tx(ctx, async (tx) => ({
      head: await readHead(tx, clientId),
      statements: await closedStatementHashes(tx, clientId),
    }));
    const expected = new Map(statements.map((s) => [s.number, s]));
    const wanted = new Map<number, number[]>();
    for (const s of statements) wanted.set(s.ledgerSeq, [...(wanted.get(s.ledgerSeq) ?? []), s.number]);
    let seq = 0;
    let hash: Buffer = genesisHash;
    const settle = (): void => {
      for (const number of wanted.get(seq) ?? []) {
        if (expected.get(number)?.ledgerHash.equals(hash)) expected.delete(number);
      }
    };
    settle();
    while (seq < head.seq) {
      const after = seq;
      const rows = await this.db.tx(ctx, (tx) =>
        readEntries(tx, clientId, after, Math.min(batch, head.seq - after)),
      );
      if (rows.length === 0) return broken(seq, seq + 1);
      for (const row of rows) {
        hash = chainHash(hash, clientId, row);
        if (row.seq !== seq + 1 || !hash.equals(row.hash)) return broken(seq, seq + 1);
        seq = row.seq;
        settle();
      }
    }
    if (!hash.equals(head.hash)) return broken(seq, seq);
    const brokenStatements = [...expected.keys()];
    return { entries: seq, isWhole: brokenStatements.length === 0, brokenAt: null, brokenStatements };
  }
}

function broken(entries: number, brokenAt: number): LedgerReport {
  return { entries, isWhole: false, brokenAt, brokenStatements: [] };
}

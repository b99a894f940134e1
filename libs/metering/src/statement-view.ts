import type { StatementRow } from './statement.queries.js';
import type { StatementView } from './statement.schema.js';
import { viewTotals } from './statement-totals.js';

/** A statement as the API shows it. */
export function viewStatement(row: StatementRow): StatementView {
  const { contacts, amount, aht, lines } = viewTotals(row.totals);
  return {
    id: row.id,
    number: row.number,
    period: row.period,
    status: row.status,
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    invoicedAt: row.invoicedAt?.toISOString() ?? null,
    contacts,
    amount,
    aht,
    lines: [...lines],
    ledger:
      row.ledgerSeq === null || row.ledgerHash === null
        ? null
        : { seq: row.ledgerSeq, hash: row.ledgerHash.toString('hex') },
  };
}

import { addDays, localDate } from '#platform';
import { effectiveLines, monthAfter, toMinor, type StatementRow, type StatementTotals } from '#metering';
import type { InvoiceLineRow } from './invoice.queries.js';
import { vatOn, vatTreatment, type VatParties, type VatTreatment } from './vat.js';

export interface InvoiceAmounts {
  readonly lines: readonly InvoiceLineRow[];
  readonly contactCount: number;
  readonly netMinor: number;
  readonly vatMinor: number;
  readonly grossMinor: number;
  readonly vat: VatTreatment;
}

/** What a statement's totals cost: one line per channel, rate version and unit price, rounded each; VAT once on their sum. */
export function invoiceAmounts(totals: StatementTotals, parties: VatParties): InvoiceAmounts {
  const lines = effectiveLines(totals).map((line, i) => ({
    ...line,
    lineNo: i + 1,
    netMinor: toMinor(line.amountE4, totals.currency),
  }));
  const vat = vatTreatment(parties);
  const netMinor = lines.reduce((sum, line) => sum + line.netMinor, 0);
  const vatMinor = vatOn(netMinor, vat.rateE2);
  const contactCount = lines.reduce((sum, line) => sum + line.quantity, 0);
  return { lines, contactCount, netMinor, vatMinor, grossMinor: netMinor + vatMinor, vat };
}

/**
 * The local dates that a statement covers: its month, from the day it was opened and to the day it was closed when these
 * lie inside.
 */
export function servicePeriod(
  statement: Pick<StatementRow, 'period' | 'openedAt' | 'closedAt'>,
  zone: string,
): { from: string; to: string } {
  const first = `${statement.period}-01`;
  const last = addDays(`${monthAfter(statement.period)}-01`, -1);
  const opened = localDate(statement.openedAt, zone);
  const closed = statement.closedAt ? localDate(statement.closedAt, zone) : last;
  return {
    from: opened > first && opened <= last ? opened : first,
    to: closed >= first && closed < last ? closed : last,
  };
}

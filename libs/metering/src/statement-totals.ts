import { currencyDigits, divideRoundHalfUp, formatUnitPrice, type Money } from '#platform';
import { z } from 'zod';

const totalLineSchema = z.object({
  channel: z.string(),
  rateVersion: z.int(),
  unitPriceE4: z.int(),
  quantity: z.int(),
  amountE4: z.int(),
});

/** What a statement sums up to, as kept with it: one line per channel, rate version and unit price. */
export const statementTotalsSchema = z.object({
  currency: z.string(),
  lines: z.array(totalLineSchema),
  agentContacts: z.int(),
  handlingSeconds: z.int(),
});
export type TotalLine = z.infer<typeof totalLineSchema>;
export type StatementTotals = z.infer<typeof statementTotalsSchema>;

/** Rows of the ledger that are alike, and how many there are. */
export interface LedgerGroup {
  readonly entry: 'charge' | 'reversal';
  readonly channel: string;
  readonly rateVersion: number;
  readonly amountE4: number;
  readonly rows: number;
  readonly agentContacts: number;
  readonly handlingSeconds: number;
}

export function noTotals(currency: string): StatementTotals {
  return { currency, lines: [], agentContacts: 0, handlingSeconds: 0 };
}

/** Totals with these rows added. A reversal takes away its row's quantity, amount and handling time. */
export function addToTotals(totals: StatementTotals, groups: readonly LedgerGroup[]): StatementTotals {
  const lines = new Map(totals.lines.map((line) => [lineKey(line), line]));
  let { agentContacts, handlingSeconds } = totals;
  for (const group of groups) {
    const sign = group.entry === 'charge' ? 1 : -1;
    const key = { ...group, unitPriceE4: Math.abs(group.amountE4) };
    const line = lines.get(lineKey(key));
    lines.set(lineKey(key), {
      channel: group.channel,
      rateVersion: group.rateVersion,
      unitPriceE4: key.unitPriceE4,
      quantity: (line?.quantity ?? 0) + sign * group.rows,
      amountE4: (line?.amountE4 ?? 0) + group.amountE4 * group.rows,
    });
    agentContacts += sign * group.agentContacts;
    handlingSeconds += sign * group.handlingSeconds;
  }
  const sorted = [...lines.values()].sort(
    (a, b) =>
      a.rateVersion - b.rateVersion || compareText(a.channel, b.channel) || a.unitPriceE4 - b.unitPriceE4,
  );
  return { currency: totals.currency, lines: sorted, agentContacts, handlingSeconds };
}

/** Lines that charge or credit something; a charge and its reversal in one statement leave nothing to show. */
export function effectiveLines(totals: StatementTotals): TotalLine[] {
  return totals.lines.filter((line) => line.quantity !== 0 || line.amountE4 !== 0);
}

/** An amount in ten-thousandths of the currency in its minor units, rounded half up: once per line. */
export function toMinor(amountE4: number, currency: string): number {
  return Number(divideRoundHalfUp(BigInt(amountE4) * 10n ** BigInt(currencyDigits(currency)), 10_000n));
}

/** The contract's budget for the mean handling time of an agent contact. */
export const handlingBudgetSeconds = 90;

export const handlingTimeSchema = z
  .object({
    contacts: z.int(),
    handlingSeconds: z.int(),
    meanSeconds: z.number().nullable(),
    budgetSeconds: z.int(),
    withinBudget: z.boolean().nullable(),
  })
  .meta({ id: 'HandlingTime', description: 'Agent contacts only; nulls when there were none.' });
export type HandlingTime = z.infer<typeof handlingTimeSchema>;

/** Mean handling time of the agent contacts, to a tenth of a second, against its budget. */
export function handlingTime(contacts: number, handlingSeconds: number): HandlingTime {
  const mean = contacts > 0 ? Math.round((handlingSeconds * 10) / contacts) / 10 : null;
  return {
    contacts,
    handlingSeconds,
    meanSeconds: mean,
    budgetSeconds: handlingBudgetSeconds,
    // Compared unrounded: 90.04 s on average is over the budget.
    withinBudget: contacts > 0 ? handlingSeconds <= contacts * handlingBudgetSeconds : null,
  };
}

export interface TotalsView {
  readonly contacts: number;
  readonly amount: Money;
  readonly aht: HandlingTime;
  readonly lines: readonly {
    channel: string;
    rateVersion: number;
    unitPrice: string;
    quantity: number;
    amount: Money;
  }[];
}

/** Totals as the API shows them. */
export function viewTotals(totals: StatementTotals): TotalsView {
  const lines = effectiveLines(totals).map((line) => ({
    channel: line.channel,
    rateVersion: line.rateVersion,
    unitPrice: formatUnitPrice(line.unitPriceE4),
    quantity: line.quantity,
    amount: { amountMinor: toMinor(line.amountE4, totals.currency), currency: totals.currency },
  }));
  return {
    contacts: lines.reduce((sum, line) => sum + line.quantity, 0),
    amount: {
      amountMinor: lines.reduce((sum, line) => sum + line.amount.amountMinor, 0),
      currency: totals.currency,
    },
    aht: handlingTime(totals.agentContacts, totals.handlingSeconds),
    lines,
  };
}

function lineKey(line: { channel: string; rateVersion: number; unitPriceE4: number }): string {
  return `${line.rateVersion}/${line.channel}/${line.unitPriceE4}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

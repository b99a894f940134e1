import { currencyDigits, divideRoundHalfUp, type Money } from '#platform';

/** What contacts took and brought in, in one currency. */
export interface Earnings {
  readonly contacts: number;
  /** Of handling, gaps left out. */
  readonly seconds: number;
  /** Ten-thousandths of the currency's unit, as in the ledger. */
  readonly amountE4: number;
  readonly currency: string;
}

/** Ten-thousandths, divided by `by`, in minor units. */
function toMoney(amountE4: bigint, by: bigint, currency: string): Money {
  const minor = divideRoundHalfUp(amountE4 * 10n ** BigInt(currencyDigits(currency)), by * 10_000n);
  return { amountMinor: Number(minor), currency };
}

export function revenueOf({ amountE4, currency }: Earnings): Money {
  return toMoney(BigInt(amountE4), 1n, currency);
}

/** What an hour of handling brings in at the present handling time; 0 where nothing was handled. */
export function revenuePerHour({ amountE4, seconds, currency }: Earnings): Money {
  return toMoney(BigInt(amountE4) * 3_600n, BigInt(Math.max(seconds, 1)), currency);
}

/**
 * Revenue less the cost of the handling time; null where that cost is unknown or in another currency. Time in which agents
 * wait or pause is not in it.
 */
export function marginOf(earnings: Earnings, costPerHour: Money | null): Money | null {
  return marginBy(earnings, costPerHour, 1n);
}

export function marginPerContact(earnings: Earnings, costPerHour: Money | null): Money | null {
  return earnings.contacts === 0 ? null : marginBy(earnings, costPerHour, BigInt(earnings.contacts));
}

/** Rounded once, at the end. */
function marginBy(
  { amountE4, seconds, currency }: Earnings,
  costPerHour: Money | null,
  by: bigint,
): Money | null {
  if (costPerHour?.currency !== currency) return null;
  const minorPerUnit = 10n ** BigInt(currencyDigits(currency));
  const costE4Hours = (BigInt(costPerHour.amountMinor) * BigInt(seconds) * 10_000n) / minorPerUnit;
  return toMoney(BigInt(amountE4) * 3_600n - costE4Hours, 3_600n * by, currency);
}

/** Sums rows of contacts; `main` are those in the currency of most contacts, since amounts of two do not add up. */
export function earningsOf(
  rows: readonly { currency: string; contacts: number; seconds: number; amount_e4: number }[],
): { contacts: number; ahtSeconds: number | null; main: Earnings | undefined } {
  const byCurrency = new Map<string, Earnings>();
  let [contacts, seconds] = [0, 0];
  for (const row of rows) {
    const known = byCurrency.get(row.currency) ?? { contacts: 0, seconds: 0, amountE4: 0 };
    byCurrency.set(row.currency, {
      currency: row.currency,
      contacts: known.contacts + row.contacts,
      seconds: known.seconds + row.seconds,
      amountE4: known.amountE4 + row.amount_e4,
    });
    contacts += row.contacts;
    seconds += row.seconds;
  }
  const [main] = [...byCurrency.values()].sort((a, b) => b.contacts - a.contacts);
  return { contacts, ahtSeconds: contacts > 0 ? Math.round((10 * seconds) / contacts) / 10 : null, main };
}

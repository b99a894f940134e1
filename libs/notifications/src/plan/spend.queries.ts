import type { Tx } from '#platform';

/** What telephony cost a client on a local day, in millionths of its currency. */
export async function spentOn(tx: Tx, clientId: string, localDate: string): Promise<number> {
  const [row] = await tx.query<{ spent: number }>(
    'SELECT spent_micros AS spent FROM channel_spend WHERE client_id = $1 AND local_date = $2',
    [clientId, localDate],
  );
  return row?.spent ?? 0;
}

/** Adds to what a day cost. */
export async function addSpend(tx: Tx, clientId: string, localDate: string, micros: number): Promise<void> {
  if (micros === 0) return;
  await tx.execute(
    `INSERT INTO channel_spend (client_id, local_date, spent_micros) VALUES ($1, $2, $3)
     ON CONFLICT (client_id, local_date) DO UPDATE SET spent_micros = channel_spend.spent_micros + excluded.spent_micros`,
    [clientId, localDate, micros],
  );
}

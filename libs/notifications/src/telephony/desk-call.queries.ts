import type { Tx } from '#platform';

/** Takes one touch of a customer back. */
export async function deleteTouch(
  tx: Tx,
  clientId: string,
  touch: { readonly customerId: string; readonly sourceId: string },
): Promise<void> {
  await tx.execute(
    'DELETE FROM customer_touch WHERE client_id = $1 AND customer_id = $2 AND source_id = $3',
    [clientId, touch.customerId, touch.sourceId],
  );
}

import { newId, type ClientCtx, type Database } from '#platform';
import { Contacts, type ContactDraft, type StoredContact } from '#contacts';

/** Decided cases with a customer each, as bare as the tables allow; gives their ids. */
export async function newBareCases(db: Database, ctx: ClientCtx, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId());
  await db.tx(ctx, async (tx) => {
    const customerId = newId();
    await tx.execute('INSERT INTO customer (client_id, id, match_key) VALUES ($1, $2, $3)', [
      ctx.clientId,
      customerId,
      customerId,
    ]);
    await tx.insertMany(
      'return_case',
      ['client_id', 'id', 'case_ref', 'order_ref', 'customer_id', 'state', 'language', 'content_hash'],
      ids.map((id) => [ctx.clientId, id, `R-${id}`, `O-${id}`, customerId, 'decided', 'de', Buffer.alloc(0)]),
    );
  });
  return ids;
}

/** An accepted decision mail; give what matters to the test. */
export function newDraft(
  changes: Partial<ContactDraft> & Pick<ContactDraft, 'caseId' | 'concludedAt'>,
): ContactDraft {
  return {
    sourceKind: 'message',
    sourceId: newId(),
    purpose: 'decision',
    channel: 'email',
    direction: 'outbound',
    language: 'de',
    outcome: 'accepted',
    ...changes,
  };
}

/** A call that reached the customer. */
export function newCall(
  changes: Partial<ContactDraft> & Pick<ContactDraft, 'caseId' | 'concludedAt'>,
): ContactDraft {
  return newDraft({
    sourceKind: 'call',
    channel: 'voice',
    outcome: 'reached',
    disposition: 'resolved',
    agentId: newId(),
    handlingSeconds: 80,
    purpose: 'callback',
    ...changes,
  });
}

/** Concludes contacts in one transaction. */
export function conclude(
  world: { db: Database; get<T>(type: abstract new (...args: never[]) => T): T },
  ctx: ClientCtx,
  drafts: readonly ContactDraft[],
): Promise<StoredContact[]> {
  return world.db.tx(ctx, (tx) => world.get(Contacts).conclude(ctx, tx, drafts));
}

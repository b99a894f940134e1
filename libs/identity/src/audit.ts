import { actorName, newId, type Ctx, type Tx } from '#platform';

/** Notes who did what to whom, in the transaction that did it. `detail` holds no personal data. */
export async function audit(
  tx: Tx,
  ctx: Ctx,
  clientId: string,
  action: string,
  subjectId: string,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await tx.query(
    `INSERT INTO audit_event (client_id, id, at, actor, action, subject_id, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [clientId, newId(), ctx.now, actorName(ctx.actor), action, subjectId, detail],
  );
}

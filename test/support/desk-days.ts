import { newId, type ClientCtx, type Database } from '#platform';
import { Contacts } from '#contacts';
import { skillFor, type WorkItemKind } from '#desk';
import { conclude, newBareCases, newCall } from './contact-factory.js';

interface DeskWorld {
  readonly db: Database;
  get<T>(type: abstract new (...args: never[]) => T): T;
}

/** One contact of an agent as it was: queued, taken, finished. Give what matters to the test. */
export interface PastContact {
  readonly agentId: string;
  readonly takenAt: Date;
  readonly seconds: number;
  readonly language?: string;
  readonly kind?: WorkItemKind;
  readonly disposition?: string;
  /** How long it had waited; 60 seconds unless said. */
  readonly waitedSeconds?: number;
  /** Between taking and finishing, beyond `seconds`. */
  readonly gapSeconds?: number;
}

/** Simulates work that agents did for a client: work items, claims, contacts, charges. Gives claim and contact ids. */
export async function pastContacts(
  world: DeskWorld,
  ctx: ClientCtx,
  contacts: readonly PastContact[],
): Promise<{ claimId: string; contactId: string; sourceId: string }[]> {
  const caseIds = await newBareCases(world.db, ctx, contacts.length);
  const made: { claimId: string; contactId: string; sourceId: string }[] = [];
  for (const [i, contact] of contacts.entries()) {
    const { agentId, takenAt, seconds, language = 'de', kind = 'call', disposition = 'resolved' } = contact;
    const endedAt = new Date(takenAt.getTime() + (seconds + (contact.gapSeconds ?? 0)) * 1000);
    const sourceId = newId();
    const caseId = caseIds[i] as string;
    const draft = newCall({
      caseId,
      sourceId,
      agentId,
      language,
      disposition,
      handlingSeconds: seconds,
      concludedAt: endedAt,
    });
    const [stored] = await conclude(world, ctx, [draft]);
    const [claimId, workItemId] = [newId(), newId()];
    await world.db.tx(ctx, async (tx) => {
      await tx.execute(
        `INSERT INTO work_item (client_id, id, kind, case_id, subject_id, reason, language, skill, rank, state, created_at, closed_at)
         VALUES ($1, $2, $3, $4, $5, 'test', $6, $7, 0, 'done', $8, $9)`,
        [
          ctx.clientId,
          workItemId,
          kind,
          caseId,
          newId(),
          language,
          skillFor(kind),
          new Date(takenAt.getTime() - (contact.waitedSeconds ?? 60) * 1000),
          endedAt,
        ],
      );
      await tx.execute(
        `INSERT INTO claim (client_id, id, work_item_id, agent_id, token, state, claimed_at, seen_at, ended_at, handling_seconds,
           disposition, contact_id)
         VALUES ($1, $2, $3, $4, $5, 'wrapped_up', $6, $7, $7, $8, $9, $10)`,
        [
          ctx.clientId,
          claimId,
          workItemId,
          agentId,
          newId(),
          takenAt,
          endedAt,
          seconds,
          disposition,
          stored?.id,
        ],
      );
    });
    made.push({ claimId, contactId: stored?.id as string, sourceId });
  }
  return made;
}

/** Takes back what was charged for such a contact. */
export async function takeBack(world: DeskWorld, ctx: ClientCtx, sourceId: string): Promise<void> {
  await world.db.tx(ctx, (tx) =>
    world.get(Contacts).retract(ctx, tx, [{ sourceKind: 'call', sourceId }], 'test'),
  );
}

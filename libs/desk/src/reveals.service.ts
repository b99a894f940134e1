import { Injectable } from '@nestjs/common';
import { actorName, Database, log, newId, type ClientCtx, type Ctx, type Tx } from '#platform';
import { Cases, type CaseRecord } from '#cases';
import { Claims } from './claims.service.js';
import { deskFail } from './desk.errors.js';
import { insertReveal, lockUsed, noteExhausted } from './reveal.queries.js';
import type { RevealField, RevealRequest } from './reveal.schema.js';

/** How many details an agent may see in clear within an hour. */
export const revealsPerHour = 30;
/** How many numbers an agent may be shown within an hour to dial them by hand: more than anybody can call. */
export const dialledPerHour = 60;

interface Place {
  readonly clientId: string;
  readonly caseId: string;
}

/** Customers' details in clear: for a reason, counted, and each kept with who saw it. */
@Injectable()
export class Reveals {
  constructor(
    private readonly db: Database,
    private readonly claims: Claims,
    private readonly cases: Cases,
  ) {}

  /**
   * One detail of the customer of a case in hand. It is counted before it is read, in a transaction of its own across
   * clients and under the agent's lock, so a hundred at once never give more than `revealsPerHour`; one whose claim is
   * lost in between has counted and shows nothing. A number that is dialled by hand (`forCall`) counts apart. Raises `desk.claim_lost`, `desk.nothing_to_reveal`, and
   * `desk.reveals_exhausted` with the seconds to wait.
   */
  async reveal(
    ctx: Ctx,
    claimId: string,
    request: RevealRequest,
    forCall = false,
  ): Promise<{ value: string }> {
    const { field, reason, token } = request;
    const held = { id: claimId, token };
    const place = await this.claims.within(ctx, held, async ({ ctx: scoped, tx, claim }): Promise<Place> => {
      await this.read(scoped, tx, claim.case_id, field);
      return { clientId: scoped.clientId, caseId: claim.case_id as string };
    });
    await this.count(ctx, { ...place, claimId, field, reason, forCall });
    return this.claims.within(ctx, held, async ({ ctx: scoped, tx, claim }) => {
      const value = await this.read(scoped, tx, claim.case_id, field);
      await this.cases.addEvents(scoped, tx, [
        { caseId: place.caseId, kind: 'desk.revealed', detail: { field } },
      ]);
      return { value };
    });
  }

  private async count(
    ctx: Ctx,
    reveal: Place & { claimId: string; field: RevealField; reason: string; forCall: boolean },
  ): Promise<void> {
    const agentId = ctx.actor.id;
    const most = reveal.forCall ? dialledPerHour : revealsPerHour;
    const wait = await this.db.tx({ ...ctx, clientId: null }, async (tx) => {
      const used = await lockUsed(tx, agentId, reveal.forCall);
      if (used.count >= most) {
        await noteExhausted(tx, agentId, actorName(ctx.actor), ctx.now);
        return used.frees;
      }
      await insertReveal(tx, { ...reveal, id: newId(), agentId });
      return null;
    });
    if (wait === null) return;
    log.warn({ agentId }, 'an agent has used up the details of an hour');
    throw deskFail('desk.reveals_exhausted', { most, retryAfter: wait });
  }

  private async read(ctx: ClientCtx, tx: Tx, caseId: string | null, field: RevealField): Promise<string> {
    const [record] = caseId === null ? [] : await this.cases.load(ctx, tx, [caseId]);
    const value = record && valueOf(record, field);
    if (!value) throw deskFail('desk.nothing_to_reveal');
    return value;
  }
}

function valueOf(record: CaseRecord, field: RevealField): string | null {
  switch (field) {
    case 'iban':
      return record.iban;
    case 'phone':
      return record.customer.phone;
    case 'email':
      return record.customer.email;
    case 'address': {
      if (record.street === null) return null;
      const town = [record.postalCode, record.city].filter((part) => part !== null).join(' ');
      return [record.street, town, record.country].filter((part) => part !== null && part !== '').join(', ');
    }
  }
}

import { Injectable } from '@nestjs/common';
import { Database, requirePermission, type ClientCtx, type Ctx, type Tx } from '#platform';
import { ContactMeter, type ContactDraft, type ContactVerdict, type StoredContact } from '#contacts';
import { z } from 'zod';
import { judgeAlone, mergedIntoFirst, priceE4, rateInForce } from './judgement.js';
import { Ledger, type NewEntry } from './ledger.service.js';
import { chargedPurposes, readEntry, standingCharges, type StoredEntry } from './ledger.queries.js';
import { fail } from './metering.errors.js';

/** Why a charge is taken back: a code, so that no personal data enters the ledger. */
export const reversalReasonSchema = z.string().regex(/^[a-z][a-z0-9_]{2,59}$/);

/** Decides what each contact costs and writes it into the ledger. */
@Injectable()
export class Metering extends ContactMeter {
  constructor(
    private readonly db: Database,
    private readonly ledger: Ledger,
  ) {
    super();
  }

  /**
   * Says for each draft whether it is charged and why: by the rate in force when it ended, and only the first of a case
   * and purpose. From here to commit the transaction holds the end of the client's ledger, so two that conclude
   * contacts of one case see each other's; call it late in a transaction. Whoever concludes a contact was authorised
   * there.
   */
  override async judge(
    ctx: ClientCtx,
    tx: Tx,
    drafts: readonly ContactDraft[],
  ): Promise<readonly ContactVerdict[]> {
    const { rates } = await this.ledger.enter(ctx, tx);
    const alone = drafts.map((draft) => judgeAlone(rateInForce(rates, draft.concludedAt), draft));
    const candidates = drafts.filter((_, i) => alone[i]?.billable);
    if (candidates.length === 0) return alone;
    const taken = new Set((await chargedPurposes(tx, ctx.clientId, candidates)).map(purposeKey));
    return alone.map((verdict, i) => {
      const draft = drafts[i];
      if (!verdict.billable || !draft) return verdict;
      const key = purposeKey(draft);
      if (taken.has(key)) return mergedIntoFirst;
      taken.add(key);
      return verdict;
    });
  }

  /**
   * Charges stored billable contacts, in order, into the open statement; what is not billable is passed over. A contact
   * that ended in a month already closed joins the open statement too.
   */
  override async charge(
    ctx: ClientCtx,
    tx: Tx,
    contacts: readonly StoredContact[],
    verdicts: readonly ContactVerdict[],
  ): Promise<void> {
    const { rates } = await this.ledger.enter(ctx, tx);
    const entries = contacts.flatMap((contact, i) => {
      const verdict = verdicts[i];
      if (!verdict?.billable) return [];
      const rate = rateInForce(rates, contact.concludedAt);
      return [
        {
          entry: 'charge' as const,
          contactId: contact.id,
          caseId: contact.caseId,
          channel: contact.channel,
          purpose: contact.purpose,
          occurredAt: contact.concludedAt,
          handlingSeconds: contact.handlingSeconds ?? null,
          amountE4: priceE4(rate, contact),
          currency: rate.currency,
          rateVersion: rate.version,
          reason: verdict.reason,
          reversesSeq: null,
        },
      ];
    });
    await this.ledger.append(ctx, tx, entries);
  }

  /**
   * Takes the charges of these contacts back in bulk, each by a counter-entry in the open statement; one that has none, or
   * whose charge was taken back before, changes nothing. The case's next contact of that purpose is billable again.
   */
  override async retract(
    ctx: ClientCtx,
    tx: Tx,
    contactIds: readonly string[],
    reason: string,
  ): Promise<void> {
    const why = reversalReasonSchema.parse(reason);
    await this.ledger.enter(ctx, tx);
    const charges = await standingCharges(tx, ctx.clientId, contactIds);
    await this.ledger.append(
      ctx,
      tx,
      charges.map((charge) => reversalOf(charge, why)),
    );
  }

  /**
   * Takes a charge back by a counter-entry in the open statement that points at it. Raises `ledger.unknown_entry`,
   * `ledger.not_a_charge`, and `ledger.already_reversed` for all but the first.
   */
  async reverse(ctx: Ctx, seq: number, reason: string): Promise<void> {
    requirePermission(ctx, 'statement.close');
    const why = reversalReasonSchema.parse(reason);
    const scope = ctx;
    await this.db.tx(ctx, async (tx) => {
      await this.ledger.enter(scope, tx);
      const charge = await readEntry(tx, scope.clientId, seq);
      if (!charge) throw fail('ledger.unknown_entry');
      if (charge.entry !== 'charge') throw fail('ledger.not_a_charge', { seq });
      if (charge.isReversed) throw fail('ledger.already_reversed', { seq });
      await this.ledger.append(scope, tx, [reversalOf(charge, why)]);
    });
  }
}

function purposeKey(of: { readonly caseId: string; readonly purpose: string }): string {
  return `${of.caseId}/${of.purpose}`;
}

function reversalOf(charge: StoredEntry, reason: string): NewEntry {
  return {
    entry: 'reversal',
    contactId: charge.contactId,
    caseId: charge.caseId,
    channel: charge.channel,
    purpose: charge.purpose,
    occurredAt: charge.occurredAt,
    handlingSeconds: charge.handlingSeconds,
    // Zero stays zero: the JSON text of -0 and the column's 0 must not differ.
    amountE4: charge.amountE4 === 0 ? 0 : -charge.amountE4,
    currency: charge.currency,
    rateVersion: charge.rateVersion,
    reason,
    reversesSeq: charge.seq,
  };
}

import { Injectable } from '@nestjs/common';
import { Database, newId, requirePermission, type ClientCtx, type Ctx, type Tx } from '#platform';
import { ContactMeter, type ConcludedContact, type ContactDraft } from './contact-meter.js';
import {
  billableOf,
  concludedSources,
  contactsOfCase,
  insertAttempts,
  insertContacts,
  type AttemptRecord,
  type ContactSource,
} from './contact.queries.js';
import type { ContactView } from './contact.schema.js';

/** Concluded communications and the tries that led to them: the facts that metering reads. */
@Injectable()
export class Contacts {
  constructor(
    private readonly db: Database,
    private readonly meter: ContactMeter,
  ) {}

  /**
   * Stores one contact per draft with the meter's verdict and has the billable ones charged, all in `tx`. A source
   * (message, call, inbound message) is concluded once: drafts of a source that has its contact change nothing, except
   * that one given up or returned may turn out accepted after all. Returns the contacts that are new,
   * each with its verdict.
   */
  async conclude(ctx: ClientCtx, tx: Tx, drafts: readonly ContactDraft[]): Promise<ConcludedContact[]> {
    requirePermission(ctx, 'desk.work');
    if (drafts.length === 0) return [];
    const outcomes = new Map<string, string[]>();
    for (const { key, outcome } of await concludedSources(tx, ctx.clientId, drafts)) {
      outcomes.set(key, [...(outcomes.get(key) ?? []), outcome]);
    }
    const fresh = drafts.filter((draft) => {
      const key = `${draft.sourceKind}:${draft.sourceId}`;
      const known = outcomes.get(key) ?? [];
      if (known.length > 0 && !(draft.outcome === 'accepted' && known.every(isPremature))) return false;
      outcomes.set(key, [...known, draft.outcome]);
      return true;
    });
    if (fresh.length === 0) return [];
    const verdicts = await this.meter.judge(ctx, tx, fresh);
    const judged = fresh.map((draft, i) => {
      const verdict = verdicts[i];
      if (!verdict) throw new Error('the meter judged fewer contacts than it was given');
      return { contact: { ...draft, id: newId() }, verdict };
    });
    const inserted = await insertContacts(tx, ctx.clientId, judged);
    const stored = judged.filter(({ contact }) => inserted.has(contact.id));
    const billable = stored.filter(({ verdict }) => verdict.billable);
    if (billable.length > 0) {
      await this.meter.charge(
        ctx,
        tx,
        billable.map(({ contact }) => contact),
        billable.map(({ verdict }) => verdict),
      );
    }
    return stored.map(({ contact, verdict }) => ({ ...contact, verdict }));
  }

  /**
   * Takes back what was charged for sources that did not reach the customer after all, in bulk; the contacts stay, the
   * ledger gets counter-entries with `reason`, a code. A source without a standing charge changes nothing.
   */
  async retract(ctx: ClientCtx, tx: Tx, sources: readonly ContactSource[], reason: string): Promise<void> {
    requirePermission(ctx, 'desk.work');
    if (sources.length === 0) return;
    const ids = await billableOf(tx, ctx.clientId, sources);
    if (ids.length > 0) await this.meter.retract(ctx, tx, ids, reason);
  }

  /** Stores tries, whether or not a contact came of them. One with the same source and `seq` stays as it is. */
  async recordAttempts(ctx: ClientCtx, tx: Tx, attempts: readonly AttemptRecord[]): Promise<void> {
    requirePermission(ctx, 'desk.work');
    if (attempts.length > 0) await insertAttempts(tx, ctx.clientId, attempts);
  }

  /** A case's contacts with their attempts, oldest first; empty for an unknown case. */
  async ofCase(ctx: Ctx, caseId: string): Promise<ContactView[]> {
    requirePermission(ctx, 'case.read');
    const { clientId } = ctx;
    return this.db.tx(ctx, (tx) => contactsOfCase(tx, clientId, caseId));
  }
}

/** Outcomes that a later acceptance corrects. */
function isPremature(outcome: string): boolean {
  return outcome === 'failed' || outcome === 'bounced';
}

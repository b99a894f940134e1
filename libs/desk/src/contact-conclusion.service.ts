import { Injectable } from '@nestjs/common';
import { Cases } from '#cases';
import { Contacts, type ContactDraft, type ContactVerdict } from '#contacts';
import { setContact, type ClaimRow } from './claim.queries.js';
import type { ClaimScope } from './claims.service.js';
import type { Disposition, DispositionFlags } from './disposition.schema.js';
import type { WorkItemKind } from './work-item.schema.js';

/** What a finished item comes to. */
export interface Conclusion {
  readonly contactId: string | null;
  readonly verdict: ContactVerdict;
}

const internal: Conclusion = { contactId: null, verdict: { billable: false, reason: 'internal' } };
/** The answer stays open, so the contact is not concluded yet. */
const unfinished: Conclusion = { contactId: null, verdict: { billable: false, reason: 'not_concluded' } };
const known: Conclusion = { contactId: null, verdict: { billable: false, reason: 'already_concluded' } };

/** Makes the contact that an agent's work on an item was, and writes it on the case's timeline. */
@Injectable()
export class ContactConclusion {
  constructor(
    private readonly contacts: Contacts,
    private readonly cases: Cases,
  ) {}

  /**
   * Concludes the contact of a claim that has ended after `seconds`, in its transaction: a call reached the customer or did
   * not, a reply was answered or not; other kinds are work among ourselves. From here on the transaction holds the end of
   * the client's ledger.
   */
  async conclude(
    scope: ClaimScope,
    disposition: Disposition,
    seconds: number,
    nextWorkItemId: string | null,
  ): Promise<Conclusion> {
    const { ctx, tx, claim } = scope;
    const { case_id: caseId } = claim;
    if (caseId === null) return internal;
    const conclusion = await this.contact(scope, caseId, disposition, seconds);
    await this.cases.addEvents(ctx, tx, [
      {
        caseId,
        kind: 'desk.wrapped_up',
        detail: {
          workItemId: claim.work_item_id,
          kind: claim.kind,
          disposition: disposition.code,
          handlingSeconds: seconds,
          contactId: conclusion.contactId,
          nextWorkItemId,
        },
      },
    ]);
    return conclusion;
  }

  private async contact(
    { ctx, tx, claim }: ClaimScope,
    caseId: string,
    disposition: Disposition,
    seconds: number,
  ): Promise<Conclusion> {
    const { code, flags } = disposition;
    const about = sourceOf(claim);
    if (!about) return internal;
    if (staysOpen(claim.kind, flags)) return unfinished;
    const isReached = flags.rightParty && flags.humanAnswered;
    if (about.sourceKind === 'call')
      await this.contacts.recordAttempts(ctx, tx, [
        {
          sourceId: about.sourceId,
          seq: 1,
          channel: 'voice',
          at: claim.claimed_at,
          outcome: isReached ? 'reached' : 'unanswered',
          reason: code,
        },
      ]);
    const [contact] = await this.contacts.conclude(ctx, tx, [
      {
        ...about,
        caseId,
        language: claim.language,
        outcome: isReached ? (about.sourceKind === 'call' ? 'reached' : 'answered') : 'unanswered',
        disposition: code,
        isChargeable: flags.billable,
        agentId: claim.agent_id,
        handlingSeconds: seconds,
        concludedAt: ctx.now,
      },
    ]);
    if (!contact) return known;
    await setContact(tx, ctx.clientId, claim.id, contact.id);
    return { contactId: contact.id, verdict: contact.verdict };
  }
}

/** Whether a reply still waits for its answer: nobody was spoken to, and nothing says that none is needed. */
export function staysOpen(kind: WorkItemKind, flags: DispositionFlags): boolean {
  return kind === 'reply' && !flags.rightParty && !flags.resolved;
}

type Source = Pick<ContactDraft, 'sourceKind' | 'sourceId' | 'purpose' | 'channel' | 'direction'>;

/** Null for work in which no customer is spoken to. A reply's reason is the channel that it came over. */
function sourceOf(claim: ClaimRow): Source | null {
  switch (claim.kind) {
    case 'call':
    case 'callback':
      return {
        sourceKind: 'call',
        sourceId: claim.id,
        purpose: claim.purpose ?? claim.kind,
        channel: 'voice',
        direction: 'outbound',
      };
    case 'reply':
      return {
        sourceKind: 'inbound',
        sourceId: claim.subject_id,
        purpose: 'reply',
        channel: channelOf(claim.reason),
        direction: 'inbound',
      };
    case 'review':
    case 'changed_case':
    case 'failed_message':
    case 'refund_problem':
    case 'out_of_stock':
    case 'unverified_mail':
      return null;
  }
}

function channelOf(reason: string): ContactDraft['channel'] {
  const channels = ['email', 'sms', 'whatsapp', 'voice'] as const;
  return channels.find((channel) => channel === reason) ?? 'email';
}

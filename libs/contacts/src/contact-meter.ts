import type { ClientCtx, Tx } from '#platform';

/** One concluded communication, before it is stored. */
export interface ContactDraft {
  readonly caseId: string;
  readonly sourceKind: 'message' | 'call' | 'inbound';
  readonly sourceId: string;
  readonly purpose: string;
  readonly channel: 'email' | 'sms' | 'whatsapp' | 'voice' | 'letter';
  readonly direction: 'outbound' | 'inbound';
  readonly language: string;
  /** `accepted`, `failed`, `bounced`, `reached`, `unanswered`, `answered`. */
  readonly outcome: string;
  readonly disposition?: string;
  /** False when its disposition is one that is not charged, unless the rate names that disposition. */
  readonly isChargeable?: boolean;
  readonly agentId?: string;
  readonly handlingSeconds?: number;
  readonly concludedAt: Date;
}

export interface ContactVerdict {
  readonly billable: boolean;
  /** A code that says why, for example `outbound_accepted`, `merged_into_first`, `not_reached`. */
  readonly reason: string;
}

export interface StoredContact extends ContactDraft {
  readonly id: string;
}

/** A contact as it was just stored. */
export interface ConcludedContact extends StoredContact {
  readonly verdict: ContactVerdict;
}

/**
 * What contacts asks of metering, turned around so that data flows one way: contacts must not know the ledger.
 * Metering provides it; its calls run in the transaction that stores the contacts or learns that one did not happen.
 */
export abstract class ContactMeter {
  /** Says for each draft, in order, whether the client's rate charges it and why. */
  abstract judge(ctx: ClientCtx, tx: Tx, drafts: readonly ContactDraft[]): Promise<readonly ContactVerdict[]>;
  /** Charges stored billable contacts: price at the moment they ended, into the open statement and the ledger. */
  abstract charge(
    ctx: ClientCtx,
    tx: Tx,
    contacts: readonly StoredContact[],
    verdicts: readonly ContactVerdict[],
  ): Promise<void>;
  /** Takes the charges of these contacts back by counter-entries; one without a standing charge changes nothing. */
  abstract retract(ctx: ClientCtx, tx: Tx, contactIds: readonly string[], reason: string): Promise<void>;
}

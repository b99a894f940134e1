import type { CaseItem, CaseRecord } from '#cases';
import type { Client } from '#clients';
import type { AskedFact, MessageFacts, MessagePurpose } from '../message/message-purpose.js';

/** What is judged: a message about a case, whether taken now or about to be announced. */
export interface AboutCase {
  readonly purpose: MessagePurpose;
  readonly facts: MessageFacts | null;
  /** Whether a later message of the same purpose about the same case exists. */
  readonly superseded: boolean;
}

/** Purposes that speak of the whole case, so that a later message takes an unsent one's place. */
const ofWholeCase: ReadonlySet<MessagePurpose> = new Set([
  'decision',
  'missing_information',
  'goods_received',
  'reminder',
  'call_missed',
  'withdrawal_receipt',
]);

/** Why a message must not go out, the case being as it is now; null when what it says still holds. */
export function noLongerApplies(
  message: AboutCase,
  record: CaseRecord | undefined,
  client: Client,
): string | null {
  if (client.status === 'ended') return 'client ended';
  if (message.superseded && ofWholeCase.has(message.purpose)) return 'superseded by a later message';
  if (!record) return 'case is gone';
  const isDecided = record.state === 'decided' || record.state === 'settled';
  switch (message.purpose) {
    case 'decision':
      return isDecided ? null : 'case is no longer decided';
    case 'missing_information':
      // An agent has asked for it and the customer's page says what became of it.
      if (message.facts?.linkId !== undefined) return null;
      return isAnythingAsked(message, record) ? null : 'nothing is missing any more';
    case 'reminder':
      return isAnythingAsked(message, record) ? null : 'nothing is missing any more';
    case 'goods_received':
      if (isDecided) return 'case is decided';
      return record.receivedOn === null ? 'goods are not received' : null;
    case 'replacement_shipped':
      return has(message, record, 'shipped') ? null : 'no longer shipped';
    case 'out_of_stock':
      return has(message, record, 'out_of_stock') ? null : 'no longer out of stock';
    case 'refund_paid':
      return has(message, record, 'paid') ? null : 'no longer paid';
    case 'refund_failed':
      return has(message, record, 'failed') ? null : 'refund no longer failed';
    case 'call_missed':
      return record.state === 'settled' ? 'case is settled' : null;
    case 'withdrawal_receipt':
      return null;
  }
}

/** What a message asks the customer for; nothing when it only tells. */
export function askedOf(
  message: Pick<AboutCase, 'purpose' | 'facts'>,
  record: CaseRecord,
): readonly AskedFact[] {
  if (message.facts?.asked) return message.facts.asked;
  if (message.purpose === 'missing_information') return record.waitsFor;
  if (message.purpose === 'refund_failed') return ['bank_account'];
  return message.purpose === 'out_of_stock' ? ['choice'] : [];
}

function isAnythingAsked(message: AboutCase, record: CaseRecord): boolean {
  return askedOf(message, record).some((fact) => isStillAsked(fact, message, record));
}

function isStillAsked(fact: AskedFact, message: AboutCase, record: CaseRecord): boolean {
  switch (fact) {
    case 'price':
    case 'contact':
    case 'reason':
      return record.waitsFor.includes(fact);
    case 'bank_account':
      return has(message, record, 'failed');
    case 'choice':
      return has(message, record, 'out_of_stock');
    case 'address':
      return record.street === null;
  }
}

function has(message: AboutCase, record: CaseRecord, fulfilment: CaseItem['fulfilment']): boolean {
  const ids = message.facts?.itemIds;
  return record.items.some(
    (item) => item.fulfilment === fulfilment && (ids === undefined || ids.includes(item.id)),
  );
}

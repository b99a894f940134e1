import { parseUnitPrice } from '#platform';
import type { ContactDraft, ContactVerdict } from '#contacts';
import type { Rate, RateRule } from './rate.schema.js';

/** Why contacts are charged or not, before a client's own rules. */
const outboundReasons: Readonly<Record<string, ContactVerdict>> = {
  accepted: { billable: true, reason: 'outbound_accepted' },
  reached: { billable: true, reason: 'customer_reached' },
  unanswered: { billable: false, reason: 'not_reached' },
  bounced: { billable: false, reason: 'bounced' },
  failed: { billable: false, reason: 'failed' },
};
const inboundReasons: Readonly<Record<string, ContactVerdict>> = {
  answered: { billable: true, reason: 'inbound_answered' },
  reached: { billable: true, reason: 'inbound_answered' },
  unanswered: { billable: false, reason: 'inbound_not_answered' },
};
const internalPurposes = new Set(['internal', 'review']);

/** The reason of a contact that belongs to one already charged: a case and purpose is charged once. */
export const mergedIntoFirst: ContactVerdict = { billable: false, reason: 'merged_into_first' };

/** The version in force when a contact ended; the first for one that ended before all versions. */
export function rateInForce(rates: readonly Rate[], at: Date): Rate {
  let found = rates[0];
  for (const rate of rates) if (rate.effectiveFrom <= at) found = rate;
  if (!found) throw new Error('a client without a rate');
  return found;
}

/**
 * Whether the rate charges a contact by itself, not knowing of others of its case. A rule without `outcome` and
 * `disposition` is asked only of contacts that are charged by default: a price for e-mails must not make bounces cost.
 */
export function judgeAlone(rate: Rate, draft: ContactDraft): ContactVerdict {
  const usual = usualVerdict(draft);
  const rule = ruleFor(rate, draft, usual);
  if (!rule || rule.billable === usual.billable) return usual;
  return { billable: rule.billable, reason: rule.billable ? 'charged_by_rate' : 'excluded_by_rate' };
}

/** Price of a charged contact in ten-thousandths. */
export function priceE4(rate: Rate, draft: ContactDraft): number {
  const price = ruleFor(rate, draft, usualVerdict(draft))?.unitPrice;
  return price === undefined ? rate.unitPriceE4 : Number(parseUnitPrice(price));
}

function usualVerdict(draft: ContactDraft): ContactVerdict {
  if (internalPurposes.has(draft.purpose)) return { billable: false, reason: 'internal' };
  if (draft.isChargeable === false) return { billable: false, reason: 'disposition_not_charged' };
  const reasons = draft.direction === 'outbound' ? outboundReasons : inboundReasons;
  return reasons[draft.outcome] ?? { billable: false, reason: 'not_concluded' };
}

function ruleFor(rate: Rate, draft: ContactDraft, usual: ContactVerdict): RateRule | undefined {
  return rate.rules.find(
    (rule) =>
      (usual.billable || rule.outcome !== undefined || rule.disposition !== undefined) &&
      (rule.channel === undefined || rule.channel === draft.channel) &&
      (rule.purpose === undefined || rule.purpose === draft.purpose) &&
      (rule.direction === undefined || rule.direction === draft.direction) &&
      (rule.outcome === undefined || rule.outcome === draft.outcome) &&
      (rule.disposition === undefined || rule.disposition === draft.disposition),
  );
}

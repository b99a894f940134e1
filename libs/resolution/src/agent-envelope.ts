import type { CaseItem, Outcome } from '#cases';
import type { ItemFacts, LegalDates } from './item-facts.js';
import { barredBy, claimsOf, isContradicted, legalDoubt } from './legal-envelope.js';
import type { AnyGround } from './legal-words.js';
import type { CompiledPolicy } from './policy-compiler.js';

type Decided = Exclude<Outcome, 'review'>;

/** What an agent may answer for an item, and what the law wants named for it; null for nothing. */
export interface AllowedOutcome {
  readonly outcome: Decided;
  readonly needsGround: readonly AnyGround[] | null;
}

/** The item as an agent finds it. */
export interface AgentItem {
  readonly item: CaseItem;
  readonly facts: ItemFacts;
  readonly dates: LegalDates;
  /** Nothing is lost when it is taken out of its listing: that one is still open, or the goods turned out to be sold out. */
  readonly isWithdrawable: boolean;
}

const outcomes: readonly Decided[] = ['refund', 'replacement', 'repair', 'store_credit', 'rejection'];
/** What a customer can say on the phone; the agent writes it down in the reason. */
const saidByCustomer: readonly AnyGround[] = ['declined_by_consumer', 'consumer_agreed'];
const conformity: ReadonlySet<string | null> = new Set(['non_conformity', 'transport_damage', 'wrong_item']);

/**
 * What an agent may decide: for an item in review whatever a rule of the published policy gives to such an item, also one
 * that comes too late in the table; for a replacement that was not sent a refund by the same measure. Beyond that only
 * where the law leaves nothing else: the refund of a withdrawal, and of goods of which there are no more. Everything else,
 * and a legal basis that seems wrong, is for those who may decide by hand. Pure.
 */
export function allowedToAgents(policy: CompiledPolicy | null, found: AgentItem): AllowedOutcome[] {
  const { item, facts } = found;
  const isInReview = item.outcome === 'review';
  const isWaiting = item.outcome === 'replacement' && found.isWithdrawable;
  if (!isInReview && !isWaiting) return [];
  return outcomes
    .filter((outcome) => isInReview || outcome === 'refund')
    .filter((outcome) => !pays(outcome) || facts.itemValue !== null)
    .flatMap((outcome) => allowedOne(outcome, policy, found));
}

function allowedOne(outcome: Decided, policy: CompiledPolicy | null, found: AgentItem): AllowedOutcome[] {
  const { facts, dates } = found;
  const basis = facts.legalBasis;
  const rules = (policy?.rules ?? []).filter(({ rule, holds }) => rule.then === outcome && holds(facts));
  const isSoldOut = found.item.fulfilment === 'out_of_stock' || facts.stock === 'none';
  const isOwed = outcome === 'refund' && (basis === 'withdrawal' || (isSoldOut && conformity.has(basis)));
  if (rules.length === 0 && !isOwed) return [];
  if (outcome === 'replacement' && isSoldOut) return [];
  if (barredBy(outcome, basis, []) === null) return [{ outcome, needsGround: null }];
  const claims = new Set<AnyGround>([
    ...rules.flatMap(({ rule }) => claimsOf(rule)),
    ...(isSoldOut ? (['impossible'] as const) : []),
    ...saidByCustomer,
  ]);
  const standing = [...claims].filter(
    (claim) => legalDoubt(outcome, basis, [claim], dates) === null && !isContradicted(claim, dates),
  );
  return standing.length === 0 ? [] : [{ outcome, needsGround: standing }];
}

function pays(outcome: Decided): boolean {
  return outcome === 'refund' || outcome === 'store_credit';
}

import { Injectable } from '@nestjs/common';
import { Cases, missingFactsOf, type CaseItem, type CaseRecord } from '#cases';
import { Listings } from '#listings';
import { Notifications } from '#notifications';
import { joinBook, requirePermission, type ClientCtx, type Tx } from '#platform';
import { allowedToAgents, type AllowedOutcome } from './agent-envelope.js';
import type { AgentDecision, AgentDecisionAnswer, Consequence } from './agent-resolution.schema.js';
import type { HandDecision } from './decision.schema.js';
import { decisionsOfCase, type DecisionRow } from './decisions.queries.js';
import { isOpen } from './case-conclusion.js';
import { valueOf, type ItemFacts } from './item-facts.js';
import { Policies, type PolicyInForce } from './policies.service.js';
import { fail } from './resolution.errors.js';
import { Resolution } from './resolution.service.js';

/** What an agent sees of an item's decision. */
export interface ItemDecision {
  readonly policyVersion: number | null;
  readonly rule: string | null;
  readonly ruleName: string | null;
  readonly inputs: Readonly<Record<string, string | number | null>>;
  readonly outcome: string;
  readonly ground: string | null;
  readonly reason: string | null;
  readonly by: string;
  readonly at: string;
}

export interface AgentView {
  readonly decision: ItemDecision | null;
  readonly allowed: readonly AllowedOutcome[];
}

/**
 * What agents decide within the policy, for the case that they hold: the caller has made sure of that, and every method is a
 * step of its transaction.
 */
@Injectable()
export class AgentResolution {
  constructor(
    private readonly cases: Cases,
    private readonly policies: Policies,
    private readonly resolution: Resolution,
    private readonly listings: Listings,
    private readonly notifications: Notifications,
  ) {}

  /** By item: the newest decision with the name of its rule, and what the agent may answer instead. */
  async viewsOf(ctx: ClientCtx, tx: Tx, record: CaseRecord): Promise<Map<string, AgentView>> {
    const rows = await decisionsOfCase(tx, ctx.clientId, record.id);
    const decided = new Map<string, ItemDecision>();
    const versions = new Map<string, PolicyInForce>();
    for (const row of rows) {
      if (row.policy_id !== null && !versions.has(row.policy_id))
        versions.set(row.policy_id, await this.policies.version(ctx, tx, row.policy_id));
      decided.set(row.item_id, toDecision(row, versions.get(row.policy_id ?? '')));
    }
    const allowed = await this.allowedOf(ctx, tx, record);
    return new Map(
      record.items.map((item) => [
        item.id,
        { decision: decided.get(item.id) ?? null, allowed: allowed.get(item.id) ?? [] },
      ]),
    );
  }

  /**
   * Decides an item that the agent may decide, or says what would follow. A replacement that becomes a refund leaves its
   * listing by a `withdraw` line. Locks the case. Raises `decision.unknown_item`, `decision.case_incomplete`,
   * `decision.not_allowed` and, without one of the grounds that it needs, `decision.ground_missing`.
   */
  async decide(
    ctx: ClientCtx,
    tx: Tx,
    caseId: string | null,
    decision: Omit<AgentDecision, 'token'>,
  ): Promise<AgentDecisionAnswer> {
    requirePermission(ctx, 'desk.resolve');
    const [record] = await this.cases.load(ctx, tx, caseId === null ? [] : [caseId], { lock: true });
    const item = record?.items.find(({ id }) => id === decision.itemId);
    if (!record || !item) throw fail('decision.unknown_item');
    const missing = missingFactsOf(record);
    if (missing.length > 0) throw fail('decision.case_incomplete', { missing });
    const allowed = (await this.allowedOf(ctx, tx, record)).get(item.id) ?? [];
    const answer = allowed.find(({ outcome }) => outcome === decision.outcome);
    if (!answer) throw fail('decision.not_allowed', { outcome: decision.outcome });
    const { ground } = decision;
    if (answer.needsGround !== null && !answer.needsGround.some((name) => name === ground)) {
      if (decision.confirm || ground !== undefined)
        throw fail('decision.ground_missing', { grounds: [...answer.needsGround] });
    }
    if (!decision.confirm) {
      return { preview: { consequences: await this.consequences(ctx, record, item, decision) }, item: null };
    }
    const { outcome, reason } = decision;
    await this.replace(ctx, tx, record, item, { outcome, reason, ...(ground ? { ground } : {}) });
    return { preview: null, item: { id: item.id, resolution: outcome, fulfilment: item.fulfilment } };
  }

  /**
   * The customer's own wish for goods that are sold out: the money back. Returns the items that changed; none when nothing
   * is sold out any more. The case is locked by the caller.
   */
  async refundSoldOut(ctx: ClientCtx, tx: Tx, record: CaseRecord): Promise<string[]> {
    const soldOut = record.items.filter(
      (item) =>
        item.outcome === 'replacement' && item.fulfilment === 'out_of_stock' && item.unitPriceMinor !== null,
    );
    for (const item of soldOut) {
      const reason = 'chosen by the customer';
      await this.replace(ctx, tx, record, item, { outcome: 'refund', ground: 'impossible', reason });
    }
    return soldOut.map(({ id }) => id);
  }

  private async replace(
    ctx: ClientCtx,
    tx: Tx,
    record: CaseRecord,
    item: CaseItem,
    decision: HandDecision,
  ): Promise<void> {
    if (item.outcome === 'replacement') {
      // Both books are needed: refund before replacement, as everywhere.
      await joinBook(tx, ctx.clientId, 'refund');
      await this.listings.withdraw(ctx, tx, 'replacement', [item.id], 'refunded instead');
    }
    await this.resolution.takeByHand(ctx, tx, record, item, decision);
  }

  private async allowedOf(
    ctx: ClientCtx,
    tx: Tx,
    record: CaseRecord,
  ): Promise<Map<string, readonly AllowedOutcome[]>> {
    if (missingFactsOf(record).length > 0) return new Map();
    const changeable = record.items.filter(
      ({ outcome, fulfilment }) =>
        outcome === 'review' ||
        (outcome === 'replacement' && (fulfilment === 'listed' || fulfilment === 'out_of_stock')),
    );
    if (changeable.length === 0) return new Map();
    const policy = await this.policies.inForce(ctx, tx);
    const facts = await this.resolution.factsOf(ctx, tx, record, changeable);
    const listed = changeable.filter(({ fulfilment }) => fulfilment === 'listed').map(({ id }) => id);
    const inOpen = await this.listings.inOpenListing(ctx, tx, 'replacement', listed);
    return new Map(
      changeable.map((item) => {
        const isWithdrawable = item.fulfilment === 'out_of_stock' || inOpen.has(item.id);
        const found = { item, facts: facts.get(item.id) as ItemFacts, dates: record, isWithdrawable };
        return [item.id, allowedToAgents(policy?.compiled ?? null, found)];
      }),
    );
  }

  private async consequences(
    ctx: ClientCtx,
    record: CaseRecord,
    item: CaseItem,
    { outcome }: Pick<AgentDecision, 'outcome'>,
  ): Promise<Consequence[]> {
    const amount = { amountMinor: valueOf(item) ?? 0, currency: item.currency ?? '' };
    const { quantity } = item;
    const all: Consequence[] = [];
    if (item.outcome === 'replacement') all.push({ code: 'replacement_withdrawn', params: { quantity } });
    if (outcome === 'refund') {
      all.push({ code: 'refund_listed', params: amount });
      all.push(
        record.iban === null
          ? { code: 'refund_same_means', params: {} }
          : { code: 'refund_account', params: { account: `… ${record.iban.slice(-4)}` } },
      );
    } else if (outcome === 'replacement') all.push({ code: 'replacement_listed', params: { quantity } });
    else if (outcome === 'store_credit') all.push({ code: 'store_credit', params: amount });
    else all.push({ code: outcome, params: { quantity } });
    const waiting = record.items.filter((other) => other !== item && isOpen(other)).length;
    if (waiting > 0) all.push({ code: 'case_waits', params: { items: waiting } });
    else if (await this.notifications.wants(ctx, 'decision')) all.push({ code: 'customer_told', params: {} });
    return all;
  }
}

function toDecision(row: DecisionRow, version: PolicyInForce | undefined): ItemDecision {
  return {
    policyVersion: row.policy_version,
    rule: row.rule,
    ruleName: version?.compiled.rules.find(({ rule }) => rule.id === row.rule)?.rule.name ?? null,
    inputs: row.inputs,
    outcome: row.outcome,
    ground: row.ground,
    reason: row.reason,
    by: row.decided_by,
    at: row.decided_at.toISOString(),
  };
}

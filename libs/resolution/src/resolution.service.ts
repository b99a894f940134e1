import { Injectable } from '@nestjs/common';
import { Cases, missingFactsOf, Stock, type CaseItem, type CaseRecord, type Outcome } from '#cases';
import { Clients } from '#clients';
import {
  actorName,
  Database,
  isId,
  localDate,
  requirePermission,
  type ClientCtx,
  type Ctx,
  type Tx,
} from '#platform';
import { conclude, isOpen, keepWaiting } from './case-conclusion.js';
import type { DecisionView, HandDecision, HandDecisionAnswer } from './decision.schema.js';
import { DecisionEffects } from './decision-effects.service.js';
import { decisionsOfCase, latestDecisions, type DecisionRow, type NewDecision } from './decisions.queries.js';
import { caseFacts, itemFacts, legalBasisOf, type ItemFacts } from './item-facts.js';
import { barredBy, isContradicted } from './legal-envelope.js';
import { allGrounds, type AnyGround } from './legal-words.js';
import { Policies, type PolicyInForce } from './policies.service.js';
import { inputsOf } from './policy-compiler.js';
import { fail } from './resolution.errors.js';
import { judge } from './verdict.js';

/** Decides items: by the client's policy in bulk, by a person one at a time. */
@Injectable()
export class Resolution {
  constructor(
    private readonly db: Database,
    private readonly clients: Clients,
    private readonly cases: Cases,
    private readonly stock: Stock,
    private readonly policies: Policies,
    private readonly effects: DecisionEffects,
  ) {}

  /**
   * The one step between intake and everything after it: decides each undecided item of the cases that lack nothing by
   * the policy in force, and stores the cases with all that follows (see `DecisionEffects`). A decided item stays as it
   * is; one in review is tried again, for its facts or the policy may have changed. The caller has been authorised and
   * holds the locks of the cases that exist. Changes the records in memory.
   */
  async resolve(ctx: ClientCtx, tx: Tx, records: readonly CaseRecord[]): Promise<void> {
    if (records.length === 0) return;
    const { zone } = await this.clients.current(ctx);
    const today = localDate(ctx.now, zone);
    const policy = await this.policies.inForce(ctx, tx);
    const changed = records.filter((record) => !record.isNew && record.items.some((item) => !isOpen(item)));
    const open = records.filter((record) => record.items.some(isOpen));
    const ready = open.filter((record) => missingFactsOf(record).length === 0);
    const before = await this.reviewsOf(ctx, tx, ready);
    const stock = await this.stockFor(tx, policy, ready);
    const decisions: NewDecision[] = [];
    const incomplete: CaseRecord[] = [];
    for (const record of open) {
      if (missingFactsOf(record).length > 0) {
        if (keepWaiting(record, today)) incomplete.push(record);
        continue;
      }
      const made = decide(record, policy, today, stock, before);
      conclude(record, made, today);
      decisions.push(...made);
    }
    await this.effects.apply(ctx, tx, records, decisions, changed, incomplete);
  }

  /**
   * A person's answer for an item in review: checked against the law, stored as the item's next decision, followed by
   * the same steps as a policy's. Locks the case. Raises `case.unknown`, `decision.unknown_item`,
   * `decision.not_in_review`, `decision.case_incomplete`, `decision.unlawful` with the article.
   */
  async decideByHand(
    ctx: Ctx,
    caseId: string,
    itemId: string,
    decision: HandDecision,
  ): Promise<HandDecisionAnswer> {
    requirePermission(ctx, 'case.decide');
    return this.db.tx(ctx, async (tx) => {
      const [record] = isId(caseId) ? await this.cases.load(ctx, tx, [caseId], { lock: true }) : [];
      const item = record?.items.find((i) => i.id === itemId);
      if (!record || !item) throw fail('decision.unknown_item');
      if (item.outcome !== 'review') throw fail('decision.not_in_review');
      const missing = missingFactsOf(record);
      if (missing.length > 0) throw fail('decision.case_incomplete', { missing });
      requireLawful(record, item, decision);
      await this.takeByHand(ctx, tx, record, item, decision);
      const [stored] = await latestDecisions(tx, ctx.clientId, [itemId]);
      return { caseId, caseState: record.state, decision: toView(stored as DecisionRow) };
    });
  }

  /** What policies and the law look at, for items of one case. One statement. */
  async factsOf(
    ctx: ClientCtx,
    tx: Tx,
    record: CaseRecord,
    items: readonly CaseItem[],
  ): Promise<Map<string, ItemFacts>> {
    const { zone } = await this.clients.current(ctx);
    const skus = items.map(({ sku }) => sku).filter((sku) => sku !== null);
    const stock = await this.stock.available(tx, skus);
    const of = caseFacts(record, localDate(ctx.now, zone));
    return new Map(items.map((item) => [item.id, itemFacts(of, item, stock)]));
  }

  /**
   * Stores a person's answer as an item's next decision, with all that follows, and sets it on the record. The caller holds
   * the case and has seen to it that the person may answer so and the law allows it.
   */
  async takeByHand(
    ctx: ClientCtx,
    tx: Tx,
    record: CaseRecord,
    item: CaseItem,
    decision: HandDecision,
  ): Promise<void> {
    const { zone } = await this.clients.current(ctx);
    const today = localDate(ctx.now, zone);
    const [before] = await latestDecisions(tx, ctx.clientId, [item.id]);
    const stock = await this.stock.available(tx, item.sku === null ? [] : [item.sku]);
    const made: NewDecision = {
      record,
      item,
      revision: (before?.revision ?? 0) + 1,
      policyId: null,
      policyVersion: null,
      rule: null,
      outcome: decision.outcome,
      inputs: inputsOf(itemFacts(caseFacts(record, today), item, stock), handInputs),
      ground: decision.ground ?? null,
      reason: decision.reason,
      decidedBy: actorName(ctx.actor),
    };
    take(item, made.outcome);
    conclude(record, [made], today);
    await this.effects.apply(ctx, tx, [record], [made], []);
  }

  /** The newest decision of each item of a case, in line order; empty for an unknown case. */
  async decisionsOf(ctx: Ctx, caseId: string): Promise<DecisionView[]> {
    requirePermission(ctx, 'case.read');
    if (!isId(caseId)) return [];
    const rows = await this.db.tx(ctx, (tx) => decisionsOfCase(tx, ctx.clientId, caseId));
    return rows.map(toView);
  }

  /** What the items in review got last, by item. */
  private async reviewsOf(
    ctx: ClientCtx,
    tx: Tx,
    records: readonly CaseRecord[],
  ): Promise<ReadonlyMap<string, DecisionRow>> {
    const ids = records.flatMap((r) => r.items.filter((i) => i.outcome === 'review').map((i) => i.id));
    const rows = await latestDecisions(tx, ctx.clientId, ids);
    return new Map(rows.map((row) => [row.item_id, row]));
  }

  /** Stock of the SKUs in question, read only when the policy's answer can depend on it. */
  private async stockFor(
    tx: Tx,
    policy: PolicyInForce | null,
    records: readonly CaseRecord[],
  ): Promise<ReadonlyMap<string, number>> {
    const matters = policy?.compiled.rules.some(
      ({ rule, looksAt }) => rule.then === 'replacement' || looksAt.includes('stock'),
    );
    if (!matters) return new Map();
    const skus = records.flatMap((r) => r.items.map((i) => i.sku)).filter((sku) => sku !== null);
    return skus.length === 0 ? new Map() : this.stock.available(tx, skus);
  }
}

/** Asks the policy for each open item, and sets what it answers on the item. */
function decide(
  record: CaseRecord,
  policy: PolicyInForce | null,
  today: string,
  stock: ReadonlyMap<string, number>,
  before: ReadonlyMap<string, DecisionRow>,
): NewDecision[] {
  const of = caseFacts(record, today);
  const made: NewDecision[] = [];
  for (const item of record.items) {
    if (!isOpen(item)) continue;
    const verdict = judge(policy?.compiled ?? null, itemFacts(of, item, stock), record);
    const last = before.get(item.id);
    const isSame =
      last?.outcome === verdict.outcome &&
      last.reason === verdict.reason &&
      last.rule === verdict.rule &&
      last.policy_id === (policy?.id ?? null);
    if (isSame) continue;
    take(item, verdict.outcome);
    made.push({
      record,
      item,
      revision: (last?.revision ?? 0) + 1,
      policyId: policy?.id ?? null,
      policyVersion: policy?.version ?? null,
      ...verdict,
      decidedBy: 'policy',
    });
  }
  return made;
}

/** What is paid or sent is listed in this same transaction. */
function take(item: CaseItem, outcome: Outcome): void {
  item.outcome = outcome;
  item.fulfilment = outcome === 'refund' || outcome === 'replacement' ? 'listed' : 'none';
}

/** What a person sees of an item when deciding; kept with the decision. */
const handInputs = [
  'reason',
  'legalBasis',
  'condition',
  'itemValue',
  'currency',
  'daysSinceDelivery',
  'country',
  'priorReturns',
  'stock',
] as const;

function requireLawful(record: CaseRecord, item: CaseItem, { outcome, ground }: HandDecision): void {
  const basis = legalBasisOf(item);
  const named: readonly AnyGround[] = allGrounds.filter((name) => name === ground);
  const article = barredBy(
    outcome,
    basis,
    named.filter((claim) => !isContradicted(claim, record)),
  );
  if (article !== null) throw fail('decision.unlawful', { outcome, basis: basis ?? 'unknown', article });
}

function toView(row: DecisionRow): DecisionView {
  return {
    itemId: row.item_id,
    revision: row.revision,
    outcome: row.outcome,
    policyVersion: row.policy_version,
    rule: row.rule,
    inputs: row.inputs,
    ground: row.ground,
    reason: row.reason,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at.toISOString(),
  };
}

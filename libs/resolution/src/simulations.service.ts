import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Outcome } from '#cases';
import { Clients } from '#clients';
import { Database, localDate, requirePermission, type Ctx } from '#platform';
import { askedOn, itemFacts, spansOf, type ItemFacts } from './item-facts.js';
import { Policies, type PolicyInForce } from './policies.service.js';
import type { Simulation, SimulationRequest } from './policies.schema.js';
import { selectPastItems, type Extras, type PastItemRow } from './simulations.queries.js';
import { judge } from './verdict.js';

const chunkItems = 2_000;

/** Tries a version on past cases. */
@Injectable()
export class Simulations {
  constructor(
    private readonly db: Database,
    private readonly clients: Clients,
    private readonly policies: Policies,
  ) {}

  /**
   * What a version, draft or not, would have answered to the newest decided items, beside what they got: how many per
   * pair of answers and per rule, and a sample of the different ones. Stock is today's. Reads 2,000 items per
   * transaction and keeps none, so other work goes on and memory stays flat. Raises `policy.unknown`.
   */
  async simulate(ctx: Ctx, policyId: string, request: SimulationRequest): Promise<Simulation> {
    requirePermission(ctx, 'policy.write');
    const { zone } = await this.clients.current(ctx);
    const policy = await this.db.tx(ctx, (tx) => this.policies.version(ctx, tx, policyId));
    const extras = extrasOf(policy);
    const tally = new Tally(request.sample);
    let below: string | null = null;
    for (;;) {
      const wanted = Math.min(chunkItems, request.items - tally.items);
      // One row more than wanted tells whether there are older ones.
      const rows: PastItemRow[] = await this.db.tx(ctx, (tx) =>
        selectPastItems(tx, ctx.clientId, below, wanted + 1, extras),
      );
      for (const row of rows.slice(0, wanted)) tally.add(row, judgeAgain(policy, row, zone));
      const last = rows[wanted - 1];
      if (rows.length <= wanted || last === undefined || tally.items >= request.items) {
        return tally.result(policy, rows.length > wanted);
      }
      below = last.id;
      await setImmediate();
    }
  }
}

type Verdict = ReturnType<typeof judge>;

class Tally {
  items = 0;
  private differing = 0;
  private readonly pairs = new Map<string, { decided: Outcome; draft: Outcome; count: number }>();
  private readonly rules = new Map<string | null, number>();
  private readonly sample: Simulation['sample'] = [];

  constructor(private readonly sampleSize: number) {}

  add(row: PastItemRow, verdict: Verdict): void {
    this.items++;
    const key = `${row.outcome} ${verdict.outcome}`;
    const pair = this.pairs.get(key) ?? { decided: row.outcome, draft: verdict.outcome, count: 0 };
    pair.count++;
    this.pairs.set(key, pair);
    this.rules.set(verdict.rule, (this.rules.get(verdict.rule) ?? 0) + 1);
    if (row.outcome === verdict.outcome) return;
    this.differing++;
    if (this.sample.length >= this.sampleSize) return;
    this.sample.push({
      caseId: row.case_id,
      caseRef: row.case_ref,
      itemId: row.id,
      line: row.line_no,
      decided: row.outcome,
      draft: verdict.outcome,
      rule: verdict.rule,
      reason: verdict.reason,
      inputs: verdict.inputs,
    });
  }

  result(policy: PolicyInForce, more: boolean): Simulation {
    return {
      policyId: policy.id,
      version: policy.version,
      items: this.items,
      differing: this.differing,
      more,
      outcomes: [...this.pairs.values()].sort((a, b) => b.count - a.count),
      rules: [...this.rules].map(([rule, count]) => ({ rule, count })).sort((a, b) => b.count - a.count),
      sample: this.sample,
    };
  }
}

function extrasOf({ compiled }: PolicyInForce): Extras {
  return {
    caseValue: compiled.looksAt.includes('caseValue'),
    priorReturns: compiled.looksAt.includes('priorReturns'),
    stock:
      compiled.looksAt.includes('stock') || compiled.rules.some(({ rule }) => rule.then === 'replacement'),
  };
}

function judgeAgain(policy: PolicyInForce, row: PastItemRow, zone: string): Verdict {
  const dates = {
    orderedOn: row.ordered_on,
    deliveredOn: row.delivered_on,
    requestedOn: row.requested_on,
    receivedOn: row.received_on,
    country: row.country,
  };
  const asked = askedOn(dates, localDate(row.case_created_at, zone));
  const stock = new Map<string, number>();
  if (row.sku !== null && row.available !== null) stock.set(row.sku, row.available);
  const facts: ItemFacts = itemFacts(
    {
      country: row.country,
      priorReturns: row.prior_returns,
      caseValue: row.case_value,
      ...spansOf(dates, asked),
    },
    {
      sku: row.sku,
      product: row.product,
      category: row.category,
      quantity: row.quantity,
      unitPriceMinor: row.unit_price_minor,
      currency: row.currency,
      reason: row.reason,
      legalBasis: row.legal_basis,
      condition: row.condition,
    },
    stock,
  );
  return judge(policy.compiled, facts, dates);
}

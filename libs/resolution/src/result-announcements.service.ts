import { Injectable } from '@nestjs/common';
import type { CaseRecord } from '#cases';
import { ResultEffects, type ResultNews } from '#listings';
import { Notifications, type MessageFacts, type MessagePurpose } from '#notifications';
import type { ClientCtx, Tx } from '#platform';

/** Which results customers are told of, and why. */
const purposes: Partial<Record<ResultNews['result'], MessagePurpose>> = {
  shipped: 'replacement_shipped',
  out_of_stock: 'out_of_stock',
  paid: 'refund_paid',
  failed: 'refund_failed',
};

/** Tells customers what became of their refunds and replacements. */
@Injectable()
export class ResultAnnouncements extends ResultEffects {
  constructor(private readonly notifications: Notifications) {
    super();
  }

  /**
   * One message per case and result; replacements that travel in parcels of their own, one per parcel. A client that
   * wants none of these purposes costs nothing.
   */
  override async follow(ctx: ClientCtx, tx: Tx, news: readonly ResultNews[]): Promise<void> {
    for (const [result, purpose] of Object.entries(purposes)) {
      const some = news.filter((one) => one.result === result);
      if (some.length === 0 || !(await this.notifications.wants(ctx, purpose))) continue;
      const facts = new Map<CaseRecord, MessageFacts[]>();
      for (const [record, groups] of grouped(some)) facts.set(record, groups.map(factsOf));
      await this.notifications.announce(
        ctx,
        tx,
        purpose,
        [...facts.keys()],
        (record) => facts.get(record) ?? [],
      );
    }
  }
}

/** What is told together: a case's news of one parcel or payment report and currency. */
function grouped(news: readonly ResultNews[]): Map<CaseRecord, ResultNews[][]> {
  const byCase = new Map<CaseRecord, Map<string, ResultNews[]>>();
  for (const one of news) {
    const groups = byCase.get(one.record) ?? new Map<string, ResultNews[]>();
    byCase.set(one.record, groups);
    const key = JSON.stringify([one.detail['carrier'], one.detail['tracking'], one.amount.currency]);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return new Map([...byCase].map(([record, groups]) => [record, [...groups.values()]]));
}

function factsOf(group: readonly ResultNews[]): MessageFacts {
  const [first] = group;
  if (!first) throw new Error('news of nothing');
  const key = group
    .map(({ lineId }) => lineId)
    .toSorted()
    .join();
  const about = { itemIds: group.map(({ itemId }) => itemId), key };
  const { carrier, tracking } = first.detail;
  switch (first.result) {
    case 'shipped':
      return { ...about, ...(carrier ? { carrier } : {}), ...(tracking ? { tracking } : {}) };
    case 'out_of_stock':
      return { ...about, asked: ['choice'] };
    case 'paid':
      return { ...about, amount: sumOf(group) };
    case 'failed':
      return { ...about, asked: ['bank_account'], amount: sumOf(group) };
    case 'returned':
      return about;
  }
}

function sumOf(group: readonly ResultNews[]): { amountMinor: number; currency: string } {
  const amountMinor = group.reduce((sum, { amount }) => sum + amount.amountMinor, 0);
  return { amountMinor, currency: group[0]?.amount.currency ?? '' };
}

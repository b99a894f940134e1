import { Injectable } from '@nestjs/common';
import { Cases, type CaseItem, type CaseRecord } from '#cases';
import { WorkItems, type NewWorkItem } from '#desk';
import { Listings } from '#listings';
import { Notifications } from '#notifications';
import type { ClientCtx, Tx } from '#platform';
import { CaseAnnouncements } from './case-announcements.service.js';
import { insertDecisions, type NewDecision } from './decisions.queries.js';
import { isOpen } from './case-conclusion.js';

/** What follows from decisions, in the order that foreign keys and book locks ask for. */
@Injectable()
export class DecisionEffects {
  constructor(
    private readonly cases: Cases,
    private readonly listings: Listings,
    private readonly workItems: WorkItems,
    private readonly notifications: Notifications,
    private readonly announcements: CaseAnnouncements,
  ) {}

  /**
   * Stores the cases and the decisions made on them, lists refunds and then replacements, queues what a person must
   * see, closes what a person need no longer see, and tells the customers whose case is now fully decided, waits for
   * something (`incomplete`) or has come in (see `CaseAnnouncements`). All in `tx`, one statement per table; holds the shared locks of the open books until its end.
   */
  async apply(
    ctx: ClientCtx,
    tx: Tx,
    records: readonly CaseRecord[],
    decisions: readonly NewDecision[],
    changed: readonly CaseRecord[],
    incomplete: readonly CaseRecord[] = [],
  ): Promise<void> {
    await this.cases.write(ctx, tx, records);
    if (decisions.length > 0) await insertDecisions(tx, ctx.clientId, decisions, ctx.now);
    const ofKind = (outcome: 'refund' | 'replacement'): { record: CaseRecord; item: CaseItem }[] =>
      decisions.filter((d) => d.outcome === outcome).map(({ record, item }) => ({ record, item }));
    await this.listings.enlist(ctx, tx, 'refund', ofKind('refund'));
    await this.listings.enlist(ctx, tx, 'replacement', ofKind('replacement'));
    await this.workItems.queue(ctx, tx, [
      ...decisions.filter((d) => d.outcome === 'review').map(toReview),
      ...changed.map(toChangedCase),
    ]);
    const decidedNow = decisions.filter((d) => d.outcome !== 'review');
    const reviewed = decidedNow.filter((d) => d.revision > 1).map((d) => d.item.id);
    await this.workItems.close(ctx, tx, 'review', reviewed);
    const told = new Set(decidedNow.map((d) => d.record).filter((record) => !record.items.some(isOpen)));
    if (told.size > 0) await this.notifications.announce(ctx, tx, 'decision', [...told]);
    await this.announcements.announce(ctx, tx, records, incomplete);
  }
}

function toReview({ record, item, reason }: NewDecision): NewWorkItem {
  return {
    kind: 'review',
    caseId: record.id,
    subjectId: item.id,
    reason: reason ?? 'no_rule',
    language: record.language,
    dueOn: record.deadlineOn,
  };
}

function toChangedCase(record: CaseRecord): NewWorkItem {
  return {
    kind: 'changed_case',
    caseId: record.id,
    subjectId: record.id,
    reason: 'changed_after_decision',
    language: record.language,
    dueOn: record.deadlineOn,
  };
}

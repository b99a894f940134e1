import { Injectable } from '@nestjs/common';
import { Cases, type CaseRecord } from '#cases';
import { CustomerLinks, WorkItems, type OpenedLink } from '#desk';
import { CaseCompletion } from '#intake';
import { Listings } from '#listings';
import type { ClientCtx, Tx } from '#platform';
import { AgentResolution } from '#resolution';
import type { CustomerAnswer } from './customer-form.js';

/** What follows from what a customer gave on their page. */
@Injectable()
export class CustomerAnswers {
  constructor(
    private readonly links: CustomerLinks,
    private readonly cases: Cases,
    private readonly completion: CaseCompletion,
    private readonly resolution: AgentResolution,
    private readonly listings: Listings,
    private readonly workItems: WorkItems,
  ) {}

  /**
   * Takes the answer onto the case, in `tx` and once: a link that is used up changes nothing. With a new account refunds that
   * failed are listed again; whoever chose the money for goods that are sold out gets it listed; anything listed already
   * by the old facts comes before a person.
   */
  async take(ctx: ClientCtx, tx: Tx, link: OpenedLink, { facts, choice }: CustomerAnswer): Promise<void> {
    await this.cases.load(ctx, tx, [link.caseId], { lock: true });
    if (!(await this.links.use(ctx, tx, link))) return;
    const record = await this.completion.complete(ctx, tx, link.caseId, facts);
    if (!record) return;
    const { id: linkId, asks } = link;
    await this.cases.addEvents(ctx, tx, [
      { caseId: record.id, kind: 'link.answered', detail: { linkId, asks, ...(choice ? { choice } : {}) } },
    ]);
    if (facts.iban !== undefined) {
      const ids = record.items.filter(({ outcome }) => outcome === 'refund').map(({ id }) => id);
      await this.listings.relistProblems(ctx, tx, 'refund', ids);
    }
    if (choice === 'refund') await this.resolution.refundSoldOut(ctx, tx, record);
    if (choice === 'replacement') await this.askForItem(ctx, tx, record);
    await this.showListed(ctx, tx, record, facts.street !== undefined, facts.iban !== undefined);
  }

  /** Somebody agrees with the customer on other goods. */
  private askForItem(ctx: ClientCtx, tx: Tx, record: CaseRecord): Promise<void> {
    const soldOut = record.items.filter(({ fulfilment }) => fulfilment === 'out_of_stock');
    return this.queue(
      ctx,
      tx,
      record,
      soldOut.map(({ id }) => ({
        kind: 'out_of_stock' as const,
        subjectId: id,
        reason: 'other_item_chosen',
      })),
    );
  }

  /** What is on its way by the old facts: a line never changes, so a person looks. */
  private showListed(
    ctx: ClientCtx,
    tx: Tx,
    record: CaseRecord,
    hasAddress: boolean,
    hasAccount: boolean,
  ): Promise<void> {
    const isListed = record.items.some(
      ({ outcome, fulfilment }) =>
        fulfilment === 'listed' &&
        ((outcome === 'replacement' && hasAddress) || (outcome === 'refund' && hasAccount)),
    );
    return this.queue(
      ctx,
      tx,
      record,
      isListed
        ? [{ kind: 'changed_case' as const, subjectId: record.id, reason: 'changed_after_listing' }]
        : [],
    );
  }

  private async queue(
    ctx: ClientCtx,
    tx: Tx,
    record: CaseRecord,
    items: readonly { kind: 'out_of_stock' | 'changed_case'; subjectId: string; reason: string }[],
  ): Promise<void> {
    const about = { caseId: record.id, language: record.language, dueOn: record.deadlineOn };
    await this.workItems.queue(
      ctx,
      tx,
      items.map((item) => ({ ...about, ...item })),
    );
  }
}

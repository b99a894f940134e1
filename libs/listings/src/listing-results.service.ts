import { Injectable } from '@nestjs/common';
import { actorName, Database, requirePermission, type ClientCtx, type Ctx, type Tx } from '#platform';
import { Cases, type CaseRecord } from '#cases';
import { WorkItems } from '#desk';
import { fail, type RowErrorCode } from './listing.errors.js';
import { addFinal, listingById, type ListingRow } from './listing.queries.js';
import {
  insertResults,
  latestAttempts,
  linesById,
  type LatestAttempt,
  type LineRow,
  type NewResult,
} from './line.queries.js';
import { lineIdOf, referenceOf } from './line-reference.js';
import type { ReportAnswer, ReportedResult } from './listing.schema.js';
import { isProblem, resultsOf, resultStates, type LineResult, type ListingKind } from './listing.states.js';
import { workItemKind } from './listings.service.js';
import { readReport } from './report-csv.js';
import { ResultEffects } from './result-effects.js';

/** Rows in one transaction: short locks, and a report killed half way goes on where it stopped. */
const batch = 2_000;
const shownErrors = 1_000;

interface Verdict {
  readonly line: LineRow;
  readonly result: LineResult;
  readonly isFirst: boolean;
  readonly isCorrection: boolean;
  readonly detail: Readonly<Record<string, string>>;
}
type RowError = ReportAnswer['errors'][number];

/** What the client says became of each line, and what follows from it for the case. */
@Injectable()
export class ListingResults {
  constructor(
    private readonly db: Database,
    private readonly cases: Cases,
    private readonly workItems: WorkItems,
    private readonly effects: ResultEffects,
  ) {}

  /**
   * Records results line by line, in bulk, and carries them to the cases: fulfilment, timeline, a work item for each
   * refund that failed and each product out of stock, and what customers are told (see `ResultEffects`). What is known already changes nothing; a row in error does not
   * stop the others. Batches of 2,000 commit one by one. Locks the cases, then the listing. Raises `listing.unknown`,
   * `listing.still_open`, `listing.not_released`, and `listing.results_refused` when no row could be used.
   */
  async report(
    ctx: Ctx,
    kind: ListingKind,
    id: string,
    results: readonly ReportedResult[],
  ): Promise<ReportAnswer> {
    requirePermission(ctx, 'listing.report');
    const known = await this.db.tx(ctx, (tx) => listingById(tx, ctx.clientId, kind, id));
    if (!known) throw fail('listing.unknown');
    if (known.status === 'open') throw fail('listing.still_open', { number: known.number });
    if (known.status === 'sealed') throw fail('listing.not_released', { number: known.number });
    const answer = { applied: 0, unchanged: 0, rejected: 0 };
    const errors: RowError[] = [];
    for (let start = 0; start < results.length; start += batch) {
      const part = await this.db.tx(ctx, (tx) =>
        this.reportBatch(ctx, tx, known, results.slice(start, start + batch), start),
      );
      answer.applied += part.applied;
      answer.unchanged += part.unchanged;
      answer.rejected += part.errors.length;
      errors.push(...part.errors.slice(0, shownErrors - errors.length));
    }
    if (answer.rejected > 0 && answer.applied + answer.unchanged === 0) {
      throw fail(
        'listing.results_refused',
        { count: answer.rejected },
        errors.map((e) => ({
          pointer: `/results/${e.row - 1}`,
          code: e.code,
          params: { reference: e.reference, was: e.was ?? 'none' },
        })),
      );
    }
    const after = await this.db.tx(ctx, (tx) => listingById(tx, ctx.clientId, kind, id));
    return { ...answer, status: after?.status ?? known.status, errors };
  }

  /**
   * As `report`, for the listing's own file handed back with a column that says the result; rows where it is empty are
   * skipped. Raises `listing.csv_unreadable` when the reference or the result column is not found.
   */
  async reportCsv(ctx: Ctx, kind: ListingKind, id: string, content: Buffer): Promise<ReportAnswer> {
    requirePermission(ctx, 'listing.report');
    const row = await this.db.tx(ctx, (tx) => listingById(tx, ctx.clientId, kind, id));
    if (!row) throw fail('listing.unknown');
    return this.report(ctx, kind, id, readReport(content, kind, row.format));
  }

  private async reportBatch(
    ctx: ClientCtx,
    tx: Tx,
    listing: ListingRow,
    results: readonly ReportedResult[],
    offset: number,
  ): Promise<{ applied: number; unchanged: number; errors: RowError[] }> {
    const { kind, id } = listing;
    const lineIds = results.flatMap((r) => lineIdOf(r.reference) ?? []);
    const seen = await linesById(tx, ctx.clientId, kind, id, lineIds);
    const caseIds = [...new Set(seen.map((line) => line.case_id))];
    const records = await this.cases.load(ctx, tx, caseIds, { lock: true });
    await listingById(tx, ctx.clientId, kind, id, 'FOR NO KEY UPDATE');
    // Again, now that nobody else can report on them.
    const lines = new Map((await linesById(tx, ctx.clientId, kind, id, lineIds)).map((l) => [l.id, l]));
    const itemIds = [...lines.values()].map((line) => line.item_id);
    const latest = await latestAttempts(tx, ctx.clientId, kind, itemIds);

    const verdicts: Verdict[] = [];
    const errors: RowError[] = [];
    let unchanged = 0;
    for (const [i, reported] of results.entries()) {
      const line = lines.get(lineIdOf(reported.reference) ?? '');
      const judged = judge(kind, reported, line, line && latest.get(line.item_id));
      if (judged === 'unchanged') unchanged++;
      else if (typeof judged === 'string') {
        errors.push({
          row: offset + i + 1,
          reference: reported.reference,
          code: judged,
          was: line?.result ?? null,
        });
      } else {
        verdicts.push(judged);
        // The next row about the same line is judged against this one.
        lines.set(judged.line.id, {
          ...judged.line,
          result: judged.result,
          result_seq: (judged.line.result_seq ?? 0) + 1,
          result_detail: judged.detail,
        });
      }
    }
    await this.apply(ctx, tx, listing, verdicts, latest, records);
    return { applied: verdicts.length, unchanged, errors };
  }

  private async apply(
    ctx: ClientCtx,
    tx: Tx,
    listing: ListingRow,
    verdicts: readonly Verdict[],
    latest: ReadonlyMap<string, LatestAttempt>,
    records: readonly CaseRecord[],
  ): Promise<void> {
    if (verdicts.length === 0) return;
    const { kind } = listing;
    await insertResults(
      tx,
      ctx.clientId,
      listing.id,
      verdicts.map(({ line, result, detail }): NewResult => ({
        lineId: line.id,
        seq: (line.result_seq ?? 0) + 1,
        result,
        detail,
      })),
      { actor: actorName(ctx.actor), at: ctx.now },
    );
    await this.cases.addEvents(
      ctx,
      tx,
      verdicts.map(({ line, result, detail }) => ({
        caseId: line.case_id,
        kind: `${kind}.${result}`,
        detail: { itemId: line.item_id, reference: referenceOf(line.id), listing: listing.number, ...detail },
      })),
    );
    const withdrawn = (v: Verdict): boolean => latest.get(v.line.item_id)?.withdrawn === true;
    // The last word on each line counts: one report may say that it was paid and then that it came back.
    const last = [
      ...new Map(verdicts.filter((v) => !v.isCorrection).map((v) => [v.line.item_id, v])).values(),
    ];
    // The item of a withdrawn line stays withdrawn: it may have got another outcome since.
    const live = last.filter((v) => !withdrawn(v));
    await this.cases.setFulfilment(
      ctx,
      tx,
      live.map(({ line, result }) => ({ caseId: line.case_id, itemId: line.item_id, to: result })),
    );
    await this.workItems.close(
      ctx,
      tx,
      workItemKind(kind),
      live.filter((v) => !isProblem(v.result)).flatMap(({ line }) => [line.item_id, line.case_id]),
    );
    const cases = new Map(records.map((record) => [record.id, record]));
    await this.workItems.queue(
      ctx,
      tx,
      last
        .filter((v) => isProblem(v.result) || withdrawn(v))
        .map((v) => ({
          kind: workItemKind(kind),
          caseId: v.line.case_id,
          subjectId: v.line.item_id,
          reason: withdrawn(v) ? `${v.result}_after_withdrawal` : v.result,
          language: cases.get(v.line.case_id)?.language ?? 'en',
          dueOn: cases.get(v.line.case_id)?.deadlineOn ?? null,
        })),
    );
    await this.effects.follow(
      ctx,
      tx,
      live.flatMap(({ line, result, detail }) => {
        const record = cases.get(line.case_id);
        if (!record) return [];
        const amount = { amountMinor: line.amount_minor, currency: line.currency };
        return [{ record, itemId: line.item_id, lineId: line.id, result, amount, detail }];
      }),
    );
    const firsts = verdicts.filter((v) => v.isFirst && !withdrawn(v)).length;
    await addFinal(tx, ctx.clientId, listing.id, firsts, ctx.now);
  }
}

/**
 * What one reported row means. A withdrawn line may still turn out paid or sent: that is a fact to record and to look
 * at, not an error. A line that was listed again has its result in its successor.
 */
function judge(
  kind: ListingKind,
  reported: ReportedResult,
  line: LineRow | undefined,
  latest: LatestAttempt | undefined,
): Verdict | 'unchanged' | RowErrorCode {
  if (!line) return 'listing.reference_unknown';
  if (line.entry === 'withdraw') return 'listing.result_of_withdrawal';
  const result = resultsOf[kind].find((r) => r === reported.result);
  if (!result) return 'listing.result_unfit';
  const detail = detailOf(reported);
  if (line.result === result) {
    const known = line.result_detail ?? {};
    const says = Object.entries(detail).some(([key, value]) => known[key] !== value);
    return says
      ? { line, result, isFirst: false, isCorrection: true, detail: { ...known, ...detail } }
      : 'unchanged';
  }
  if (latest && latest.attempt > line.attempt) return 'listing.result_superseded';
  if (resultStates[line.result ?? 'none'][result] === undefined) return 'listing.result_contradiction';
  return { line, result, isFirst: line.result === null, isCorrection: false, detail };
}

function detailOf(reported: ReportedResult): Record<string, string> {
  const { reason, paidOn, carrier, tracking, shippedOn } = reported;
  return Object.fromEntries(
    Object.entries({ reason, paidOn, carrier, tracking, shippedOn }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
    ),
  );
}

import { Body, Controller, Get, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { pageSchema, type Ctx, type Page, type PageQuery } from '#platform';
import {
  fileQuerySchema,
  linePageSchema,
  listingPageSchema,
  listingQuerySchema,
  ListingReading,
  ListingResults,
  Listings,
  ListingSealing,
  listingViewSchema,
  relistedSchema,
  refundResultsSchema,
  replacementResultsSchema,
  reportAnswerSchema,
  withdrawalSchema,
  type FileFormat,
  type LineView,
  type ListingKind,
  type ListingQuery,
  type ListingView,
  type Relisted,
  type ReportAnswer,
} from '#listings';
import { Operation, RequestCtx } from '../http/operation.js';
import { jsonOrFile, type JsonOrFile } from './json-or-file.js';

const id = z.uuid();
const locate = 'listing';

/** In what the routes of the two kinds differ. */
interface Wording<R extends z.ZodType> {
  readonly kind: ListingKind;
  readonly name: string;
  readonly tag: string;
  /** What is reported of a line, and what follows from it. */
  readonly resultsDescription: string;
  readonly resultsSchema: R;
  readonly done: string;
}

/** The routes of one kind of listing, as a class of that name. */
function listingsController<R extends typeof refundResultsSchema | typeof replacementResultsSchema>(
  wording: Wording<R>,
) {
  const { kind, tag, resultsSchema } = wording;

  @Controller(`v1/${kind}-listings`)
  class ListingsController {
    constructor(
      private readonly listings: Listings,
      private readonly reading: ListingReading,
      private readonly sealing: ListingSealing,
      private readonly results: ListingResults,
    ) {}

    @Get()
    @Operation({
      permission: 'listing.read',
      tag,
      summary: `${tag}, newest first`,
      answers: { 200: listingPageSchema },
    })
    list(
      @RequestCtx() ctx: Ctx,
      @Query({ schema: listingQuerySchema }) query: ListingQuery,
    ): Promise<Page<ListingView>> {
      return this.reading.list(ctx, kind, query);
    }

    @Get(':id')
    @Operation({
      permission: 'listing.read',
      tag,
      summary: `One ${kind} listing; the open one shows what is in it so far`,
      answers: { 200: listingViewSchema },
      errors: ['listing.unknown'],
      locate,
    })
    get(@RequestCtx() ctx: Ctx, @Param('id', { schema: id }) listingId: string): Promise<ListingView> {
      return this.reading.get(ctx, kind, listingId);
    }

    @Get(':id/lines')
    @Operation({
      permission: 'listing.read',
      tag,
      summary: 'Lines in the order of the file, each with its last result',
      answers: { 200: linePageSchema },
      errors: ['listing.unknown'],
      locate,
    })
    lines(
      @RequestCtx() ctx: Ctx,
      @Param('id', { schema: id }) listingId: string,
      @Query({ schema: pageSchema }) query: PageQuery,
    ): Promise<Page<LineView>> {
      return this.reading.lines(ctx, kind, listingId, query);
    }

    @Post(':id/seal')
    @Operation({
      permission: 'listing.seal',
      tag,
      summary: 'Seal the open listing now, out of schedule; the next one opens',
      description:
        'The answer has the file frozen (`released`), unless that failed: then it follows in seconds.',
      answers: { 200: listingViewSchema },
      errors: ['listing.unknown', 'listing.not_open'],
      locate,
    })
    seal(@RequestCtx() ctx: Ctx, @Param('id', { schema: id }) listingId: string): Promise<ListingView> {
      return this.sealing.seal(ctx, kind, listingId);
    }

    @Get(':id/file')
    @Operation({
      permission: 'listing.read',
      tag,
      summary: "The frozen file, in the client's own columns and encoding",
      description: 'The same bytes each time; their SHA-256 is in the listing. Only `csv` so far.',
      answers: { 200: { mediaTypes: ['text/csv'] } },
      errors: ['listing.unknown', 'listing.still_open', 'listing.not_released', 'listing.format_unavailable'],
      locate,
    })
    async file(
      @RequestCtx() ctx: Ctx,
      @Param('id', { schema: id }) listingId: string,
      @Query({ schema: fileQuerySchema }) query: { format: FileFormat },
    ): Promise<StreamableFile> {
      const file = await this.reading.file(ctx, kind, listingId, query.format);
      return new StreamableFile(file.content, {
        type: file.mediaType,
        disposition: `attachment; filename="${file.name}"`,
      });
    }

    @Post(':id/results')
    @Operation({
      permission: 'listing.report',
      tag,
      summary: 'Report what became of the lines',
      description: `${wording.resultsDescription} The same again changes nothing; a row in error does not stop the others; when no row can be used the answer is 409 with each of them.`,
      body: resultsSchema,
      answers: { 200: reportAnswerSchema },
      errors: [
        'listing.unknown',
        'listing.still_open',
        'listing.not_released',
        'listing.csv_unreadable',
        'listing.results_refused',
      ],
      locate,
    })
    report(
      @RequestCtx() ctx: Ctx,
      @Param('id', { schema: id }) listingId: string,
      @Body({ schema: jsonOrFile(resultsSchema) })
      body: JsonOrFile<R>,
    ): Promise<ReportAnswer> {
      return Buffer.isBuffer(body)
        ? this.results.reportCsv(ctx, kind, listingId, body)
        : this.results.report(ctx, kind, listingId, body.results);
    }

    @Post(':id/acknowledge')
    @Operation({
      permission: 'listing.report',
      tag,
      summary: 'Mark a released listing as dealt with, whatever its lines say',
      answers: { 200: listingViewSchema },
      errors: ['listing.unknown', 'listing.not_acknowledgeable'],
      locate,
      atomic: true,
    })
    acknowledge(
      @RequestCtx() ctx: Ctx,
      @Param('id', { schema: id }) listingId: string,
    ): Promise<ListingView> {
      return this.reading.acknowledge(ctx, kind, listingId);
    }

    @Post(':id/lines/:lineId/relist')
    @Operation({
      permission: 'listing.report',
      tag,
      summary: 'List a line that failed again, under a new reference that points at the old',
      answers: { 201: relistedSchema },
      errors: ['listing.line_unknown', 'listing.not_relistable'],
      locate,
    })
    relist(
      @RequestCtx() ctx: Ctx,
      @Param('id', { schema: id }) listingId: string,
      @Param('lineId', { schema: id }) lineId: string,
    ): Promise<Relisted> {
      return this.listings.relist(ctx, kind, listingId, lineId);
    }

    @Post(':id/lines/:lineId/withdraw')
    @Operation({
      permission: 'listing.report',
      tag,
      summary: `Take a line back before it is ${wording.done}, by a line in the open listing`,
      answers: { 204: null },
      errors: ['listing.line_unknown', 'listing.not_withdrawable'],
      locate,
    })
    withdraw(
      @RequestCtx() ctx: Ctx,
      @Param('id', { schema: id }) listingId: string,
      @Param('lineId', { schema: id }) lineId: string,
      @Body({ schema: withdrawalSchema }) body: { reason: string },
    ): Promise<void> {
      return this.listings.withdrawLine(ctx, kind, listingId, lineId, body.reason);
    }
  }

  Object.defineProperty(ListingsController, 'name', { value: wording.name });
  return ListingsController;
}

/** Refunds of a client, one listing per cut-off. */
export const RefundListingsController = listingsController({
  kind: 'refund',
  name: 'RefundListingsController',
  tag: 'Refund listings',
  resultsDescription:
    'Per line `paid`, `failed` or `returned`, as JSON, or as the listing’s own CSV (`text/csv`) with a result column added. A failed or returned refund becomes a work item.',
  resultsSchema: refundResultsSchema,
  done: 'paid',
});

/** Replacements of a client, one listing per cut-off. */
export const ReplacementListingsController = listingsController({
  kind: 'replacement',
  name: 'ReplacementListingsController',
  tag: 'Replacement listings',
  resultsDescription:
    'Per line `shipped` (with carrier and tracking) or `out_of_stock`, as JSON, or as the listing’s own CSV (`text/csv`) with a result column added. A product out of stock becomes a work item.',
  resultsSchema: replacementResultsSchema,
  done: 'shipped',
});

import { Injectable } from '@nestjs/common';
import { Clients, type Client } from '#clients';
import { Clock, Database, DomainError, Files, log, systemCtx, type ClientCtx, type Tx } from '#platform';
import {
  CaseImport,
  type ChunkOrder,
  type Imported,
  type MadeCases,
  type Matched,
} from './case-import.service.js';
import { chunkCases, chunkOfRows, chunksOf, type Chunk } from './chunks.js';
import { profiles } from './profiles/profiles.js';
import { UploadFile, type FileRow } from './reading/upload-file.js';
import { RowReader } from './row-reader.js';
import { hashRef, surveyFile, type Survey } from './survey.js';
import {
  claimUpload,
  clearRows,
  extendLease,
  finishUpload,
  keepProgress,
  keepScatteredProgress,
  keepReading,
  keepRejections,
  putRowsAside,
  releaseUpload,
  rowsPutAside,
  type Progress,
  type UploadClaim,
} from './upload-progress.queries.js';
import { savedMapping, uploadById, type UploadRow } from './upload.queries.js';
import type { Mapping } from './upload.schema.js';

/** Deaths in a row without a single chunk of progress after which an upload is given up. */
const maxDeaths = 5;

/** Another worker holds the upload now; this one stops without a trace. */
class ClaimLost extends Error {}

/** A chunk on its way. */
interface Lane {
  /** Its customers are stored. */
  readonly matched: Promise<Matched | null>;
  readonly made: Promise<MadeCases>;
  readonly committed: Promise<void>;
}

/** A chunk that waits for the one before it. */
const inTurn: ChunkOrder = { earlier: null, onMade: () => undefined };

/** One upload in the hands of this worker. */
interface Run {
  readonly ctx: ClientCtx;
  readonly upload: UploadRow;
  readonly claim: UploadClaim;
  readonly client: Client;
  readonly file: UploadFile;
}

/** Takes over uploaded files: looks a file through, then goes through it chunk by chunk. */
@Injectable()
export class UploadProcessing {
  constructor(
    private readonly db: Database,
    private readonly files: Files,
    private readonly clients: Clients,
    private readonly importer: CaseImport,
    private readonly clock: Clock,
  ) {}

  /**
   * Works on an upload until it is completed or failed; does nothing when it is either, or another worker has it. May
   * be called any number of times: each chunk, its counts and the cursor behind it are one transaction, so whoever goes
   * on after a crash goes on behind the last one. An upload whose worker dies five times without progress fails.
   */
  async run(clientId: string, uploadId: string): Promise<void> {
    const ctx = this.ctx(clientId);
    const claim = await this.db.tx(ctx, (tx) => claimUpload(tx, clientId, uploadId));
    if (!claim) return;
    const finish = (error: { code: string; params: Readonly<Record<string, unknown>> } | null) =>
      this.db.tx(ctx, (tx) => finishUpload(tx, clientId, uploadId, claim.token, this.clock.now(), error));
    if (claim.attempt > maxDeaths) {
      log.error({ uploadId }, 'upload given up');
      await finish({ code: 'upload.interrupted', params: { times: maxDeaths } });
      return;
    }
    try {
      await this.work(ctx, uploadId, claim);
      await finish(null);
    } catch (error) {
      if (error instanceof ClaimLost) return;
      if (error instanceof DomainError && error.code.startsWith('upload.')) {
        await finish({ code: error.code, params: error.params });
        return;
      }
      await this.db.tx(ctx, (tx) => releaseUpload(tx, clientId, uploadId, claim.token));
      throw error;
    }
  }

  private ctx(clientId: string): ClientCtx {
    return systemCtx('intake', clientId, this.clock.now());
  }

  private async work(ctx: ClientCtx, uploadId: string, claim: UploadClaim): Promise<void> {
    const upload = await this.db.tx(ctx, (tx) => uploadById(tx, ctx.clientId, uploadId));
    if (!upload) throw new ClaimLost();
    const client = await this.clients.current(ctx);
    const file = new UploadFile(() => this.files.read(ctx, upload.file_id));
    const run: Run = { ctx, upload, claim, client, file };
    const { survey, mapping } = await this.survey(run);
    const kept = await this.db.tx(ctx, (tx) =>
      keepReading(tx, ctx.clientId, uploadId, claim.token, {
        detected: survey.detected,
        mapping,
        rowsTotal: survey.rowsTotal,
      }),
    );
    if (!kept) throw new ClaimLost();
    const profile = profiles.find((p) => p.id === survey.detected.profile) ?? null;
    const reader = new RowReader({
      detected: survey.detected,
      styles: survey.styles,
      mapping,
      profile,
      client,
    });
    const options = { reader, detected: survey.detected, onePiecePerRow: profile?.onePiecePerRow ?? false };
    if (upload.phase !== 'scattered') {
      const { cursor_row: upTo, ahead_from: from, ahead_to: to } = upload;
      const ahead = from === null || to === null ? null : { from, to };
      const { scattered } = survey;
      const chunks = chunksOf(file.rows(survey.detected), { ...options, scattered, done: { upTo, ahead } });
      await this.takeOverAll(run, oneAhead(chunks));
    }
    if (survey.scattered.size > 0) await this.takeOverScattered(run, survey, options);
  }

  /** Looks the file through; without a mapping of its own, with the one that last worked for the same header. */
  private async survey(run: Run): Promise<{ survey: Survey; mapping: Mapping | null }> {
    const { ctx, upload, client, file } = run;
    const onProgress = (): Promise<void> => this.keepClaim(run);
    if (upload.mapping !== null) {
      const { mapping } = upload;
      return { survey: await surveyFile(file, { mapping, client, onProgress }), mapping };
    }
    let first: Survey | DomainError;
    try {
      first = await surveyFile(file, { mapping: null, client, onProgress });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      first = error;
    }
    const header = first instanceof DomainError ? null : first.detected.header;
    const mapping =
      header === null ? null : await this.db.tx(ctx, (tx) => savedMapping(tx, ctx.clientId, header));
    if (mapping !== null) {
      return { survey: await surveyFile(file, { mapping, client, onProgress }), mapping };
    }
    if (first instanceof DomainError) throw first;
    return { survey: first, mapping: null };
  }

  /** Brings the rows of scattered cases together in the working space, then goes through them by reference. */
  private async takeOverScattered(
    run: Run,
    survey: Survey,
    options: Parameters<typeof chunkOfRows>[1],
  ): Promise<void> {
    const { ctx, upload, file } = run;
    const { clientId } = ctx;
    await this.db.tx(ctx, (tx) => clearRows(tx, clientId, upload.id));
    for await (const rows of file.rows(survey.detected))
      await this.putAside(run, rows, survey, options.reader);
    let cursorRef = upload.phase === 'scattered' ? upload.cursor_ref : null;
    for (;;) {
      const rows = await this.db.tx(ctx, (tx) =>
        rowsPutAside(tx, clientId, upload.id, cursorRef, chunkCases),
      );
      const last = rows.at(-1);
      if (!last) break;
      cursorRef = last.caseRef;
      const { caseRef } = last;
      const chunk = chunkOfRows(rows, options);
      await this.takeOver(run, chunk, await this.match(run, chunk), inTurn, (tx, progress) =>
        keepScatteredProgress(tx, clientId, upload.id, run.claim.token, progress, caseRef),
      );
    }
    await this.db.tx(ctx, (tx) => clearRows(tx, clientId, upload.id));
  }

  private async putAside(
    run: Run,
    rows: readonly FileRow[],
    survey: Survey,
    reader: RowReader,
  ): Promise<void> {
    const { ctx, upload } = run;
    const aside: { caseRef: string; rowNo: number; cells: readonly string[] }[] = [];
    for (const row of rows) {
      const caseRef = row.isBroken ? null : reader.caseRefOf(row.cells);
      if (caseRef !== null && survey.scattered.has(hashRef(caseRef))) {
        aside.push({ caseRef, rowNo: row.no, cells: row.cells });
      }
    }
    if (aside.length === 0) return;
    await this.db.tx(ctx, async (tx) => {
      await putRowsAside(tx, ctx.clientId, upload.id, aside);
      await this.requireClaim(tx, run);
    });
  }

  /**
   * Three chunks at a time: while PostgreSQL stores one and the next one's records are made, the customers of the third
   * are matched and stored. Cases are stored two chunks at a time, since the cursor knows of one range ahead.
   */
  private async takeOverAll(run: Run, chunks: AsyncGenerator<Chunk>): Promise<void> {
    let before: Lane | null = null;
    let beforeThat: Lane | null = null;
    const started = new Set<Promise<void>>();
    try {
      for await (const chunk of chunks) {
        const lane: Lane = this.startLane(run, chunk, before, beforeThat);
        started.add(lane.committed);
        await beforeThat?.committed;
        if (beforeThat) started.delete(beforeThat.committed);
        beforeThat = before;
        before = lane;
      }
    } finally {
      await Promise.allSettled(started);
    }
    await Promise.all(started);
  }

  private startLane(run: Run, chunk: Chunk, before: Lane | null, beforeThat: Lane | null): Lane {
    let onMade: (made: MadeCases) => void = () => undefined;
    let onFailed: (error: unknown) => void = () => undefined;
    const made = new Promise<MadeCases>((resolve, reject) => {
      onMade = resolve;
      onFailed = reject;
    });
    const { upload, claim } = run;
    const order: ChunkOrder = { earlier: before?.made ?? null, onMade };
    const rows = { from: chunk.from, to: chunk.to };
    // One after the other: two chunks that make the same customers would wait for each other.
    const matched = (before?.matched ?? Promise.resolve()).then(() => this.match(run, chunk));
    const committed = Promise.all([matched, beforeThat?.committed]).then(([known]) =>
      this.takeOver(run, chunk, known, order, (tx, progress) =>
        keepProgress(tx, run.ctx.clientId, upload.id, claim.token, progress, rows),
      ),
    );
    // Failures surface where `committed` is awaited; these only keep Node from calling them unhandled until then.
    made.catch(() => undefined);
    committed.catch(onFailed);
    return { matched, made, committed };
  }

  /** Finds out what is known of a chunk's cases and stores its customers, in a transaction; null for a dry run. */
  private async match(run: Run, chunk: Pick<Chunk, 'cases'>): Promise<Matched | null> {
    if (run.upload.dry_run) return null;
    const ctx = this.ctx(run.ctx.clientId);
    return this.db.tx(ctx, async (tx) => {
      const found = await this.importer.match(ctx, tx, chunk.cases);
      await this.importer.keepCustomers(ctx, tx, run.client, found);
      return found;
    });
  }

  /** One chunk and its counts in one transaction. */
  private async takeOver(
    run: Run,
    chunk: Pick<Chunk, 'cases' | 'rejections'>,
    matched: Matched | null,
    order: ChunkOrder,
    keep: (tx: Tx, progress: Progress) => Promise<boolean>,
  ): Promise<void> {
    const { upload, client } = run;
    const ctx = this.ctx(run.ctx.clientId);
    const source = { uploadId: upload.id };
    let known = matched;
    await whenRefsCollide(
      async () => {
        await this.db.tx(ctx, async (tx) => {
          const imported: Imported = known
            ? await this.importer.apply(ctx, tx, client, source, known, order)
            : await this.importer.preview(ctx, tx, source, chunk.cases);
          await keepRejections(tx, ctx.clientId, upload.id, chunk.rejections);
          if (!(await keep(tx, { ...imported, rejected: chunk.rejections.length }))) throw new ClaimLost();
        });
      },
      async () => {
        known = await this.match(run, chunk);
      },
    );
  }

  private keepClaim(run: Run): Promise<void> {
    return this.db.tx(run.ctx, (tx) => this.requireClaim(tx, run));
  }

  private async requireClaim(tx: Tx, { ctx, upload, claim }: Run): Promise<void> {
    if (!(await extendLease(tx, ctx.clientId, upload.id, claim.token))) throw new ClaimLost();
  }
}

/** Runs again when another transaction made one of the cases first, `matchAgain` before that: now it is known. */
export async function whenRefsCollide<T>(
  run: () => Promise<T>,
  matchAgain: () => Promise<void> = async () => {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      const { code, constraint } = error as { code?: string; constraint?: string };
      if (code !== '23505' || constraint !== 'uq_return_case_ref' || attempt >= 5) throw error;
      await matchAgain();
    }
  }
}

/** Makes the next value while the last one is worked on. */
async function* oneAhead<T>(values: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = values.next();
  next.catch(() => undefined); // awaited below; this only keeps Node from calling it unhandled meanwhile
  for (;;) {
    const { done, value } = await next;
    if (done) return;
    next = values.next();
    next.catch(() => undefined);
    yield value;
  }
}

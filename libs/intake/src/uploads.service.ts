import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  actorName,
  Database,
  decodeCursor,
  Files,
  isId,
  Jobs,
  newId,
  requirePermission,
  toPage,
  type ClientCtx,
  type Ctx,
  type ErrorParams,
  type Page,
} from '#platform';
import { fail } from './intake.errors.js';
import { intakeUpload } from './intake.job-specs.js';
import { rejectionLine, rejectionsHeader } from './rejections-csv.js';
import {
  insertUpload,
  listUploads,
  rejectionsAfter,
  uploadByContent,
  uploadById,
  type UploadRow,
} from './upload.queries.js';
import type { Mapping, UploadQuery, UploadView } from './upload.schema.js';

export interface NewUpload {
  readonly filename: string;
  readonly mediaType: string;
  readonly content: AsyncIterable<Buffer>;
  /** What came beside the file, asked for after its last byte. */
  readonly options: () => Promise<{ readonly mapping: Mapping | null; readonly dryRun: boolean }>;
}

const pageRows = 1_000;
const maxFileBytes = 1024 * 1024 * 1024;

/** What clients hand in and what became of it. */
@Injectable()
export class Uploads {
  constructor(
    private readonly db: Database,
    private readonly files: Files,
    private readonly jobs: Jobs,
  ) {}

  /**
   * Stores a file and answers at once; a worker takes it over. The same bytes with the same mapping give the upload that
   * is there already (`isNew` false), unless that one failed.
   */
  async receive(ctx: Ctx, upload: NewUpload): Promise<{ upload: UploadView; isNew: boolean }> {
    requirePermission(ctx, 'upload.write');
    let known: UploadRow | undefined;
    let contentKey = '';
    let options = { mapping: null as Mapping | null, dryRun: false };
    const stored = await this.files.store(
      ctx,
      upload.filename,
      upload.mediaType,
      upload.content,
      maxFileBytes,
      async (sha256) => {
        options = await upload.options();
        contentKey = contentKeyOf(sha256, options.mapping);
        known = await this.db.tx(ctx, (tx) => uploadByContent(tx, ctx.clientId, contentKey, options.dryRun));
        return known === undefined;
      },
    );
    if (stored === null) {
      if (!known) throw fail('upload.file_missing');
      return { upload: toView(known), isNew: false };
    }
    const id = newId();
    const row = await this.db.tx(ctx, async (tx) => {
      const isNew = await insertUpload(tx, ctx.clientId, {
        id,
        fileId: stored.id,
        filename: upload.filename.slice(0, 255),
        sha256: stored.sha256,
        contentKey,
        mapping: options.mapping,
        dryRun: options.dryRun,
        createdBy: actorName(ctx.actor),
        now: ctx.now,
      });
      if (isNew) {
        tx.afterCommit(() => void this.jobs.wake(intakeUpload, { clientId: ctx.clientId, uploadId: id }, id));
      }
      return isNew
        ? uploadById(tx, ctx.clientId, id)
        : uploadByContent(tx, ctx.clientId, contentKey, options.dryRun);
    });
    if (!row) throw fail('upload.unknown');
    return { upload: toView(row), isNew: row.id === id };
  }

  /** One upload and how far it has come; raises `upload.unknown`. */
  async get(ctx: Ctx, id: string): Promise<UploadView> {
    requirePermission(ctx, 'upload.read');
    return toView(await this.row(ctx, id));
  }

  /** Uploads, newest first. */
  async list(ctx: Ctx, query: UploadQuery): Promise<Page<UploadView>> {
    requirePermission(ctx, 'upload.read');
    const before = query.after === undefined ? null : String(decodeCursor(query.after, 1)[0]);
    const rows = await this.db.tx(ctx, (tx) =>
      listUploads(tx, ctx.clientId, query, before !== null && !isId(before) ? newId() : before),
    );
    return toPage(rows, query.limit, (row) => [row.id], toView);
  }

  /**
   * The rejected rows as CSV in UTF-8 with a byte order mark, with the upload's own columns and delimiter, a page in
   * memory at a time. `sentence` words a code in the reader's language. Raises `upload.unknown`.
   */
  async rejections(
    ctx: Ctx,
    id: string,
    sentence: (code: string, params: ErrorParams) => string,
  ): Promise<{ filename: string; content: AsyncIterable<string> }> {
    requirePermission(ctx, 'upload.read');
    const upload = await this.row(ctx, id);
    return {
      filename: `rejections-${upload.id}.csv`,
      content: this.rejectionLines(ctx, upload, sentence),
    };
  }

  private async *rejectionLines(
    ctx: ClientCtx,
    upload: UploadRow,
    sentence: (code: string, params: ErrorParams) => string,
  ): AsyncGenerator<string> {
    const header = upload.detected?.header ?? [];
    const delimiter = upload.detected?.delimiter ?? ',';
    yield `\ufeff${rejectionsHeader(header, delimiter)}`;
    let last = -1;
    for (;;) {
      const page = await this.db.tx(ctx, (tx) =>
        rejectionsAfter(tx, ctx.clientId, upload.id, last, pageRows),
      );
      if (page.length > 0) yield page.map((r) => rejectionLine(r, header, delimiter, sentence)).join('');
      if (page.length < pageRows) return;
      last = page.at(-1)?.rowNo ?? last;
    }
  }

  private async row(ctx: ClientCtx, id: string): Promise<UploadRow> {
    const row = isId(id) ? await this.db.tx(ctx, (tx) => uploadById(tx, ctx.clientId, id)) : undefined;
    if (!row) throw fail('upload.unknown');
    return row;
  }
}

/** The same content is the same bytes read the same way. */
function contentKeyOf(sha256: string, mapping: Mapping | null): string {
  if (mapping === null) return sha256;
  return createHash('sha256')
    .update(`${sha256}\n${stable(mapping)}`)
    .digest('hex');
}

/** JSON with sorted keys. */
function stable(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${stable(part)}`).join(',')}}`;
}

function toView(row: UploadRow): UploadView {
  const { detected } = row;
  return {
    id: row.id,
    status: row.status,
    filename: row.filename,
    dryRun: row.dry_run,
    rows: {
      total: row.rows_total,
      accepted: row.rows_accepted,
      unchanged: row.rows_unchanged,
      updated: row.rows_updated,
      rejected: row.rows_rejected,
    },
    cases: row.case_count,
    detected:
      detected === null
        ? null
        : {
            format: detected.format,
            encoding: detected.encoding,
            delimiter: detected.delimiter,
            profile: detected.profile,
            columns:
              detected.format === 'json'
                ? {}
                : Object.fromEntries(
                    Object.entries(detected.columns).map(([column, [first]]) => [
                      column,
                      detected.header[first ?? 0] ?? '',
                    ]),
                  ),
          },
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    completedAt: row.completed_at?.toISOString() ?? null,
    ...(row.error === null ? {} : { error: row.error }),
  };
}

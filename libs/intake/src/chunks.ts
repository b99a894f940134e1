import { joinRows, type FileCase } from './file-case.js';
import type { FileRow } from './reading/upload-file.js';
import { isFault, type ReadRow, type RowFault, type RowReader } from './row-reader.js';
import { hashRef } from './survey.js';
import type { Detected } from './upload.schema.js';
import type { Rejection } from './upload.queries.js';

/** Whole cases that are taken over in one transaction, with the rows between them that could not be read. */
export interface Chunk {
  readonly cases: readonly FileCase[];
  readonly rejections: readonly Rejection[];
  /** The rows after `from` up to `to` are in this chunk, but for those of scattered cases. */
  readonly from: number;
  readonly to: number;
}

export interface ChunkOptions {
  readonly reader: RowReader;
  readonly detected: Detected;
  readonly onePiecePerRow: boolean;
  readonly scattered: ReadonlySet<number>;
  /** Rows up to here are done, and those of the range ahead. */
  readonly done: {
    readonly upTo: number;
    readonly ahead: { readonly from: number; readonly to: number } | null;
  };
}

/** Cases per transaction: enough to spread the cost of its statements, few enough to hold locks briefly. */
export const chunkCases = 1_000;
/** Rows that one case may have; more would not fit into a transaction, a message or a screen. */
const maxRowsPerCase = 5_000;

/** Cuts the rows of a file into chunks of whole cases, in file order; rows of scattered cases are left out. */
export async function* chunksOf(
  batches: AsyncIterable<readonly FileRow[]>,
  { reader, detected, onePiecePerRow, scattered, done }: ChunkOptions,
): AsyncGenerator<Chunk> {
  let cases: FileCase[] = [];
  let rejections: Rejection[] = [];
  let open: ReadRow[] = [];
  let openRef: string | null = null;
  let from = done.upTo;
  let last = done.upTo;
  const cut = (): Chunk => {
    const chunk: Chunk = { cases, rejections, from, to: last };
    cases = [];
    rejections = [];
    from = last;
    return chunk;
  };
  const close = (): void => {
    if (open.length > 0) cases.push(joinRows(open, onePiecePerRow));
    open = [];
  };
  for await (const batch of batches) {
    for (const row of batch) {
      if (row.no <= done.upTo) continue;
      if (done.ahead && row.no > done.ahead.from && row.no <= done.ahead.to) {
        close();
        openRef = null;
        if (from < done.ahead.from) {
          last = done.ahead.from;
          yield cut();
        }
        last = done.ahead.to;
        from = last;
        continue;
      }
      const ref = row.isBroken ? null : reader.caseRefOf(row.cells);
      if (ref !== null && ref !== openRef) {
        close();
        openRef = ref;
      }
      const isFull = cases.length >= chunkCases || rejections.length >= chunkCases;
      if (isFull && open.length === 0) yield cut();
      last = row.no;
      if (ref !== null && scattered.size > 0 && scattered.has(hashRef(ref))) continue;
      const read = readRow(row, reader, open.length);
      if (isFault(read)) rejections.push(toRejection(read, row.cells, detected));
      else open.push(read);
    }
  }
  close();
  if (last > from) yield cut();
}

/** The chunk that rows already brought together make; they come by case, then by row. */
export function chunkOfRows(
  rows: readonly { readonly caseRef: string; readonly rowNo: number; readonly cells: readonly string[] }[],
  options: Omit<ChunkOptions, 'done' | 'scattered'>,
): Pick<Chunk, 'cases' | 'rejections'> {
  const cases: FileCase[] = [];
  const rejections: Rejection[] = [];
  let open: ReadRow[] = [];
  let openRef: string | null = null;
  for (const { caseRef, rowNo, cells } of rows) {
    if (caseRef !== openRef) {
      if (open.length > 0) cases.push(joinRows(open, options.onePiecePerRow));
      open = [];
      openRef = caseRef;
    }
    const read = readRow({ no: rowNo, cells, isBroken: false }, options.reader, open.length);
    if (isFault(read)) rejections.push(toRejection(read, cells, options.detected));
    else open.push(read);
  }
  if (open.length > 0) cases.push(joinRows(open, options.onePiecePerRow));
  return { cases, rejections };
}

function readRow(row: FileRow, reader: RowReader, rowsOfCase: number): ReadRow | RowFault {
  const fault = (code: string, params = {}): RowFault => ({ rowNo: row.no, column: null, code, params });
  if (row.isBroken) return fault('row.quotes_invalid');
  if (rowsOfCase >= maxRowsPerCase) return fault('row.case_too_large', { max: maxRowsPerCase });
  return reader.read(row.cells, row.no);
}

/** A rejection names the column as the file does. */
function toRejection(fault: RowFault, cells: readonly string[], detected: Detected): Rejection {
  const index = fault.column === null ? undefined : detected.columns[fault.column]?.[0];
  const column = index === undefined ? fault.column : (detected.header[index] ?? fault.column);
  return { rowNo: fault.rowNo, column, code: fault.code, params: fault.params, cells };
}

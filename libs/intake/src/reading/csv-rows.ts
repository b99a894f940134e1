import Papa from 'papaparse';
import { fail } from '../intake.errors.js';

/** Records of a file, as text. `firstNo` counts records from 1, the header included, as a spreadsheet does. */
export interface RecordBatch {
  readonly firstNo: number;
  readonly records: readonly (readonly string[])[];
  /** Positions in `records` whose quotes do not follow the rules. */
  readonly broken: ReadonlySet<number>;
}

export interface CsvFormat {
  readonly delimiter: string;
  readonly newline: '\n' | '\r\n' | '\r';
  /** How many cells the header has, where it is known. */
  readonly width?: number;
}

/** No honest record is longer; an unclosed quote or a 60 MB cell ends here instead of in memory. */
export const maxRecordChars = 2 * 1024 * 1024;

const none: ReadonlySet<number> = new Set();

interface Parsed {
  readonly data: string[][];
  readonly errors: readonly { readonly code: string; readonly row: number; readonly index: number }[];
  readonly meta: { readonly cursor: number };
}

/**
 * Splits text into records, RFC 4180 with any delimiter; memory stays at one chunk and the unfinished record. A record whose
 * quotes do not follow the rules ends with its line, so it takes no other with it. Raises `upload.row_too_long`,
 * `upload.quote_not_closed`, `upload.not_a_table` (a zero byte).
 */
export async function* csvRecords(
  chunks: AsyncIterable<string>,
  format: CsvFormat,
): AsyncGenerator<RecordBatch> {
  const splitter = new RecordSplitter(format);
  for await (const chunk of chunks) {
    if (chunk.includes('\0')) throw fail('upload.not_a_table');
    yield* splitter.take(chunk, false);
  }
  yield* splitter.take('', true);
}

class RecordSplitter {
  private readonly parser: Papa.Parser;
  private rest = '';
  private no = 1;

  constructor(private readonly format: CsvFormat) {
    this.parser = new Papa.Parser({
      delimiter: format.delimiter,
      newline: format.newline,
      quoteChar: '"',
    });
  }

  *take(chunk: string, isLast: boolean): Generator<RecordBatch> {
    this.rest += chunk;
    while (this.rest !== '') {
      const parsed = this.parser.parse(this.rest, 0, !isLast) as Parsed;
      const wild = parsed.errors.find(
        (error) => error.code === 'InvalidQuotes' && this.ranAway(parsed, error.row),
      );
      if (wild) {
        const lineEnd = this.rest.indexOf(this.format.newline, wild.index);
        if (lineEnd < 0 && !isLast) break; // the rest of the line is still to come
        yield* this.cutOut(parsed, wild, lineEnd < 0 ? this.rest.length : lineEnd);
        continue;
      }
      const open = isLast ? parsed.errors.find((error) => error.code === 'MissingQuotes') : undefined;
      if (open) throw fail('upload.quote_not_closed', { row: this.no + open.row });
      // A line end at the very end is no empty record.
      if (isLast && this.rest.endsWith(this.format.newline) && isBlank(parsed.data.at(-1))) parsed.data.pop();
      const broken = parsed.errors
        .filter((error) => error.row < parsed.data.length)
        .map((error) => error.row);
      if (parsed.data.length > 0) yield this.batch(parsed.data, broken);
      this.rest = isLast ? '' : this.rest.slice(parsed.meta.cursor);
      break;
    }
    if (this.rest.length > maxRecordChars) throw fail('upload.row_too_long', { row: this.no });
  }

  /** Whether text after a closing quote made the record swallow what follows: it did not end, or not as the header. */
  private ranAway(parsed: Parsed, row: number): boolean {
    const record = parsed.data[row];
    return record === undefined || (this.format.width !== undefined && record.length !== this.format.width);
  }

  /** Yields what came before a broken record and the record itself up to the end of its line; goes on after that. */
  private *cutOut(
    parsed: Parsed,
    wild: { row: number; index: number },
    lineEnd: number,
  ): Generator<RecordBatch> {
    if (wild.row > 0) yield this.batch(parsed.data.slice(0, wild.row), []);
    const lineStart = this.rest.lastIndexOf(this.format.newline, wild.index - 1) + this.format.newline.length;
    const from = this.rest.lastIndexOf(this.format.newline, wild.index - 1) < 0 ? 0 : lineStart;
    const cells = this.rest.slice(from, lineEnd).split(this.format.delimiter);
    yield this.batch([cells.map(withoutQuotes)], [0]);
    this.rest = this.rest.slice(lineEnd + this.format.newline.length);
  }

  private batch(data: string[][], broken: readonly number[]): RecordBatch {
    // Files with both kinds of line ends are split at the common one; what is left of the other is no part of the cell.
    if (this.format.newline === '\n') {
      for (const record of data) {
        const last = record.length - 1;
        const cell = record[last] as string;
        if (cell.charCodeAt(cell.length - 1) === 13) record[last] = cell.slice(0, -1);
      }
    }
    const batch = {
      firstNo: this.no,
      records: data,
      broken: broken.length === 0 ? none : new Set(broken),
    };
    this.no += data.length;
    return batch;
  }
}

function withoutQuotes(cell: string): string {
  return /^"[^"]*"$/.test(cell) ? cell.slice(1, -1) : cell;
}

/** Whether a record is an empty line. */
export function isBlank(record: readonly string[] | undefined): boolean {
  return record === undefined || (record.length === 1 && record[0] === '');
}

/** The line end of the first record, outside quotes. */
export function newlineOf(text: string): CsvFormat['newline'] {
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '"') quoted = !quoted;
    else if (!quoted && c === '\n') return '\n';
    else if (!quoted && c === '\r') return text[i + 1] === '\n' ? '\r\n' : '\r';
  }
  return '\n';
}

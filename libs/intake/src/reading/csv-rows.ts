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
}

/** No honest record is longer; an unclosed quote or a 60 MB cell ends here instead of in memory. */
export const maxRecordChars = 2 * 1024 * 1024;

const none: ReadonlySet<number> = new Set();

interface Parsed {
  readonly data: string[][];
  readonly errors: readonly { readonly code: string; readonly row: number }[];
  readonly meta: { readonly cursor: number };
}

/**
 * Splits text into records, RFC 4180 with any delimiter; memory stays at one chunk and the unfinished record. Raises
 * `upload.row_too_long`, `upload.quote_not_closed`, `upload.not_a_table` (a zero byte).
 */
export async function* csvRecords(
  chunks: AsyncIterable<string>,
  format: CsvFormat,
): AsyncGenerator<RecordBatch> {
  const parser = new Papa.Parser({ delimiter: format.delimiter, newline: format.newline, quoteChar: '"' });
  let rest = '';
  let no = 1;
  for await (const chunk of chunks) {
    if (chunk.includes('\0')) throw fail('upload.not_a_table');
    rest += chunk;
    const parsed = parser.parse(rest, 0, true) as Parsed;
    rest = rest.slice(parsed.meta.cursor);
    if (rest.length > maxRecordChars) throw fail('upload.row_too_long', { row: no + parsed.data.length });
    if (parsed.data.length > 0) yield batchOf(parsed, no, format);
    no += parsed.data.length;
  }
  if (rest !== '') {
    const parsed = parser.parse(rest, 0, false) as Parsed;
    const open = parsed.errors.find((error) => error.code === 'MissingQuotes');
    if (open) throw fail('upload.quote_not_closed', { row: no + open.row });
    // A line end at the very end is no empty record.
    if (rest.endsWith(format.newline) && isBlank(parsed.data.at(-1))) parsed.data.pop();
    if (parsed.data.length > 0) yield batchOf(parsed, no, format);
  }
}

function batchOf(parsed: Parsed, firstNo: number, format: CsvFormat): RecordBatch {
  // Files with both kinds of line ends are split at the common one; what is left of the other is no part of the cell.
  if (format.newline === '\n') {
    for (const record of parsed.data) {
      const last = record.length - 1;
      const cell = record[last] as string;
      if (cell.charCodeAt(cell.length - 1) === 13) record[last] = cell.slice(0, -1);
    }
  }
  const broken = parsed.errors.length === 0 ? none : new Set(parsed.errors.map((error) => error.row));
  return { firstNo, records: parsed.data, broken };
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

import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import Papa from 'papaparse';
import type { KnownColumn } from '../columns/canonical-columns.js';
import { countKnown, matchColumns, missingColumns } from '../columns/match-columns.js';
import { fail } from '../intake.errors.js';
import { profileOf } from '../profiles/profiles.js';
import type { Detected, Mapping } from '../upload.schema.js';
import { fold } from '../values/fold.js';
import { isBlank, newlineOf, type CsvFormat } from './csv-rows.js';
import { refuseOtherKinds } from './file-kind.js';
import { jsonHeader } from './json-case.js';
import { decoderOf, encodingByMark, guessEncoding } from './text-decoder.js';

/** How much of a file its reading is decided by. */
export const headBytes = 256 * 1024;
const maxColumns = 1_000;
const delimiters = [',', ';', '\t', '|'] as const;

export interface ProbeOptions {
  readonly mapping: Mapping | null;
  /** The client's language: what single-byte text is likely to be. */
  readonly language: string;
  /** Bytes further down that turned out not to be UTF-8. */
  readonly notUtf8?: Buffer;
}

/**
 * Decides from the first bytes of a file how it is read: kind, encoding, delimiter, header, columns. What the mapping
 * says is not guessed. Raises an `upload.*` error for what can't be read at all.
 */
export function probe(head: Buffer, isWhole: boolean, options: ProbeOptions): Detected {
  if (head.length === 0) throw fail('upload.empty');
  refuseOtherKinds(head);
  const encoding = encodingOf(head, options);
  const decoder = decoderOf(encoding);
  const text = decoder.write(head) + (isWhole ? decoder.end() : '');
  if (text.includes('\0')) throw fail('upload.not_a_table');
  const start = text.trimStart()[0];
  if (start === undefined) throw fail('upload.empty');
  if ((start === '{' || start === '[') && options.mapping?.delimiter === undefined) {
    const columns = Object.fromEntries(jsonHeader.map((column, i) => [column, [i]]));
    return {
      format: 'json',
      encoding,
      delimiter: null,
      newline: null,
      skip: 0,
      header: jsonHeader,
      columns,
      profile: null,
      headerCurrency: null,
    };
  }
  return probeCsv(text, isWhole, encoding, options.mapping);
}

function encodingOf(head: Buffer, { mapping, language, notUtf8 }: ProbeOptions): string {
  if (mapping?.encoding !== undefined) {
    const wanted = mapping.encoding.toLowerCase();
    if (wanted === 'utf8' || wanted === 'utf-8' || wanted === 'utf-8-bom') return 'utf-8';
    if (!iconv.encodingExists(wanted)) throw fail('upload.mapping_invalid', { field: 'encoding' });
    return wanted;
  }
  if (notUtf8) return guessEncoding(notUtf8, language);
  const marked = encodingByMark(head);
  if (marked !== null) return marked;
  // The cut at the end may run through a character: up to three bytes of it do not count.
  for (let cut = 0; cut <= 3; cut++) if (isUtf8(head.subarray(0, head.length - cut))) return 'utf-8';
  return guessEncoding(head, language);
}

function probeCsv(text: string, isWhole: boolean, encoding: string, mapping: Mapping | null): Detected {
  const newline = newlineOf(text);
  const named = /^sep=(.)\r?\n/i.exec(text)?.[1];
  const delimiter = mapping?.delimiter ?? named ?? guessDelimiter(text, isWhole, newline);
  const records = firstRecords(text, isWhole, { delimiter, newline });
  const at = headerAt(records, mapping, named === undefined ? 0 : 1);
  const header = (records[at] ?? []).map((cell) => cell.trim());
  if (header.length > maxColumns)
    throw fail('upload.too_many_columns', { count: header.length, max: maxColumns });
  const sample = records.slice(at + 1, at + 51).filter((record) => !isBlank(record));
  const profile = profileOf(header);
  const columns: Partial<Record<KnownColumn, number[]>> = {};
  let headerCurrency: string | null = null;
  if (profile) {
    for (const [column, names] of Object.entries(profile.columns)) {
      const found = names.map((name) => header.indexOf(name)).filter((i) => i >= 0);
      if (found.length > 0) columns[column as KnownColumn] = found;
    }
  } else {
    const match = matchColumns(header, sample);
    for (const [column, index] of match.indexes) columns[column] = [index];
    headerCurrency = match.headerCurrency;
  }
  for (const [column, name] of Object.entries(mapping?.columns ?? {})) {
    const index = indexOfHeader(header, name);
    if (index < 0) throw fail('upload.column_not_found', { column, header: name });
    columns[column as KnownColumn] = [index];
  }
  const known = new Map(
    Object.entries(columns).map(([column, [index]]) => [column as KnownColumn, index ?? 0]),
  );
  for (const column of Object.keys(profile?.constants ?? {})) known.set(column as KnownColumn, 0);
  const missing = missingColumns(known);
  if (missing.length > 0) throw fail('upload.columns_missing', { columns: missing });
  return {
    format: 'csv',
    encoding,
    delimiter,
    newline,
    skip: at + 1,
    header,
    columns,
    profile: profile?.id ?? null,
    headerCurrency,
  };
}

function indexOfHeader(header: readonly string[], name: string): number {
  const exact = header.indexOf(name.trim());
  return exact >= 0 ? exact : header.findIndex((cell) => fold(cell) === fold(name));
}

/** Up to a hundred complete records from the top. */
function firstRecords(text: string, isWhole: boolean, format: CsvFormat): string[][] {
  const parser = new Papa.Parser({ ...format, quoteChar: '"', preview: 100 });
  const parsed = parser.parse(text, 0, !isWhole) as { data: string[][] };
  if (parsed.data.length > 0) return parsed.data;
  // Not one record in 256 KiB: a header beyond all measure, or a quote that never closes.
  const columns = text.split(format.delimiter).length;
  if (columns > maxColumns) throw fail('upload.too_many_columns', { count: columns, max: maxColumns });
  throw fail('upload.row_too_long', { row: 1 });
}

/** The delimiter whose records name the most of our columns, else the one that splits the first rows most evenly. */
function guessDelimiter(text: string, isWhole: boolean, newline: CsvFormat['newline']): string {
  const part = text.slice(0, 65_536);
  let best: string = ',';
  let bestScore = -1;
  for (const delimiter of delimiters) {
    const parser = new Papa.Parser({ delimiter, newline, quoteChar: '"', preview: 20 });
    const { data } = parser.parse(part, 0, !(isWhole && part.length === text.length)) as { data: string[][] };
    const rows = data.filter((record) => !isBlank(record));
    const widest = Math.max(0, ...rows.map((record) => record.length));
    const even = rows.filter((record) => record.length === widest).length / (rows.length || 1);
    const named = Math.max(0, ...rows.slice(0, 10).map((record) => countKnown(record)));
    const score = named * 10 + (widest > 1 ? even * 5 + Math.min(widest, 20) / 10 : 0);
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/** Which of the first records is the header: the one that names most of our columns; titles may stand above it. */
function headerAt(records: readonly (readonly string[])[], mapping: Mapping | null, from: number): number {
  const wanted = Object.values(mapping?.columns ?? {}).map(fold);
  let best = -1;
  let bestScore = 0;
  records.slice(0, 20).forEach((record, i) => {
    if (i < from || isBlank(record)) return;
    if (best < 0) best = i;
    const score = countKnown(record) + record.filter((cell) => wanted.includes(fold(cell))).length * 2;
    if (score > bestScore && (score >= 2 || i === best)) {
      best = i;
      bestScore = score;
    }
  });
  if (best < 0) throw fail('upload.empty');
  return best;
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Detected } from '../upload.schema.js';
import { csvRecords, isBlank, type CsvFormat } from './csv-rows.js';
import { jsonElements } from './json-rows.js';
import { rowsOfJson } from './json-case.js';
import { headBytes, probe, type ProbeOptions } from './probe.js';
import { decoderOf } from './text-decoder.js';

/** A row of values with its number: records counted from 1, header included, in CSV; items counted from 1 in JSON. */
export interface FileRow {
  readonly no: number;
  readonly cells: readonly string[];
  /** Its quotes do not follow the rules. */
  readonly isBroken: boolean;
}

/** Bytes decoded and split at a time; between two of them other work of the process gets its turn. */
const sliceBytes = 128 * 1024;

/** A stored file that can be read several times over. */
export class UploadFile {
  constructor(private readonly open: () => AsyncIterable<Buffer>) {}

  /** Decides how the file is read (see `probe`). */
  async probe(options: ProbeOptions): Promise<Detected> {
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of this.open()) {
      parts.push(part);
      size += part.length;
      if (size > headBytes) break;
    }
    return probe(Buffer.concat(parts).subarray(0, headBytes), size <= headBytes, options);
  }

  /** The rows of values, a batch at a time, without blank lines. */
  async *rows(detected: Detected): AsyncGenerator<readonly FileRow[]> {
    const text = this.text(detected.encoding);
    if (detected.format === 'json') {
      let no = 0;
      for await (const elements of jsonElements(text)) {
        const rows: FileRow[] = [];
        for (const element of elements) {
          for (const cells of rowsOfJson(element)) rows.push({ no: ++no, cells, isBroken: false });
        }
        yield rows;
      }
      return;
    }
    const format: CsvFormat = {
      delimiter: detected.delimiter ?? ',',
      newline: detected.newline ?? '\n',
      width: detected.header.length,
    };
    for await (const batch of csvRecords(text, format)) {
      const rows: FileRow[] = [];
      for (let i = 0; i < batch.records.length; i++) {
        const cells = batch.records[i] as readonly string[];
        const no = batch.firstNo + i;
        if (no <= detected.skip || isBlank(cells) || isOnlyBlanks(cells)) continue;
        rows.push({ no, cells, isBroken: batch.broken.has(i) });
      }
      yield rows;
    }
  }

  private async *text(encoding: string): AsyncGenerator<string> {
    const decoder = decoderOf(encoding);
    for await (const part of this.open()) {
      for (let from = 0; from < part.length; from += sliceBytes) {
        yield decoder.write(part.subarray(from, from + sliceBytes));
        await nextTurn();
      }
    }
    const rest = decoder.end();
    if (rest !== '') yield rest;
  }
}

/** Spreadsheets export rows of nothing but delimiters below the last one. */
function isOnlyBlanks(cells: readonly string[]): boolean {
  return cells[0] === '' && cells.every((cell) => cell === '');
}

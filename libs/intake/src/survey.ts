import { fail } from './intake.errors.js';
import { profiles } from './profiles/profiles.js';
import { StyleFinder, type ColumnStyles } from './reading/column-styles.js';
import { WrongEncoding } from './reading/text-decoder.js';
import type { UploadFile } from './reading/upload-file.js';
import { RowReader } from './row-reader.js';
import type { Detected, Mapping } from './upload.schema.js';

/** What is known of a file after it was looked through once, before anything of it is taken over. */
export interface Survey {
  readonly detected: Detected;
  readonly styles: ColumnStyles;
  readonly rowsTotal: number;
  /** Hashes of the references of cases whose rows do not follow one another. */
  readonly scattered: ReadonlySet<number>;
}

export interface SurveyOptions {
  readonly mapping: Mapping | null;
  readonly client: {
    readonly zone: string;
    readonly country: string;
    readonly currency: string;
    readonly defaultLanguage: string;
  };
  /** Called every few megabytes. */
  readonly onProgress: () => Promise<void>;
}

const rowsBetweenSigns = 50_000;

/**
 * Looks through a whole file: that it can be read to its end, how its columns write amounts and dates, how many rows it
 * has, which cases are scattered. So a broken file fails before any of it is taken over. Memory: 8 bytes per case. What
 * turns out not to be UTF-8 is looked through again in the encoding it seems to have.
 */
export async function surveyFile(file: UploadFile, options: SurveyOptions): Promise<Survey> {
  const { mapping, client } = options;
  let detected = await file.probe({ mapping, language: client.defaultLanguage });
  for (;;) {
    try {
      return await lookThrough(file, detected, options);
    } catch (error) {
      if (!(error instanceof WrongEncoding) || detected.encoding !== 'utf-8') throw error;
      if (mapping?.encoding !== undefined) throw fail('upload.encoding_unknown');
      detected = await file.probe({ mapping, language: client.defaultLanguage, notUtf8: error.sample });
    }
  }
}

async function lookThrough(file: UploadFile, detected: Detected, options: SurveyOptions): Promise<Survey> {
  const { mapping, client } = options;
  const finder = new StyleFinder(detected, mapping, client.country);
  const profile = profiles.find((p) => p.id === detected.profile) ?? null;
  const reader = new RowReader({ detected, styles: finder.styles(), mapping, profile, client });
  const runs = new HashList();
  let rowsTotal = 0;
  let lastRef: string | null = null;
  let unsigned = 0;
  for await (const rows of file.rows(detected)) {
    for (const row of rows) {
      finder.look(row.cells);
      const ref = row.isBroken ? null : reader.caseRefOf(row.cells);
      if (ref !== null && ref !== lastRef) {
        runs.push(hashRef(ref));
        lastRef = ref;
      }
    }
    rowsTotal += rows.length;
    unsigned += rows.length;
    if (unsigned >= rowsBetweenSigns) {
      unsigned = 0;
      await options.onProgress();
    }
  }
  if (rowsTotal === 0) throw fail('upload.no_rows');
  return { detected, styles: finder.styles(), rowsTotal, scattered: runs.repeated() };
}

/** A 53-bit hash (cyrb53). Two references with one hash are only taken for scattered, which is slower, not wrong. */
export function hashRef(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 2654435761);
    b = Math.imul(b ^ c, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}

class HashList {
  private values = new Float64Array(1024);
  private length = 0;

  push(hash: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = hash;
  }

  /** Values that were pushed more than once. Sorts in place. */
  repeated(): Set<number> {
    const sorted = this.values.subarray(0, this.length).sort();
    const found = new Set<number>();
    for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) found.add(sorted[i] as number);
    return found;
  }
}

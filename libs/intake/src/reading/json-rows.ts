import { fail } from '../intake.errors.js';
import { maxRecordChars } from './csv-rows.js';

/**
 * The elements of a JSON array, or the values of NDJSON, one by one, without holding the whole text. A single object
 * that wraps the array as `cases` or `data` is opened as long as it is no longer than one record may be. Raises
 * `upload.json_invalid`, `upload.row_too_long`.
 */
export async function* jsonElements(chunks: AsyncIterable<string>): AsyncGenerator<readonly unknown[]> {
  const splitter = new JsonSplitter();
  for await (const chunk of chunks) {
    const elements = splitter.take(chunk);
    if (elements.length > 0) yield elements;
  }
  splitter.end();
}

const quote = 34;
const backslash = 92;

class JsonSplitter {
  private pending = '';
  /** What is open, innermost last. */
  private readonly opened: number[] = [];
  private base = 0;
  private inString = false;
  private escaped = false;
  private elementFrom = -1;
  private count = 0;
  private closed = false;

  take(chunk: string): unknown[] {
    const elements: unknown[] = [];
    let at = this.pending.length;
    const text = this.pending + chunk;
    for (; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (c === backslash) this.escaped = true;
        else if (c === quote) this.inString = false;
        continue;
      }
      if (c === quote) this.inString = true;
      else if (c === 91 || c === 123) {
        if (this.closed) throw this.invalid();
        if (c === 91 && this.opened.length === 0 && this.count === 0 && this.base === 0) this.base = 1;
        else if (this.opened.length === this.base) this.elementFrom = at;
        this.opened.push(c);
        if (this.opened.length > 64) throw this.invalid();
      } else if (c === 93 || c === 125) {
        // Closing brackets are two code points after their opening ones.
        if (this.opened.pop() !== c - 2) throw this.invalid();
        if (this.opened.length === this.base && this.elementFrom >= 0) {
          elements.push(...this.parse(text.slice(this.elementFrom, at + 1)));
          this.elementFrom = -1;
        } else if (this.opened.length === 0 && this.base === 1) this.closed = true;
      } else if (this.opened.length === this.base && c > 32 && c !== 44) throw this.invalid();
    }
    this.pending = this.elementFrom >= 0 ? text.slice(this.elementFrom) : '';
    if (this.elementFrom >= 0) this.elementFrom = 0;
    if (this.pending.length > maxRecordChars) throw fail('upload.row_too_long', { row: this.count + 1 });
    return elements;
  }

  end(): void {
    if (this.opened.length > 0 || this.inString) throw this.invalid();
  }

  private parse(text: string): unknown[] {
    this.count++;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw this.invalid();
    }
    if (typeof value === 'object' && value !== null && this.base === 0) {
      const { cases, data } = value as { cases?: unknown; data?: unknown };
      if (Array.isArray(cases)) return cases as unknown[];
      if (Array.isArray(data)) return data as unknown[];
    }
    return [value];
  }

  private invalid() {
    return fail('upload.json_invalid', { row: this.count + 1 });
  }
}

import { finished } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import type { Tx } from '#platform';
import { encodeFile } from './file-encoding.js';
import { fileCopies, type FileSource } from './file-sql.js';

/** The bytes of a listing's file, as they are made: memory stays at a few chunks. Reads on the transaction's connection. */
export function fileContent(tx: Tx, source: FileSource): AsyncIterable<Buffer> {
  const { header, lines } = fileCopies(source);
  return encodeFile(outputs(tx, [header, lines]), source.format);
}

/** The outputs of COPY statements, one after the other. A reader that stops early leaves the connection usable. */
async function* outputs(tx: Tx, statements: readonly string[]): AsyncGenerator<Buffer> {
  for (const sql of statements) {
    const output = tx.copyOut(sql);
    try {
      yield* output.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
    } finally {
      await drained(output);
    }
  }
}

/** The rest of a COPY must be read, or the connection never answers again. */
async function drained(output: Readable): Promise<void> {
  if (output.readableEnded || output.destroyed) return;
  output.resume();
  await finished(output).catch(() => undefined);
}

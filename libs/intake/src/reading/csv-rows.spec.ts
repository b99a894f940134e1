import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { csvRecords, isBlank, newlineOf } from './csv-rows.js';

const data = path.resolve(import.meta.dirname, '../../../../../shared/data/csv');
const there = existsSync(data);
const given = there ? describe : describe.skip;

/** All records of a text, read in pieces of so many characters. */
async function records(text: string, pieceLength: number, delimiter = ','): Promise<string[][]> {
  async function* pieces(): AsyncGenerator<string> {
    for (let i = 0; i < text.length; i += pieceLength) yield text.slice(i, i + pieceLength);
  }
  const all: string[][] = [];
  for await (const batch of csvRecords(pieces(), { delimiter, newline: newlineOf(text) })) {
    for (const [i, record] of batch.records.entries()) {
      if (batch.broken.has(i)) throw new Error('broken');
      all.push([...record]);
    }
  }
  return all;
}

given('csv-spectrum (skipped: ../shared/data not found)', () => {
  for (const file of there ? readdirSync(path.join(data, 'csv-spectrum/csvs')) : []) {
    it.each([1, 7, 10_000])(`${file} in pieces of %i characters`, async (length) => {
      const stored = readFileSync(path.join(data, 'csv-spectrum/csvs', file), 'utf8');
      // The stored copies of the CRLF files lost their carriage returns on the way; their JSON still has them.
      const text = file.endsWith('_crlf.csv') ? stored.replace(/\r?\n/g, '\r\n') : stored;
      const wanted = JSON.parse(
        readFileSync(path.join(data, 'csv-spectrum/json', file.replace('.csv', '.json')), 'utf8'),
      ) as Record<string, string>[];
      const [header = [], ...rows] = await records(text, length);
      const objects = rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]])));
      expect(objects).toEqual(wanted);
    });
  }
});

given('csv-test-data (skipped: ../shared/data not found)', () => {
  const files = there ? readdirSync(path.join(data, 'csv-test-data/csv')) : [];
  for (const file of files.filter((name) => !name.startsWith('bad-'))) {
    it.each([1, 7, 10_000])(`${file} in pieces of %i characters`, async (length) => {
      const text = readFileSync(path.join(data, 'csv-test-data/csv', file), 'utf8');
      const wanted = JSON.parse(
        readFileSync(path.join(data, 'csv-test-data/json', file.replace('.csv', '.json')), 'utf8'),
      ) as unknown[];
      const all = await records(text, length);
      if (!file.startsWith('header-')) return expect(all).toEqual(wanted);
      const [header = [], ...rows] = all;
      return expect(rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]])))).toEqual(
        wanted,
      );
    });
  }

  it('refuses quotes that do not match, and keeps cells as they are otherwise', async () => {
    const read = (name: string) =>
      records(readFileSync(path.join(data, 'csv-test-data/csv', name), 'utf8'), 7);
    await expect(read('bad-missing-quote.csv')).rejects.toMatchObject({ code: 'upload.quote_not_closed' });
    await expect(read('bad-quotes-with-unescaped-quote.csv')).rejects.toThrow();
    expect((await read('bad-unescaped-quote.csv'))[1]?.[1]).toBe('This "quotes" must be escaped');
    expect((await read('bad-header-less-fields.csv'))[1]).toHaveLength(2);
    expect((await read('bad-header-more-fields.csv'))[1]).toHaveLength(4);
    expect(await read('bad-header-no-header.csv')).toEqual([]);
  });
});

describe('hostile text', () => {
  it('stops at a zero byte and at a record without end', async () => {
    await expect(records('a,b\n1,\0\n', 3)).rejects.toMatchObject({ code: 'upload.not_a_table' });
    await expect(records(`a,b\n1,"${'x'.repeat(3_000_000)}`, 65_536)).rejects.toMatchObject({
      code: 'upload.row_too_long',
      params: { row: 2 },
    });
  });

  it('counts blank lines, so that row numbers are those of a spreadsheet', async () => {
    const all = await records('a\n\n1\n', 2);
    expect(all).toHaveLength(3);
    expect(isBlank(all[1])).toBe(true);
  });
});

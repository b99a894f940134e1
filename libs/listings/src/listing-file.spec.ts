import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import iconv from 'iconv-lite';
import papaparse from 'papaparse';
import { newId } from '#platform';
import { listingFields, type ListingFormat } from '#clients';
import type { CaseItem, CaseRecord } from '#cases';
import { decidedCases, enlistCases } from '../../../test/support/listing-factory.js';
import { SilentResultsModule } from '../../../test/support/silent-results.js';
import { createWorld, plainFormat, type World } from '../../../test/support/world.js';
import { encodeFile, encodeText } from './file-encoding.js';
import { styledDate } from './file-sql.js';
import { ListingReading } from './listing-reading.service.js';
import { ListingSealing } from './listing-sealing.service.js';
import { ListingsModule } from './listings.module.js';

const vectors = new URL('../../../../shared/data/vectors/formula-injection.json', import.meta.url);

let world: World;
beforeAll(async () => {
  world = await createWorld([SilentResultsModule, ListingsModule]);
});
afterAll(() => world.close());

/** The file of a listing of these cases in this format. */
async function fileOf(
  format: Partial<ListingFormat>,
  records: readonly CaseRecord[],
  kind: 'refund' | 'replacement' = 'refund',
): Promise<Buffer> {
  const settings = { schedule: null, format: { ...plainFormat, ...format } };
  const ctx = world.as(
    await world.newClient({
      settings: {
        formality: 'formal',
        paymentDays: 14,
        refundListing: settings,
        replacementListing: settings,
      },
    }),
  );
  const { listingId } = await enlistCases(world, ctx, kind, records);
  await world.get(ListingSealing).seal(ctx, kind, listingId);
  return buffer((await world.get(ListingReading).file(ctx, kind, listingId, 'csv')).content);
}

const column = (field: ListingFormat['columns'][number]['field'], name: string = field) => ({ field, name });
const oneCase = (item: Partial<CaseItem>, record: Partial<CaseRecord> = {}) =>
  decidedCases(1, 'refund', item, record);

describe("a listing's file", () => {
  it('has the columns in the order and under the names of the client', async () => {
    const [record] = oneCase({ quantity: 2, sku: 'S-1' }, { iban: 'DE02120300000000202051', country: 'DE' });
    if (!record) throw new Error('no case');
    const file = await fileOf(
      {
        columns: [
          column('iban', 'IBAN; des Kunden'),
          column('amount', 'Betrag'),
          column('currency', 'Währung'),
          column('cutoff_date', 'Stichtag'),
          column('number', 'Liste'),
          column('line', 'Zeile'),
          column('entry', 'Art'),
          column('replaces', 'Ersetzt'),
          column('quantity', 'Menge'),
        ],
        lineEnd: '\n',
      },
      [record],
    );
    expect(file.toString()).toBe(
      '"IBAN; des Kunden";Betrag;Währung;Stichtag;Liste;Zeile;Art;Ersetzt;Menge\n' +
        'DE02120300000000202051;39,98;EUR;02.03.2026;1;1;add;;2\n',
    );
  });

  it('can show every field', async () => {
    const columns = listingFields.map((field) => column(field));
    for (const kind of ['refund', 'replacement'] as const) {
      const file = await fileOf({ columns }, decidedCases(2, kind), kind);
      const { data } = papaparse.parse<string[]>(file.toString().trimEnd(), { delimiter: ';' });
      expect(data.map((cells) => cells.length)).toEqual(Array(3).fill(listingFields.length));
    }
  });

  it('quotes what needs it, or everything', async () => {
    const records = oneCase({ product: 'say "x"; y', sku: null });
    const columns = [column('product', 'P'), column('sku', 'S'), column('amount', 'A')];
    expect((await fileOf({ columns }, records)).toString()).toBe('P;S;A\r\n"say ""x""; y";;19,99\r\n');
    const all = await fileOf(
      { columns, quote: 'all', delimiter: '\t', decimal: '.' },
      oneCase({ product: 'x', sku: null }),
    );
    expect(all.toString()).toBe('"P"\t"S"\t"A"\r\n"x"\t""\t"19.99"\r\n');
  });

  it('writes amounts exactly in the digits of their currency', async () => {
    const amounts: [number, string][] = [
      [0, 'EUR'],
      [5, 'EUR'],
      [99, 'EUR'],
      [100, 'EUR'],
      [123_456_789, 'EUR'],
      [16_846_960, 'GBP'],
      [500, 'JPY'],
      [0, 'ISK'],
    ];
    const records = amounts.flatMap(([unitPriceMinor, currency]) => oneCase({ unitPriceMinor, currency }));
    const file = await fileOf({ columns: [column('amount'), column('currency')] }, records);
    expect(file.toString().trimEnd().split('\r\n').slice(1)).toEqual([
      '0,00;EUR',
      '0,05;EUR',
      '0,99;EUR',
      '1,00;EUR',
      '1234567,89;EUR',
      '168469,60;GBP',
      '500;JPY',
      '0;ISK',
    ]);
  });

  it('keeps each record on one line, whatever breaks its text has', async () => {
    const records = oneCase({ product: 'two\r\nlines\tand \u2028 more' });
    const file = await fileOf({ columns: [column('product')], encoding: 'utf-8' }, records);
    expect(file.toString()).toBe('product\r\ntwo lines and   more\r\n');
  });

  it.each([
    ['utf-8', 'Żółć Ελλάδα 🙂 €'],
    ['utf-8-bom', 'Żółć Ελλάδα 🙂 €'],
    ['utf-16le', 'Żółć Ελλάδα 🙂 €'],
    ['windows-1250', 'Żółć ?????a ? €'],
    ['windows-1252', 'Zólc ?????a ? €'],
    ['windows-1253', 'Zolc Ελλάδα ? €'],
    ['iso-8859-1', 'Zólc ?????a ? EUR'],
    ['iso-8859-2', 'Żółć ?????a ? EUR'],
    ['iso-8859-15', 'Zólc ?????a ? €'],
  ] as const)(
    'in %s writes what the encoding has and the nearest of what it lacks',
    async (encoding, read) => {
      const product = 'Żółć Ελλάδα 🙂 €';
      const file = await fileOf({ columns: [column('product')], encoding }, oneCase({ product }));
      const expected = read.replace('?????a', '??????');
      const body = file.subarray(encoding === 'utf-8-bom' ? 3 : encoding === 'utf-16le' ? 2 : 0);
      expect(iconv.decode(body, encoding.replace('-bom', ''), { stripBOM: false })).toBe(
        `product\r\n${expected}\r\n`,
      );
      expect([...file.subarray(0, 3)]).toEqual(
        expect.arrayContaining(encoding === 'utf-8-bom' ? [0xef, 0xbb, 0xbf] : []),
      );
    },
  );

  it('never lets a substitute become a delimiter or quote, and joins characters cut between chunks', async () => {
    expect(encodeText('a\u037eb “c” d', 'windows-1250').toString('latin1')).toMatch(/^a\?b /);
    expect(encodeText('“x”;\uff1b', 'iso-8859-1').toString('latin1')).toBe("'x';?");
    const bytes = Buffer.from('żółć🙂\n');
    const chunks = async function* () {
      for (const byte of bytes) yield Buffer.from([byte]);
    };
    const out: Buffer[] = [];
    for await (const part of encodeFile(chunks(), { encoding: 'windows-1250', lineEnd: '\r\n' }))
      out.push(part);
    expect(iconv.decode(Buffer.concat(out), 'windows-1250')).toBe('żółć?\r\n');
  });

  it('writes dates in every style', () => {
    expect(
      (['yyyy-MM-dd', 'dd.MM.yyyy', 'dd/MM/yyyy', 'yyyyMMdd', 'MM/dd/yyyy'] as const).map((style) =>
        styledDate('2026-03-02', style),
      ),
    ).toEqual(['2026-03-02', '02.03.2026', '02/03/2026', '20260302', '03/02/2026']);
  });
});

/** What a spreadsheet calculates: skips blanks, then one of these, in any width. */
const live = /^[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫–—−]/;

/** Every cell of the file, as readers with any delimiter see it. */
const cellsOf = (text: string): string[] =>
  [';', ',', '\t', '|'].flatMap((delimiter) =>
    papaparse.parse<string[]>(text, { delimiter, quoteChar: '"' }).data.flat(),
  );

describe('no cell is a formula', () => {
  const nasty = [
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(1)',
    '\t=1+1',
    '\r=1+1',
    '\n=1+1',
    ' \u00a0=1+1',
    '\u200b=1+1',
    '＝1+1',
    '＋1',
    '－1',
    '＠x',
    '–1',
    'x;=1+1',
    'x,=1+1',
    'x\t=1+1',
    'x|=1+1',
    'x"=1+1',
    '";=1+1;"',
    "'=1+1",
    '=1+1";=cmd()',
    '"=1+1"',
    'harmless',
    'A-1=2+3',
    '-',
    '=',
  ];

  it.each([
    [';', 'minimal', 'utf-8'],
    [',', 'all', 'windows-1252'],
    ['\t', 'minimal', 'iso-8859-1'],
    ['|', 'all', 'utf-16le'],
  ] as const)('with delimiter %j, quoting %s, in %s', async (delimiter, quote, encoding) => {
    const records = nasty.flatMap((text) =>
      oneCase(
        { product: text, sku: text },
        { orderRef: text, accountHolder: text, street: text, iban: text },
      ),
    );
    const fields = ['product', 'sku', 'order_ref', 'payee_name', 'street', 'iban'] as const;
    const file = await fileOf(
      { columns: fields.map((f, i) => column(f, i === 0 ? '=cmd()' : f)), delimiter, quote, encoding },
      records,
    );
    const text = iconv.decode(file, encoding);
    expect(cellsOf(text).filter((cell) => live.test(cell))).toEqual([]);
    const { data } = papaparse.parse<string[]>(text.trimEnd(), { delimiter });
    expect(data.map((cells) => cells.length)).toEqual(Array(nasty.length + 1).fill(6));
    expect(data.map((cells) => cells[0]).slice(-4)).toEqual(['harmless', 'A-1=2+3', "'-", "'="]);
  });

  it('leaves plain text and ordinary references as they are', async () => {
    const kept = ['O-2026-1', 'Smith & Sons', 'a+b', 'rock-n-roll', "d'Arc", 'info@example.org', '10 % off'];
    const file = await fileOf(
      { columns: [column('product')] },
      kept.flatMap((product) => oneCase({ product })),
    );
    expect(file.toString().trimEnd().split('\r\n').slice(1)).toEqual(kept);
  });

  it('writes a dialable phone number and guards any other', async () => {
    const phones = ['+49 30 123-456', '030 123', '+1+2', '=1'];
    const file = await fileOf(
      { columns: [column('phone')] },
      phones.flatMap((phone) =>
        oneCase({}, { customer: { id: newId(), matchKey: phone, name: 'A', email: null, phone } }),
      ),
    );
    expect(file.toString().trimEnd().split('\r\n').slice(1)).toEqual([
      '0049 30 123-456',
      '030 123',
      "'+1+2",
      "'=1",
    ]);
  });

  (existsSync(vectors) ? it : it.skip)(
    'with published vectors (skipped: ../shared/data not found)',
    async () => {
      const lists = JSON.parse(readFileSync(vectors, 'utf8')) as Record<string, string[]>;
      const strings = Object.values(lists).flat();
      const file = await fileOf(
        { columns: [column('product'), column('sku')], encoding: 'windows-1252' },
        strings.flatMap((text) => oneCase({ product: text, sku: `x;${text}` })),
      );
      const text = iconv.decode(file, 'windows-1252');
      expect(strings.length).toBeGreaterThan(20);
      expect(cellsOf(text).filter((cell) => live.test(cell))).toEqual([]);
    },
  );
});

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import { chunksOf } from '../chunks.js';
import type { FileCase } from '../file-case.js';
import { profiles } from '../profiles/profiles.js';
import { RowReader } from '../row-reader.js';
import { surveyFile } from '../survey.js';
import type { Mapping } from '../upload.schema.js';
import type { Rejection } from '../upload.queries.js';
import { UploadFile } from './upload-file.js';

const german = { zone: 'Europe/Berlin', country: 'DE', currency: 'EUR', defaultLanguage: 'de' };

interface Read {
  readonly cases: FileCase[];
  readonly rejections: Rejection[];
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly scattered: number;
}

/** Reads bytes as an upload would be, in parts of so many bytes. */
async function read(
  bytes: Buffer | string,
  { client = german, mapping = null as Mapping | null, part = 1_000_000 } = {},
): Promise<Read> {
  const buffer = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  const file = new UploadFile(async function* () {
    for (let i = 0; i < buffer.length; i += part) yield await Promise.resolve(buffer.subarray(i, i + part));
  });
  const survey = await surveyFile(file, { mapping, client, onProgress: () => Promise.resolve() });
  const { detected, styles, scattered } = survey;
  const profile = profiles.find((p) => p.id === detected.profile) ?? null;
  const reader = new RowReader({ detected, styles, mapping, profile, client });
  const cases: FileCase[] = [];
  const rejections: Rejection[] = [];
  const onePiecePerRow = profile?.onePiecePerRow ?? false;
  for await (const chunk of chunksOf(file.rows(detected), {
    reader,
    detected,
    onePiecePerRow,
    scattered: new Set(),
    done: { upTo: 0, ahead: null },
  })) {
    cases.push(...chunk.cases);
    rejections.push(...chunk.rejections);
  }
  const { encoding, delimiter } = detected;
  return { cases, rejections, encoding, delimiter, scattered: scattered.size };
}

describe('a file of cases', () => {
  it('is read by its headers in any language, order, delimiter and number style', async () => {
    const files = [
      'Bestellnummer;Artikelnummer;Menge;Einzelpreis;Währung;E-Mail;Grund\r\nB1;A1;2;1.019,99;EUR;a@example.org;defekt\r\n',
      'N° de commande\tRéférence\tQuantité\tPrix unitaire\tDevise\tAdresse e-mail\tMotif de retour\nB1\tA1\t2\t1 019,99\t€\ta@example.org\tproduit en panne\n',
      'customer_email|reason|unit_price|currency|quantity|sku|order_ref\na@example.org|broken|1019.99|EUR|2|A1|B1\n',
      'Numer zamówienia,Kod produktu,Ilość,Cena jednostkowa,Waluta,E-mail klienta,Powód zwrotu\nB1,A1,2,"1019,99",EUR,a@example.org,wadliwy\n',
      'Αριθμός παραγγελίας;Κωδικός προϊόντος;Ποσότητα;Τιμή;Νόμισμα;email;Λόγος επιστροφής\nB1;A1;2;1.019,99;EUR;a@example.org;ελαττωματικό\n',
    ];
    for (const file of files) {
      const { cases, rejections } = await read(file);
      expect(rejections).toEqual([]);
      expect(cases).toMatchObject([
        {
          caseRef: 'B1',
          orderRef: 'B1',
          facts: { customerEmail: 'a@example.org' },
          items: [{ sku: 'A1', quantity: 2, unitPriceMinor: 101_999, currency: 'EUR', reason: 'defective' }],
        },
      ]);
    }
  });

  it.each([
    ['utf-8', 'de', 'Müller, Größe, Żółć'],
    ['windows-1252', 'de', 'Müller Größe Straße Café'],
    ['iso-8859-15', 'fr', 'Hélène Façade Noël'],
    ['windows-1250', 'pl', 'Łukasz Wójcik Żółć Gdańsk Świętojańska'],
    ['iso-8859-2', 'cs', 'Jiří Dvořák Žižkov Říčany Šťastný Třebíč'],
    ['windows-1253', 'el', 'Ελένη Παπαδοπούλου Θεσσαλονίκη'],
    ['windows-1251', 'bg', 'Иван Петров София'],
    ['windows-1251', 'be', 'Сяргей Іваноў Мінск'],
    ['windows-1250', 'sr-Latn', 'Đorđe Živković Čačak'],
    ['windows-1254', 'tr', 'Yılmaz Şişli Çağlayan İstanbul'],
    ['utf-16le', 'sv', 'Åsa Öberg Göteborg'],
    ['utf-16be', 'fi', 'Päivi Mäkinen'],
  ])('in %s of a shop that writes %s', async (encoding, language, name) => {
    const text = `order_ref;quantity;product;customer_name\n1;1;${name};${name}\n`;
    const { cases } = await read(iconv.encode(text, encoding), {
      client: { ...german, defaultLanguage: language },
      part: 7,
    });
    expect(cases[0]?.facts.customerName).toBe(name);
    expect(cases[0]?.items[0]?.product).toBe(name);
  });

  it('gives names in the order of the case’s language', async () => {
    const { cases } = await read(
      [
        'order_ref,quantity,sku,language,country,customer_first_name,customer_last_name,customer_name',
        '1,1,A,hu,,Anna,Kovács,',
        '2,1,A,,HU,Anna,Kovács,',
        '3,1,A,de,HU,Anna,Kovács,',
        '4,1,A,,,Anna,Kovács,',
        '5,1,A,magyar,,,,"Kovács, Anna"',
        '6,1,A,,AT,,,"Kovács, Anna"',
        '7,1,A,hu,,,,Kovács Anna',
      ].join('\n'),
    );
    const hungarian = await read('order_ref,quantity,sku,first_name,last_name\n1,1,A,Anna,Kovács\n', {
      client: { ...german, defaultLanguage: 'hu' },
    });
    expect([...cases, ...hungarian.cases].map(({ facts }) => facts.customerName)).toEqual([
      'Kovács Anna',
      'Kovács Anna',
      'Anna Kovács',
      'Anna Kovács',
      'Kovács Anna',
      'Anna Kovács',
      'Kovács Anna',
      'Kovács Anna',
    ]);
  });

  it('is read in its old encoding when the first strange letter comes late', async () => {
    const ascii = Array.from({ length: 20_000 }, (_, i) => `${i};1;shirt;plain`).join('\n');
    const text = `order_ref;quantity;product;customer_name\n${ascii}\nlast;1;Größe;Jürgen Weiß\n`;
    const { cases, encoding } = await read(iconv.encode(text, 'windows-1252'));
    expect(encoding).toBe('windows-1252');
    expect(cases.at(-1)?.facts.customerName).toBe('Jürgen Weiß');
  });

  it('settles 03/04/2026 and 1.234 by the other rows of the column, else by the country', async () => {
    const file = (extra: string): string =>
      `order_ref;quantity;sku;unit_price;ordered_on\n1;1;A;1.234;03/04/2026\n${extra}`;
    const first = async (extra: string, country = 'DE') => {
      const { cases } = await read(file(extra), { client: { ...german, country } });
      return [cases[0]?.items[0]?.unitPriceMinor, cases[0]?.facts.orderedOn];
    };
    expect(await first('2;1;A;12,50;25/04/2026\n')).toEqual([123_400, '2026-04-03']);
    expect(await first('2;1;A;12,50;04/25/2026\n')).toEqual([123_400, '2026-03-04']);
    expect(await first('')).toEqual([123_400, '2026-04-03']);
    const precise = await read(file('2;1;A;12.50;\n'), { client: { ...german, country: 'GB' } });
    expect(precise.rejections[0]).toMatchObject({ rowNo: 2, code: 'row.amount_too_precise' });
  });

  it('does as the mapping says, whatever it looks like', async () => {
    const mapping: Mapping = {
      columns: {
        order_ref: 'Nr',
        quantity: 'Wieviel',
        product: 'Was',
        unit_price: 'Kostet',
        ordered_on: 'Wann',
      },
      delimiter: ';',
      decimal: ',',
      dateFormat: 'MM/dd/yyyy',
      currency: 'CHF',
      words: { reason: { 'Code 7': 'recall' } },
    };
    const { cases } = await read('Wann;Nr;Was;Wieviel;Kostet;Grund\n03/04/2026;N1;Schuh;1;1.234;code 7\n', {
      mapping,
    });
    expect(cases[0]).toMatchObject({
      orderRef: 'N1',
      facts: { orderedOn: '2026-03-04' },
      items: [{ product: 'Schuh', unitPriceMinor: 123_400, currency: 'CHF', reason: 'recall' }],
    });
    await expect(read('a;b\n1;2\n', { mapping: { columns: { order_ref: 'Nr' } } })).rejects.toMatchObject({
      code: 'upload.column_not_found',
    });
  });

  it('joins the rows of a case, keeps equal lines apart, and notices scattered cases', async () => {
    const { cases, scattered } = await read(
      'case_ref,order_ref,sku,quantity,customer_email,city\nR1,O1,A,1,,Köln\nR1,O1,A,1,a@example.org,\nR2,O2,B,1,,\nR1,,C,1,,Bonn\n',
    );
    expect(scattered).toBe(1);
    expect(cases[0]).toMatchObject({
      caseRef: 'R1',
      facts: { customerEmail: 'a@example.org', city: 'Köln' },
      items: [{ sku: 'A' }, { sku: 'A' }],
    });
  });

  it('rejects each bad row with its reason and keeps the others', async () => {
    const header =
      'order_ref,quantity,sku,unit_price,currency,customer_email,iban,country,ordered_on,language,customer_phone';
    const rows: [string, string | null][] = [
      ['1,1,A,9.99,EUR,a@example.org,,DE,2026-01-01,de,', null],
      [',1,A,9.99,EUR,,,,,,', 'row.case_ref_missing'],
      ['2,0,A,9.99,EUR,,,,,,', 'row.quantity_invalid'],
      ['2,,A,9.99,EUR,,,,,,', 'row.quantity_missing'],
      ['2,1,,9.99,EUR,,,,,,', 'row.item_missing'],
      ['2,1,A,nine,EUR,,,,,,', 'row.amount_invalid'],
      ['2,1,A,-9.99,EUR,,,,,,', 'row.amount_invalid'],
      ['2,1,A,9.999,EUR,,,,,,', 'row.amount_too_precise'],
      ['2,1,A,9.99,QQQ,,,,,,', 'row.currency_unknown'],
      ['2,1,A,9.99,EUR,"a@example.org,b@example.org",,,,,', 'row.email_invalid'],
      ['2,1,A,9.99,EUR,,DE00123,,,,', 'row.iban_invalid'],
      ['2,1,A,9.99,EUR,,,Atlantis,,,', 'row.country_unknown'],
      ['2,1,A,9.99,EUR,,,,2026-02-30,,', 'row.date_invalid'],
      ['2,1,A,9.99,EUR,,,,,Klingon,', 'row.language_unknown'],
      ['2,1,A,9.99,EUR,,,,,,12', 'row.phone_invalid'],
      ['2,1,A,9.99,EUR,,,,,,,surplus', 'row.too_many_cells'],
      ['2,1,"A"x,9.99,EUR,,,,,,', 'row.quotes_invalid'],
      ['2,1,A\u0007,9.99,EUR,,,,,,', 'row.control_characters'],
      [`2,1,${'A'.repeat(201)},9.99,EUR,,,,,,`, 'row.text_too_long'],
      ['3,1,A', null],
    ];
    const { cases, rejections } = await read(`${header}\n${rows.map(([row]) => row).join('\n')}\n`);
    const wanted = rows.flatMap(([, code], i) => (code === null ? [] : [[i + 2, code]]));
    expect(rejections.map((r) => [r.rowNo, r.code])).toEqual(wanted);
    expect(cases.map((c) => c.caseRef)).toEqual(['1', '3']);
  });

  it('reads the shop’s titles and separator line above the header, and blank rows below', async () => {
    const { cases } = await read('sep=;\nReturns of March\n\norder_ref;quantity;sku\n1;1;A\n;;\n\n');
    expect(cases).toHaveLength(1);
  });

  it('reads JSON: an array, lines, or cases under a key; with items or flat', async () => {
    const nested = {
      orderRef: 'O1',
      customer: { email: 'a@example.org' },
      items: [
        { sku: 'A', quantity: 1, unitPrice: { amountMinor: 1999, currency: 'EUR' } },
        { sku: 'B', quantity: 2, unitPrice: 5 },
      ],
    };
    const flat = { order_ref: 'O2', sku: 'C', quantity: '3', unit_price: '1.234', currency: 'EUR' };
    const texts = [
      JSON.stringify([nested, flat], null, 2),
      `${JSON.stringify(nested)}\n${JSON.stringify(flat)}\n`,
      JSON.stringify({ cases: [nested, flat] }),
    ];
    for (const text of texts) {
      const { cases, rejections } = await read(text, { part: 11 });
      expect(cases).toMatchObject([
        {
          caseRef: 'O1',
          items: [{ unitPriceMinor: 1999 }, { sku: 'B', unitPriceMinor: 500, currency: 'EUR' }],
        },
      ]);
      expect(rejections).toMatchObject([{ rowNo: 3, code: 'row.amount_too_precise' }]);
    }
    await expect(read('[{"a":1},}')).rejects.toMatchObject({ code: 'upload.json_invalid' });
    await expect(read('[{"a":1}')).rejects.toMatchObject({ code: 'upload.json_invalid' });
  });
});

describe('a file that is none', () => {
  const header = 'order_ref,quantity,sku\n';
  it.each<[string, string, Buffer | string]>([
    ['is empty', 'upload.empty', ''],
    ['is blank', 'upload.empty', '  \n \n'],
    ['has a header only', 'upload.no_rows', header],
    ['lacks columns', 'upload.columns_missing', 'name,city\nA,B\n'],
    ['is a picture', 'upload.not_a_table', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0])],
    ['is an archive', 'upload.not_a_table', Buffer.from('PK\u0003\u0004\u0014\u0000photo.jpg')],
    [
      'is a workbook',
      'upload.xlsx_unsupported',
      Buffer.from('PK\u0003\u0004\u0014\u0000[Content_Types].xml'),
    ],
    ['holds zero bytes', 'upload.not_a_table', `${header}1,1,A\0\n`],
    ['holds a zero byte far down', 'upload.not_a_table', `${header}${'1,1,A\n'.repeat(60_000)}2,1,\0\n`],
    ['never closes a quote', 'upload.quote_not_closed', `${header}1,1,A\n2,1,"B\n3,1,C\n`],
    [
      'has a field of 60 MB',
      'upload.row_too_long',
      Buffer.concat([Buffer.from(`${header}1,1,"`), Buffer.alloc(60_000_000, 'x')]),
    ],
    [
      'has 100,000 columns',
      'upload.too_many_columns',
      `${Array.from({ length: 100_000 }, (_, i) => `c${i}`).join(',')}\n1\n`,
    ],
    ['has 2,000 columns', 'upload.too_many_columns', `order_ref,quantity,sku${',x'.repeat(2_000)}\n1,1,A\n`],
  ])('%s', async (_, code, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code });
  });
});

const shared = path.resolve(import.meta.dirname, '../../../../../shared/data/exports');
const there = existsSync(shared);

interface Expected {
  readonly order: string;
  readonly sku?: string;
  readonly ean?: string;
  readonly qty: number;
  readonly unitMinor: number;
  readonly refundMinor: number;
  readonly currency: string;
  readonly returnDate: string;
  readonly country: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

(there ? describe : describe.skip)('exports of shop systems (skipped: ../shared/data not found)', () => {
  const load = (name: string): { bytes: Buffer; expected: Expected[] } => ({
    bytes: readFileSync(path.join(shared, name, 'returns.csv')),
    expected: JSON.parse(readFileSync(path.join(shared, name, 'expected.json'), 'utf8')) as Expected[],
  });
  const sorted = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

  it('Shopify: order-level facts reach every line of the order', async () => {
    const { bytes, expected } = load('shopify-orders');
    const { cases, rejections } = await read(bytes, {
      client: { ...german, zone: 'Europe/London', country: 'GB' },
    });
    expect(rejections).toEqual([]);
    const lines = cases.flatMap(({ orderRef, facts, items }) =>
      items.map((i) => ({
        order: orderRef,
        sku: i.sku,
        qty: i.quantity,
        unitMinor: i.unitPriceMinor,
        refundMinor: i.quantity * (i.unitPriceMinor ?? 0),
        currency: i.currency,
        returnDate: facts.requestedOn,
        country: facts.country,
        name: facts.customerName,
        email: facts.customerEmail,
        phone: facts.customerPhone,
      })),
    );
    expect(sorted(lines)).toEqual(
      sorted(expected.map((e) => ({ ...e, returnDate: e.returnDate.slice(0, 10) }))),
    );
    expect(cases.find((c) => c.orderRef === '#536383')?.facts.postalCode).toBe('CW9 9OA');
  });

  it('WooCommerce: an order is an item at its total, for the file has no lines of goods', async () => {
    const { bytes, expected } = load('woocommerce-orders');
    const { cases, rejections } = await read(bytes);
    expect(rejections).toEqual([]);
    const lines = cases.flatMap(({ orderRef, facts, items }) =>
      items.map((i) => ({
        order: orderRef,
        refundMinor: i.quantity * (i.unitPriceMinor ?? 0),
        currency: i.currency,
        returnDate: facts.requestedOn,
        country: facts.country,
        name: facts.customerName,
        email: facts.customerEmail,
        phone: facts.customerPhone,
      })),
    );
    const wanted = expected.map(({ sku: _sku, qty: _qty, unitMinor: _unit, ...e }) => ({
      ...e,
      returnDate: e.returnDate.slice(0, 10),
    }));
    expect(sorted(lines)).toEqual(sorted(wanted));
  });

  it('Zalando: the pieces of one article are one item', async () => {
    const { bytes, expected } = load('zalando-zrs-returned-items');
    const { cases, rejections } = await read(bytes);
    expect(rejections).toEqual([]);
    const lines = cases.flatMap(({ orderRef, items }) =>
      items.map((i) => ({ order: orderRef, ean: i.sku, qty: i.quantity })),
    );
    expect(sorted(lines)).toEqual(sorted(expected));
    expect(cases[0]?.items[0]).toMatchObject({ unitPriceMinor: null, condition: 'damaged' });
  });
});

const returns = path.resolve(
  import.meta.dirname,
  '../../../../../shared/data/returns/uci-online-retail-returns.csv',
);
(existsSync(returns) ? describe : describe.skip)('real returns (skipped: ../shared/data not found)', () => {
  it('are read by their headers alone, to the penny', async () => {
    const bytes = readFileSync(returns);
    const { cases, rejections } = await read(bytes, {
      client: { zone: 'Europe/London', country: 'GB', currency: 'GBP', defaultLanguage: 'en' },
    });
    const items = cases.flatMap((c) => c.items);
    expect(rejections).toEqual([]);
    expect(cases).toHaveLength(1_806);
    expect(items).toHaveLength(4_195);
    expect(items.reduce((sum, i) => sum + i.quantity * (i.unitPriceMinor ?? 0), 0)).toBe(18_421_131);
    expect(new Set(items.map((i) => i.currency))).toEqual(new Set(['GBP']));
    expect(new Set(cases.map((c) => c.facts.country)).size).toBe(25);
  });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { documentFormat } from './document-format.js';
import { documentLanguage, documentLanguages, documentText } from './document-texts.js';
import { servicePeriod } from './invoice-draft.js';
import { invoicePdf, type PrintedInvoice } from './invoice-pdf.js';

const texts = (language: string) =>
  JSON.parse(
    readFileSync(path.join(import.meta.dirname, `../../../locales/${language}/documents.json`), 'utf8'),
  ) as Record<string, string>;
const placeholders = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(String).sort();

const invoice = (language: string, lines: number): PrintedInvoice => ({
  id: '0',
  series: 'SHOP-2026',
  number: 1,
  code: 'SHOP-2026-0001',
  statementId: '0',
  issuedOn: '2026-04-01',
  dueOn: '2026-04-15',
  periodFrom: '2026-03-01',
  periodTo: '2026-03-31',
  currency: 'EUR',
  netMinor: 123_456,
  vatMinor: 0,
  grossMinor: 123_456,
  vatCategory: 'AE',
  vatRateE2: 0,
  seller: {
    legalName: 'Kontaktcenter GmbH',
    country: 'DE',
    address: { street: 'Hafenstraße 12', postalCode: '20457', city: 'Hamburg', country: 'DE' },
    vatId: 'DE136695976',
    iban: 'DE89370400440532013000',
    bic: null,
    email: 'billing@operator.example',
    phone: null,
    register: null,
  },
  buyer: {
    code: 'SHOP',
    legalName: 'Ηλεκτρονικό Εμπόριο Α.Ε.',
    country: 'GR',
    address: { street: 'Λεωφόρος Συγγρού 100', postalCode: '117 41', city: 'Αθήνα', country: 'GR' },
    vatId: 'EL094259216',
    email: 'office@shop.example',
    language,
  },
  contactCount: 2_244,
  agentContactCount: 0,
  handlingSeconds: 0,
  ledgerSeq: 15_032,
  ledgerHash: Buffer.alloc(32, 171),
  issuedBy: 'system:test',
  issuedAt: new Date('2026-04-01T08:00:00Z'),
  lines: Array.from({ length: lines }, (_, i) => ({
    lineNo: i + 1,
    channel: ['email', 'sms', 'whatsapp', 'voice', 'letter'][i % 5] ?? 'email',
    rateVersion: 1,
    unitPriceE4: 5_500,
    quantity: 10,
    amountE4: 55_000,
    netMinor: 550,
  })),
});
async function pdf(of: PrintedInvoice): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of invoicePdf(of)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const pages = (bytes: Buffer) => bytes.toString('latin1').match(/\/Type \/Page\b/g)?.length;
const period = (openedAt: string, closedAt: string) =>
  servicePeriod(
    { period: '2026-03', openedAt: new Date(openedAt), closedAt: new Date(closedAt) },
    'Europe/Berlin',
  );

describe('the words of documents', () => {
  it.each(documentLanguages)('are complete in %s, with the same placeholders', (language) => {
    const english = texts('en');
    const own = texts(language);
    expect(Object.keys(own).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(english)) {
      expect([key, placeholders(own[key] ?? '')]).toEqual([key, placeholders(text)]);
    }
  });

  it('are English for a language that documents are not written in', () => {
    expect(documentLanguage('ro')).toBe('en');
    expect(documentLanguage('no')).toBe('nb');
    expect(documentText(documentLanguage('xx'), 'invoice.title')).toBe('Invoice');
  });

  it('come with the language’s own numbers, money and dates', () => {
    const german = documentFormat('de', 'EUR');
    expect(german.money(123_456_789)).toBe('1.234.567,89\u00A0€');
    expect(german.unitPrice(5_500)).toBe('0,5500\u00A0€');
    expect(german.date('2026-03-29')).toBe('29. März 2026');
    expect(german.period('2026-03-01', '2026-03-31')).toMatch(/^1\..31\. März 2026$/);
    expect(german.percent(1_900)).toBe('19\u00A0%');
    expect(documentFormat('fi', 'EUR').percent(2_550)).toBe('25,5\u00A0%');
    expect(documentFormat('es', 'EUR').money(123_456)).toBe('1.234,56\u00A0€');
  });
});

describe('the invoice as PDF', () => {
  it.each(['de', 'el', 'pl'])('is made in %s, on more pages when it has many lines', async (language) => {
    const short = await pdf(invoice(language, 1));
    expect(short.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pages(short)).toBe(1);
    expect(pages(await pdf(invoice(language, 40)))).toBe(3);
  });

  it('has the same bytes when it is made again', async () => {
    expect((await pdf(invoice('de', 2))).equals(await pdf(invoice('de', 2)))).toBe(true);
  });
});

describe('the service period', () => {
  it('is the month of a statement that the schedule opened and closed', () => {
    expect(period('2026-02-28T23:00:30Z', '2026-03-31T22:00:30Z')).toEqual({
      from: '2026-03-01',
      to: '2026-03-31',
    });
  });
  it('ends and begins on the day of a closing by hand', () => {
    expect(period('2026-03-10T09:00:00Z', '2026-03-20T09:00:00Z')).toEqual({
      from: '2026-03-10',
      to: '2026-03-20',
    });
  });
  it('is the whole month of a statement made long after', () => {
    expect(period('2026-05-02T00:00:00Z', '2026-05-02T00:00:00Z')).toEqual({
      from: '2026-03-01',
      to: '2026-03-31',
    });
  });
});

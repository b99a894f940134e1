import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { CaseRecord, Outcome } from '#cases';
import type { Client } from '#clients';
import { newCaseRecord, newItem } from '../../../../../test/support/case-factory.js';
import { Catalogue, localesFolder } from '../catalogue.js';
import { messageLanguage, type MessageLanguage } from '../languages.js';
import { currentLayout, layoutOf } from '../layouts.js';
import type { MessageContent } from '../message-content.js';
import { writeMessage } from '../message-writing.js';

const catalogue = Catalogue.load();
const now = new Date('2026-03-02T10:00:00Z');

function templates(language: string): Record<string, string> {
  const file = path.join(localesFolder(), language, 'notifications.json');
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
}

const client = (changes: Partial<Client> = {}): Client => ({
  id: '01958000-0000-7000-8000-000000000001',
  status: 'active',
  code: 'NORD',
  name: 'Nordlicht',
  legalName: 'Nordlicht GmbH',
  country: 'DE',
  address: { street: 'Lindenweg 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
  vatId: null,
  email: 'office@nordlicht.example',
  zone: 'Europe/Berlin',
  currency: 'EUR',
  defaultLanguage: 'de',
  brand: { color: '#0a7d4b', website: 'https://nordlicht.example' },
  sender: { name: 'Nordlicht', email: 'service@nordlicht.example' },
  settings: {
    formality: 'formal',
    paymentDays: 14,
    refundListing: { schedule: { at: '16:00', weekdays: [1, 2, 3, 4, 5] }, format: {} as never },
    replacementListing: { schedule: null, format: {} as never },
  },
  ...changes,
});

const informal = (): Client => client({ settings: { ...client().settings, formality: 'informal' } });

const caseWith = (itemOutcomes: readonly Outcome[], changes: Partial<CaseRecord> = {}, quantity = 1) =>
  newCaseRecord({
    state: 'decided',
    orderRef: 'B-4711',
    caseRef: 'R-4711',
    deadlineOn: '2026-03-16',
    customer: { id: 'c', matchKey: 'k', name: 'Ανα 4711', email: 'a@example.org', phone: null },
    items: itemOutcomes.map((outcome, i) =>
      newItem({ lineNo: i + 1, product: `№ ${i}`, quantity, outcome, condition: 'used' }),
    ),
    ...changes,
  });

const compose = (
  language: MessageLanguage,
  record: CaseRecord,
  as = client(),
  from = catalogue,
): MessageContent => {
  const order = {
    purpose: 'decision',
    channel: 'email',
    language,
    record,
    client: as,
    facts: {},
    now,
  } as const;
  const { content } = writeMessage(from, order);
  if (content === null) throw new Error('a mail has content');
  return content;
};

const textOf = (content: MessageContent) => layoutOf(currentLayout).text(content);
const htmlOf = (content: MessageContent) => layoutOf(currentLayout).html(content);

describe('the message about a decision', () => {
  it.each([
    ['pl', 1, '1 produkt.'],
    ['pl', 3, '3 produkty.'],
    ['pl', 5, '5 produktów.'],
    ['pl', 11, '11 produktów.'],
    ['pl', 21, '21 produktów.'],
    ['pl', 22, '22 produkty.'],
    ['cs', 1, '1 produkt.'],
    ['cs', 2, '2 produkty.'],
    ['cs', 5, '5 produktů.'],
    ['cs', 22, '22 produktů.'],
    ['fr', 0, '0 article.'],
    ['fr', 2, '2 articles.'],
    ['fr', 1_000_000, '1 000 000 d’articles.'],
    ['es', 1_000_000, '1.000.000 de artículos.'],
    ['it', 1_000_000, '1.000.000 di articoli.'],
    ['de', 1_000, '1.000 Artikel.'],
    ['en', 1, '1 item.'],
    ['en', 101, '101 items.'],
  ] as const)('counts in %s: %d gives "%s"', (language, quantity, ending) => {
    const [, result] = compose(language, caseWith(['refund'], {}, quantity)).intro;
    expect(result?.replaceAll(/[\u202f\u00a0]/g, ' ')).toMatch(
      new RegExp(`${ending.replaceAll('.', '\\.')}$`),
    );
  });

  it('addresses formally unless the client chose otherwise, where the language makes a difference', () => {
    const both = (language: MessageLanguage) =>
      [client(), informal()].map((as) => textOf(compose(language, caseWith(['refund']), as)));
    expect(both('de')[0]).toMatch(/Ihre Rücksendung/);
    expect(both('de')[1]).toMatch(/deine Rücksendung/);
    for (const language of ['de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'cs', 'el', 'fi'] as const) {
      const [formal, familiar] = both(language);
      expect([language, formal === familiar]).toEqual([language, false]);
    }
    expect(both('de')[1]).not.toMatch(/\b(Sie|Ihre?n?)\b/);
  });

  it('names amount, way of payment, next cut-off and statutory deadline of a refund', () => {
    const text = textOf(compose('de', caseWith(['refund', 'refund'], {}, 2)));
    expect(text.replaceAll('\u00a0', ' ')).toContain('Erstattungsbetrag: 79,96 €');
    expect(text).toContain('dasselbe Zahlungsmittel');
    expect(text).toContain('Voraussichtlich am 2. März 2026');
    expect(text).toContain('spätestens am 16. März 2026');
    const byAccount = caseWith(['refund'], { paymentRef: null, iban: 'DE89 3704 0044 0532 0130 00' });
    expect(textOf(compose('de', byAccount))).toContain('Endziffern 3000');
    expect(textOf(compose('de', byAccount))).not.toContain('3704');
  });

  it('promises no date that the deadline contradicts, and no deadline that has passed', () => {
    const tight = textOf(compose('de', caseWith(['refund'], { deadlineOn: '2026-03-04' })));
    expect(tight).not.toContain('Voraussichtlich');
    expect(tight).toContain('unverzüglich');
    expect(tight).toContain('spätestens am 4. März 2026');
    const passed = textOf(compose('de', caseWith(['refund'], { deadlineOn: '2026-02-01' })));
    expect(passed).not.toContain('spätestens');
    const { settings } = client();
    const unscheduled = client({
      settings: { ...settings, refundListing: { ...settings.refundListing, schedule: null } },
    });
    expect(textOf(compose('de', caseWith(['refund']), unscheduled))).not.toContain('Voraussichtlich');
  });

  it('sums currencies apart and writes money and dates as the country does', () => {
    const record = caseWith(['refund'], {
      items: [
        newItem({ outcome: 'refund', unitPriceMinor: 123456, quantity: 1 }),
        newItem({ outcome: 'refund', unitPriceMinor: 5000, currency: 'ISK', quantity: 2, lineNo: 2 }),
      ],
    });
    expect(textOf(compose('en', record)).replaceAll('\u00a0', ' ')).toMatch(/€1,234\.56|1\.234,56 €/);
    expect(textOf(compose('pt', record)).replaceAll('\u00a0', ' ')).toContain('1234,56 €');
    expect(textOf(compose('de', record)).replaceAll('\u00a0', ' ')).toContain('10.000 ISK');
    expect(textOf(compose('fr', caseWith(['refund'], { deadlineOn: '2026-04-01' })))).toContain(
      '1er avril 2026',
    );
  });

  it('gives the reason of a rejection where the facts show it, else a general one', () => {
    const reason = (changes: Parameters<typeof newItem>[0], record: Partial<CaseRecord> = {}) =>
      compose('en', caseWith([], { items: [newItem({ outcome: 'rejection', ...changes })], ...record }))
        .items[0]?.reason;
    expect(reason({ condition: 'used' })).toMatch(/signs of use/);
    expect(reason({ condition: 'new' }, { requestedOn: '2026-03-01' })).toMatch(/period had ended/);
    expect(reason({ condition: 'new' })).toMatch(/conditions for a return/);
  });

  it('greets without a name when the name would carry an advert', () => {
    const greeting = (name: string | null) =>
      compose('en', caseWith(['refund'], { customer: { ...caseWith(['refund']).customer, name } })).greeting;
    expect(greeting('Zoë O’Neill-Müller')).toBe('Hello Zoë O’Neill-Müller,');
    expect(greeting('Dr. J.R.R. Tolkien')).toBe('Hello Dr. J.R.R. Tolkien,');
    for (const name of [
      null,
      '  ',
      'You won: https://evil.example',
      'WIN at evil.com',
      'a@b.example',
      '<b>x</b>',
      '{{name}}',
    ]) {
      expect(greeting(name)).toBe('Hello,');
    }
  });

  it('shows hostile customer data as text only, in HTML, text and subject', () => {
    const hostile = `<script>alert(1)</script>"'&{{order}}$t(greeting.unnamed)\r\nBcc: x@example.org\u202e`;
    const record = caseWith(['refund'], {
      orderRef: hostile,
      caseRef: hostile,
      street: hostile,
      items: [newItem({ outcome: 'replacement', product: hostile })],
    });
    const content = compose('en', record);
    expect(content.subject).not.toMatch(/[\r\n\u202e]/);
    const html = htmlOf(content);
    expect(html).not.toMatch(/<script/i);
    expect(html).toContain(
      '&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;{{order}}$t(greeting.unnamed) Bcc',
    );
    expect(textOf(content)).not.toContain('\u202e');
  });

  it('stops instead of mixing languages or leaving a hole', () => {
    const broken = new Catalogue({
      en: templates('en'),
      de: Object.fromEntries(Object.entries(templates('de')).filter(([key]) => key !== 'refund.total')),
      fr: { ...templates('fr'), 'greeting.unnamed': 'Bonjour {{prenom}},' },
      pl: Object.fromEntries(Object.entries(templates('pl')).filter(([key]) => key !== 'result.refund_few')),
    });
    const write = (language: MessageLanguage, record: CaseRecord) => () =>
      compose(language, record, client(), broken);
    const nameless = caseWith(['refund'], { customer: { ...caseWith(['refund']).customer, name: null } });
    expect(write('de', caseWith(['refund']))).toThrow('template_missing: refund.total');
    expect(write('fr', nameless)).toThrow('placeholder_missing: greeting.unnamed/prenom');
    expect(write('pl', caseWith(['refund'], {}, 2))).toThrow('template_missing: result.refund');
    expect(write('es', caseWith(['refund']))).toThrow('template_missing');
    const unpriced = caseWith([], { items: [newItem({ outcome: 'refund', unitPriceMinor: null })] });
    expect(write('en', unpriced)).toThrow('fact_missing: price');
  });

  it('is in the language of the case, else of the client, else English', () => {
    expect(messageLanguage('pl', 'de')).toBe('pl');
    expect(messageLanguage('no', 'de')).toBe('nb');
    expect(messageLanguage('ka', 'de')).toBe('de');
    expect(messageLanguage('ka', 'hy')).toBe('en');
  });
});

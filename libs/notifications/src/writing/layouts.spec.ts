import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { layoutOf } from './layouts.js';
import type { MessageContent } from './message-content.js';

const content: MessageContent = {
  language: 'de',
  subject: 'Betreff & mehr',
  greeting: 'Guten Tag,',
  intro: ['Geprüft.', 'Erstattet.'],
  columns: { product: 'Artikel', result: 'Entscheidung' },
  items: [
    { product: 'Mütze <rot>', quantity: '2', result: 'Erstattung', reason: null },
    { product: 'Schal', quantity: '1', result: 'Abgelehnt', reason: 'Getragen' },
  ],
  sections: [{ heading: 'Ihre Erstattung', key: '20 €', lines: ['Bald.'] }],
  closing: ['Fragen?', 'Kontakt: a@b.example'],
  regards: 'Grüße',
  signature: 'Laden',
  footer: ['Fall 1', 'Laden GmbH'],
  brand: { name: 'Laden', color: '#0a7d4b' },
};
const asked: MessageContent = {
  ...content,
  intro: ['Es fehlt etwas.'],
  items: [],
  sections: [{ heading: 'Was fehlt', key: null, list: ['Preis', 'Grund'], lines: ['Danke.'] }],
  action: { sentence: 'Hier: https://r.example/?a=1&b=2', url: 'https://r.example/?a=1&b=2' },
};
const ownOrder: MessageContent = {
  ...content,
  blocks: [
    { kind: 'paragraph', text: 'Zuerst <b>.' },
    { kind: 'items' },
    { kind: 'list', lines: ['Eins', 'Zwei'] },
    { kind: 'sections' },
  ],
};

const digest = (...texts: string[]) =>
  createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 16);

describe('layouts', () => {
  it('show what was sent in them as it was sent, for ever', () => {
    const shown = (version: number, message: MessageContent) =>
      digest(layoutOf(version).html(message), layoutOf(version).text(message));
    expect([shown(1, content), shown(2, content), shown(2, asked), shown(2, ownOrder)]).toEqual([
      '3c40d23d90fe20b7',
      '3c40d23d90fe20b7',
      '49ec3f4d4872e12b',
      '0d668636fa0fe922',
    ]);
    expect(() => layoutOf(3)).toThrow('no layout 3');
  });

  it('link the customer’s page once, and show it in the text', () => {
    const html = layoutOf(2).html(asked);
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(html).toContain('href="https://r.example/?a=1&amp;b=2">https://r.example/?a=1&amp;b=2</a>');
    expect(layoutOf(2).text(asked)).toContain('Hier: https://r.example/?a=1&b=2');
    expect(html).not.toContain('<th');
    expect(html).toContain('<li style="margin:0 0 4px">Preis</li>');
  });

  it('keep a client’s own order, escaped', () => {
    const html = layoutOf(2).html(ownOrder);
    const places = ['Zuerst &lt;b&gt;.</p>', 'Mütze &lt;rot&gt;', '>Eins<', 'Ihre Erstattung', 'Fragen?'];
    const found = places.map((text) => html.lastIndexOf(text));
    expect(found.every((at) => at > 0)).toBe(true);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(html).not.toContain('Erstattet.');
    expect(layoutOf(2).text(ownOrder)).toContain('- Eins\n- Zwei');
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Client } from '#clients';
import { sampleClient } from '../../../../test/support/world.js';
import { messageChannels, messagePurposes } from '../message/message-purpose.js';
import { Catalogue, MessageProblem } from '../writing/catalogue.js';
import { layoutOf } from '../writing/layouts.js';
import { writeMessage } from '../writing/message-writing.js';
import { compileTemplate } from './message-template.js';
import { templatePartsSchema, type TemplateKey, type TemplateParts } from './message-template.schema.js';
import { placeholdersOf, requiredOf } from './placeholders.js';
import { sampleCase, sampleFacts } from './sample-case.js';
import { TemplateTrials } from './template-trials.service.js';

const catalogue = Catalogue.load();
const trials = new TemplateTrials(catalogue);
const client = { ...sampleClient(1), id: 'x', status: 'active' } as unknown as Client;
const now = new Date('2026-03-02T10:00:00Z');

const mail: TemplateKey = { purpose: 'decision', language: 'pl', channel: 'email' };
const sms: TemplateKey = { purpose: 'refund_paid', language: 'de', channel: 'sms' };
const whole: TemplateParts = {
  subject: 'Zwrot do zamówienia {{order}}',
  paragraphs: ['{{decision}}', '{{items}}'],
};

/** Code and place of each finding. */
const found = (key: TemplateKey, parts: TemplateParts): string[] =>
  trials.findings(client, key, parts).map(({ code, path }) => `${code} ${path}`);

const write = (key: TemplateKey, parts: TemplateParts, changes = {}) => {
  const record = { ...sampleCase(key.language, 'DE'), ...changes };
  const facts = sampleFacts(key.purpose, record, now);
  return writeMessage(catalogue, { ...key, record, client, facts, now, template: compileTemplate(1, parts) });
};

describe('the check of a client’s words', () => {
  it('finds nothing wrong with words that say what they must', () => {
    expect(found(mail, whole)).toEqual([]);
    expect(found(sms, { text: '{{shop}}: {{order}}, {{amount}} ist überwiesen.' })).toEqual([]);
  });

  it.each([
    ['another channel’s part', { ...whole, text: 'x' }, ['field.unknown /text']],
    ['no subject', { paragraphs: ['{{order}} {{decision}}'] }, ['field.required /subject']],
    [
      'an unknown placeholder',
      { ...whole, subject: '{{order}} {{amount}}' },
      ['template.unknown_placeholder /subject'],
    ],
    [
      'a placeholder of another place',
      { ...whole, signature: '{{order}}' },
      ['template.unknown_placeholder /signature'],
    ],
    ['nothing decided', { ...whole, paragraphs: ['?'] }, ['template.missing_placeholder /paragraphs']],
    ['no order', { ...whole, subject: 'Zwrot' }, ['template.missing_placeholder /paragraphs']],
    [
      'a count without plural forms',
      { ...whole, paragraphs: ['{{items}}', '{{count}} szt.'] },
      ['template.missing_form /paragraphs/1'],
    ],
    [
      'a plural form too few',
      {
        ...whole,
        paragraphs: [
          '{{items}}',
          { one: '{{count}} sztuka', few: '{{count}} sztuki', other: '{{count}} sztuki' },
        ],
      },
      ['template.missing_form /paragraphs/1'],
    ],
    [
      'a plural form of another language',
      { ...whole, paragraphs: ['{{items}}', { zero: 'x', one: 'x', few: 'x', many: 'x', other: 'x' }] },
      ['template.unknown_form /paragraphs/1/zero'],
    ],
    ['loose braces', { ...whole, regards: 'Do {{ zobaczenia' }, ['template.loose_braces /regards']],
    ['a single brace', { ...whole, regards: 'Do } zobaczenia' }, ['template.loose_braces /regards']],
    ['emptiness', { ...whole, regards: ' ' }, ['field.required /regards']],
    ['length', { ...whole, subject: `{{order}} ${'x'.repeat(150)}` }, ['field.too_long /subject']],
    [
      'a line break in a subject',
      { ...whole, subject: '{{order}}\r\nBcc: a@b.example' },
      ['template.unprintable /subject'],
    ],
    ['a turned direction', { ...whole, subject: '{{order}} \u202e' }, ['template.unprintable /subject']],
    ['half a character', { ...whole, subject: '{{order}} \ud83d' }, ['template.unprintable /subject']],
    ['a zero', { ...whole, senderName: 'a\u0000b' }, ['template.unprintable /senderName']],
    [
      'a block amid words',
      { ...whole, paragraphs: ['{{decision}}', 'Oto: {{items}}'] },
      ['template.block_not_alone /paragraphs/1'],
    ],
  ] as const)('finds %s', (_, parts, expected) => {
    expect(found(mail, parts as unknown as TemplateParts)).toEqual(expected);
  });

  it('finds an SMS too long in any of its plural forms, by what is sent', () => {
    const text = (words: string): TemplateParts => ({ text: `{{shop}} {{order}} {{amount}} ${words}` });
    expect(found(sms, text('a'.repeat(380)))).toEqual([]);
    expect(found(sms, text('ł'.repeat(200)))).toEqual(['template.too_many_segments /text']);
    expect(found(sms, text('“'.repeat(200)))).toEqual([]);
    const forms = {
      one: '{{shop}} {{order}} {{amount}} {{count}}',
      other: `{{shop}} {{order}} {{amount}} {{count}} ${'ł'.repeat(200)}`,
    };
    expect(found(sms, { text: forms })).toEqual(['template.too_many_segments /text/other']);
  });

  it('finds a WhatsApp text that begins or ends with a placeholder or has two side by side', () => {
    const key: TemplateKey = { ...sms, channel: 'whatsapp' };
    const inside = 'Von {{shop}}: zu {{order}} sind {{amount}} überwiesen.';
    expect(found(key, { text: inside })).toEqual([]);
    for (const text of [`{{case}} ${inside}`, `${inside} {{case}}`, inside.replace(': zu ', ' ')])
      expect(found(key, { text })).toEqual(['template.variables_not_inside /text']);
    expect(write(key, { text: inside }).numbered).toMatchObject({
      body: 'Von {{1}}: zu {{2}} sind {{3}} überwiesen.',
      values: ['Shop 1', 'B-20931', expect.stringMatching(/^149,85/)],
    });
  });

  it('lets every purpose and channel be written with what it names as possible, and with what it asks for', () => {
    for (const purpose of messagePurposes) {
      for (const channel of messageChannels) {
        const key: TemplateKey = { purpose, language: 'en', channel };
        const text = requiredOf(purpose, channel).map(([name = '']) => `{{${name}}}`);
        const needed: TemplateParts =
          channel === 'email'
            ? { subject: 'Your order {{order}}', paragraphs: text }
            : { text: `From us: ${text.join(' and ')}.` };
        expect([purpose, channel, found(key, needed)]).toEqual([purpose, channel, []]);
        expect(write(key, needed).text).toContain(channel === 'voice' ? 'B, 2 0 9 3 1' : 'B-20931');
        const possible = placeholdersOf(purpose, channel).map((name) => `{{${name}}}`);
        const all = `From us: ${possible.filter((name) => channel !== 'email' || !/items|details|asked/.test(name)).join(' and ')}.`;
        const full: TemplateParts =
          channel === 'email'
            ? { subject: '{{order}}', paragraphs: [{ one: all, other: all }, '{{details}}', ...text] }
            : { text: { one: all, other: all } };
        expect(write(key, full).text).not.toMatch(/\{\{/);
      }
    }
  });

  it('says no placeholder twice: what a value says is never read again', () => {
    const parts = { ...whole, paragraphs: ['{{decision}} {{order}}', '{{items}}'] };
    const { text, subject } = write({ ...mail, language: 'en' }, parts, {
      orderRef: '{{shop}} $t(x) {{count}}',
    });
    expect(subject).toContain('{{shop}} $t(x) {{count}}');
    expect(text).toContain('{{shop}} $t(x) {{count}}');
  });

  it('stops a message that lacks what a placeholder stands for', () => {
    const key: TemplateKey = { purpose: 'replacement_shipped', language: 'en', channel: 'sms' };
    const template = compileTemplate(1, { text: '{{shop}} {{order}} {{tracking}}' });
    const record = sampleCase('en', 'DE');
    const order = { ...key, record, client, facts: {}, now, template };
    expect(() => writeMessage(catalogue, order)).toThrow(
      new MessageProblem('placeholder_missing', 'template/tracking'),
    );
  });
});

const markup = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  '<a href="javascript:alert(1)">x</a>',
  '</title></style><iframe src=//x.example>',
  '<!--<body onload=alert(1)>-->',
  '&lt;script&gt;&#60;script&#62;',
  '${alert(1)} #{7*7} <%= 7*7 %>',
  '$t(greeting.named, {"name": "x"})',
  '$t(voice.keys) $NESTING{0}',
];
const wrappings = [
  (text: string) => text,
  (text: string) => `{{${text}}}`,
  (text: string) => `{{constructor}}${text}`,
  (text: string) => `{{__proto__}}${text}`,
  (text: string) => `{{order, uppercase}}${text}`,
  (text: string) => `{{{order}}}${text}`,
  (text: string) => `{{&order}}${text}`,
  (text: string) => `${text}{{#each items}}x{{/each}}`,
  (text: string) => `{{order.constructor}}${text}`,
  (text: string) => `{{toString}}${text}`,
  (text: string) => `${text}{{- count}}`,
  (text: string) => `${text}\u202e`,
  (text: string) => `${text}\u0000`,
  (text: string) => `${text}\r\nBcc: a@b.example`,
  (text: string) => text.toUpperCase(),
  (text: string) => text.replaceAll('<', '＜'),
  (text: string) => text.repeat(3),
  (text: string) => `{{order}}${text}{{shop}}`,
  (text: string) => encodeURIComponent(text),
  (text: string) => `\\${text}\\`,
];
const hostile = [
  ...markup.flatMap((text) => wrappings.map((wrap) => wrap(text))),
  ...Array.from({ length: 300 }, (_, n) => {
    const text = markup[n % markup.length] as string;
    return `${String.fromCodePoint(0x21 + n)}${text.slice(n % 7)}${'{'.repeat(n % 4)}${n}${'}'.repeat(n % 3)}`;
  }),
];
const ownTags = new Set(
  'html head meta title style body div table tr td th p h1 h2 strong span br ul li a'.split(' '),
);

describe('hostile words', () => {
  it('are refused, or are text and nothing else, in every part of a mail', () => {
    expect(hostile.length).toBeGreaterThanOrEqual(500);
    const key: TemplateKey = { ...mail, language: 'en' };
    let refused = 0;
    for (const words of hostile) {
      const places: TemplateParts[] = [
        { ...whole, subject: words },
        { ...whole, greeting: words },
        { ...whole, paragraphs: [words, ...(whole.paragraphs ?? [])] },
        { ...whole, paragraphs: [...(whole.paragraphs ?? []), { one: words, other: words }] },
        { ...whole, regards: words },
        { ...whole, signature: words },
        { ...whole, senderName: words },
      ];
      for (const parts of places) {
        if (found(key, parts).length > 0) {
          refused++;
          continue;
        }
        const { content, subject, senderName } = write(key, parts);
        expect(`${subject} ${senderName}`).not.toMatch(/[\r\n\u0000]/);
        const html = content === null ? '' : layoutOf(2).html(content);
        const tags = [...html.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, tag]) => tag ?? '');
        expect(tags.filter((tag) => !ownTags.has(tag))).toEqual([]);
        expect(html).not.toMatch(/<[^>]*\son\w+\s*=/i);
        expect(html).not.toMatch(/href="(?!https)/i);
      }
    }
    expect(refused).toBeGreaterThan(500);
    expect(refused).toBeLessThan(hostile.length * 7);
  });

  it('are refused, or are text and nothing else, over the other channels', () => {
    for (const channel of ['sms', 'whatsapp', 'voice'] as const) {
      const key: TemplateKey = { purpose: 'call_missed', language: 'en', channel };
      for (const words of hostile) {
        const parts = { text: `At {{shop}} on {{order}}: ${words}.` };
        if (found(key, parts).length > 0) continue;
        const { text } = write(key, parts);
        expect(text).not.toMatch(/\{\{|\u0000|\r/);
        if (channel === 'voice') expect(text).not.toMatch(/[<>]|:\/\//);
      }
    }
  });

  it('change nothing but their own answer, and that fast, also in megabytes', () => {
    const shapes = ['{{', '}}', '{{order', '{{order}}', '{{a}}{{', '“', 'a\u0000', '{'.repeat(50)];
    for (const shape of shapes) {
      const words = shape.repeat(Math.ceil(10_000_000 / shape.length));
      const before = performance.now();
      expect(found(sms, { text: words })).toEqual(['field.too_long ']);
      expect(templatePartsSchema.safeParse({ text: words }).success).toBe(false);
      expect(performance.now() - before).toBeLessThan(1_500);
    }
    // As much as is looked at, in every place at once.
    const most = '{{order}}{{'.repeat(180);
    const before = performance.now();
    expect(
      found(mail, { ...whole, paragraphs: Array.from({ length: 9 }, () => most) }).length,
    ).toBeGreaterThan(0);
    expect(performance.now() - before).toBeLessThan(200);
    expect(
      found(mail, JSON.parse('{"subject":"{{order}}","paragraphs":["{{items}}"],"__proto__":{"text":"x"}}')),
    ).toEqual([]);
    expect(({} as { text?: string }).text).toBeUndefined();
  });
});

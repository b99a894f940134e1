import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { CaseRecord, Outcome } from '#cases';
import type { Client } from '#clients';
import { newCaseRecord, newItem } from '../../../../test/support/case-factory.js';
import { sampleClient } from '../../../../test/support/world.js';
import { messageChannels, messagePurposes, type MessageFacts } from '../message/message-purpose.js';
import { Catalogue, localesFolder } from './catalogue.js';
import { messageLanguages, type MessageLanguage } from './languages.js';
import { layoutOf } from './layouts.js';
import { writeMessage, type WrittenMessage } from './message-writing.js';
import { smsSize } from './sms-segments.js';

const catalogue = Catalogue.load();
const now = new Date('2026-03-02T10:00:00Z');
const boundaries = [0, 1, 2, 3, 5, 11, 21, 22, 25, 100, 101];
const plural = /_(zero|one|two|few|many|other)$/;
const stem = (key: string) => key.replace(plural, '').replace(/_informal$/, '');

function sentencesOf(language: string): Record<string, string> {
  const file = path.join(localesFolder(), language, 'notifications.json');
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
}
const english = sentencesOf('en');
const countedStems = new Set(
  Object.keys(english)
    .filter((key) => plural.test(key))
    .map(stem),
);

const formal = {
  ...sampleClient(1),
  id: 'x',
  status: 'active',
  name: 'Nordlicht',
  brand: { color: '#0a7d4b', website: 'https://nordlicht.example', supportPhone: '+49 30 1234567' },
  sender: { name: 'Nordlicht', email: 'service@nordlicht.example' },
} as unknown as Client;
const informal: Client = { ...formal, settings: { ...formal.settings, formality: 'informal' } };

const outcomes = ['refund', 'replacement', 'store_credit', 'repair', 'rejection'] as const;
/** Each outcome by itself, and two mixes of them. */
const decisions: readonly (readonly Outcome[])[] = [
  ...outcomes.map((outcome) => [outcome]),
  ['refund', 'replacement'],
  outcomes,
];

interface Situation {
  readonly purpose: (typeof messagePurposes)[number];
  readonly record: CaseRecord;
  readonly facts: MessageFacts;
}

/** Names of products, people and references carry no letters of any language under test. */
function caseOf(items: readonly Outcome[], quantity: number): CaseRecord {
  return newCaseRecord({
    state: 'decided',
    orderRef: 'B-4711',
    caseRef: 'R-4711',
    deadlineOn: '2026-03-16',
    waitsFor: ['price', 'reason'],
    street: '17',
    postalCode: '10115',
    city: '42',
    customer: { id: 'c', matchKey: 'k', name: '4711', email: 'a@example.org', phone: null },
    items: items.map((outcome, i) =>
      newItem({ lineNo: i + 1, product: `№ ${i}`, quantity, outcome, condition: 'used' }),
    ),
  });
}

const situations: readonly Situation[] = boundaries.flatMap((count) => {
  const record = caseOf(['refund'], count);
  const facts = { carrier: 'DHL', tracking: '00340434161094', at: '2026-02-20T22:30:00Z', tries: count };
  return messagePurposes.flatMap((purpose): Situation[] =>
    purpose === 'decision'
      ? decisions.map((items) => ({ purpose, record: caseOf(items, count), facts: {} }))
      : [{ purpose, record, facts }],
  );
});

/** What stands in a message whatever its language. */
const foreign =
  /Nordlicht|Shop 1 GmbH|Lindenweg|Berlin|\S+@\S+|https:\S+|DHL|IBAN|PIN|SMS|WhatsApp|[BR]-4711|[BR], 4 7 1 1|e-mail|№|EUR/gi;

const cyrillic = new Set(['bg', 'mk', 'uk', 'be', 'ru', 'sr']);
function wrongScript(language: string): RegExp {
  if (language === 'el') return /\p{Script=Latin}|\p{Script=Cyrillic}/u;
  if (cyrillic.has(language)) return /\p{Script=Latin}|\p{Script=Greek}/u;
  return /\p{Script=Greek}|\p{Script=Cyrillic}/u;
}

/** Letters and words that only a neighbouring language writes. */
const neighbours: Readonly<Record<string, RegExp>> = {
  bg: /[ыэёіїєґђћјљњџ]/i,
  ru: /[іїєґўђћј]/i,
  uk: /[ыэёъў]/i,
  be: /[ищъїєґ]/i,
  sr: /[йщыэюяъьёіѓќѕ]/i,
  mk: /[йщыэюяъьёіђћ]/i,
  cs: /[ąęłľĺŕôä]/i,
  sk: /[ąęłěřů]/i,
  pl: /[ěřůščžý]/i,
  sl: /[ąęłěřůćđ]/i,
  hr: /[ąęłěřů]|\b(što je|nedelj|hiljad)/i,
  bs: /[ąęłěřů]/i,
  da: /[äöß]|\b(av|ikkje|etter)\b/i,
  nb: /[äöß]|\b(af|efter|ikkje|hvis De)\b/i,
  nn: /[äöß]|\b(ikke|noen|hva|dere|fra)\b/i,
  sv: /[æøß]|\b(og|ikke|af|av deg)\b/i,
  nl: /[äß]|\b(und|nicht|wird)\b/i,
  lb: /\b(nicht|wird|werden|eine)\b/i,
  de: /\b(het|een|niet|und so)\b/i,
  es: /[ãõç]|\b(você|com)\b/i,
  pt: /[ñ]|\b(usted|con|su)\b/i,
  gl: /[çãõ]|\b(usted|você)\b/i,
  ca: /[ñãõ]|\b(usted|pedido)\b/i,
  ro: /[şţ]/i,
  lt: /[āēīļņķģ]/i,
  lv: /[ąęėįųõ]/i,
  fi: /[õü]/i,
  et: /[å]|\b(ja tai|että)\b/i,
  is: /[äåøčšž]/i,
  it: /\b(usted|vous|está)\b/i,
  fr: /[ñãõ]|\b(para|della)\b/i,
};
const fromEnglish = /\b(the|your|please|refund|items|delivery|with|from|received|waiting|customer)\b/i;
const hole = /\{\{|\}\}|\b(undefined|NaN)\b|\[object| null\b/;

/** What is wrong with a message in its language, over its channel. */
function faults(language: MessageLanguage, channel: string, written: WrittenMessage): string[] {
  const { subject, text, content, numbered } = written;
  const prose = `${subject ?? ''}\n${text}`.replace(foreign, '');
  const found: [boolean, string][] = [
    [hole.test(text) || hole.test(subject ?? ''), 'a hole'],
    [wrongScript(language).test(prose), 'another script'],
    [language !== 'en' && !wrongScript(language).test('a') && fromEnglish.test(prose), 'English'],
    [neighbours[language]?.test(prose) ?? false, 'a neighbouring language'],
    [/ {2}\S/.test(text.replace(/^ {2}/gm, '')), 'a gap'],
  ];
  switch (channel) {
    case 'email': {
      const html = content === null ? '' : layoutOf(written.layoutVersion ?? 0).html(content);
      found.push(
        [(subject ?? '').length > 100 || subject === '', 'length of the subject'],
        [text.length < 250 || text.length > 3_500, 'length'],
        [
          hole.test(html.replace(/<style>[^]*<\/style>/, '')) || !html.includes(`<html lang="${language}"`),
          'HTML',
        ],
      );
      break;
    }
    case 'sms':
      found.push([smsSize(text).segments > 3, `${smsSize(text).segments} segments`]);
      break;
    case 'whatsapp':
      found.push(
        [text.length > 1_024, 'length'],
        [/^\s*\{\{|\}\}\s*$|\}\}\s*\{\{/.test(numbered?.body ?? ''), 'a variable at an edge'],
        [(numbered?.values ?? ['']).some((value) => value === '' || /[\n\t]| {4}/.test(value)), 'a value'],
      );
      break;
    default:
      found.push(
        [/:\/\/|www\.|@|[()[\]{}<>]/.test(text), 'what can’t be spoken'],
        [text.length > 1_500 || text.length < 80, 'length'],
      );
  }
  return found.filter(([wrong]) => wrong).map(([, what]) => `${what}: ${subject ?? ''} ${text}`);
}

describe.each(messageLanguages)('messages in %s', (language) => {
  const own = sentencesOf(language);

  it('have every sentence, in every plural form of the language and no other', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const expected = [...new Set(Object.keys(english).map(stem))].flatMap((key) =>
      countedStems.has(key) ? forms.map((form) => `${key}_${form}`) : [key],
    );
    const found = Object.keys(own).filter((key) => !/_informal(_|$)/.test(key));
    expect(found.toSorted()).toEqual(expected.toSorted());
    const familiar = Object.keys(own).filter((key) => /_informal(_|$)/.test(key));
    const strange = familiar.filter((key) => !Object.hasOwn(own, key.replace('_informal', '')));
    expect(strange).toEqual([]);
  });

  it('have the placeholders of English in every sentence', () => {
    const names = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).toSorted();
    for (const [key, text] of Object.entries(own)) {
      const model = english[stem(key)] ?? english[`${stem(key)}_other`] ?? '';
      expect([key, names(text)]).toEqual([key, names(model)]);
    }
  });

  it('are whole for every purpose, channel, form of address and count', () => {
    const found = new Set<string>();
    for (const client of [formal, informal]) {
      for (const { purpose, record, facts } of situations) {
        for (const channel of messageChannels) {
          for (const link of channel === 'voice' || channel === 'email'
            ? [null]
            : [null, 'https://r.example/c/1a2b3c4d5e']) {
            const order = { purpose, channel, language, record, client, facts, now, link };
            for (const fault of faults(language, channel, writeMessage(catalogue, order)))
              found.add(`${client.settings.formality} ${purpose} ${channel}: ${fault}`);
          }
        }
      }
    }
    expect([...found].slice(0, 5)).toEqual([]);
  });

  it('count as the language does', () => {
    const numbers = [...boundaries, 1_000_000];
    const rules = new Intl.PluralRules(language);
    for (const key of countedStems) {
      for (const n of numbers) {
        const said = catalogue.voice(language, 'formal').say(key, { count: '#' }, n);
        expect([key, n, said]).toEqual([
          key,
          n,
          own[`${key}_${rules.select(n)}`]?.replaceAll('{{count}}', '#'),
        ]);
      }
    }
  });
});

/** Numbers that share a form, and groups of them that don't, by what grammars say of each family. */
const families: readonly [string, readonly (readonly number[])[]][] = [
  [
    'ru',
    [
      [1, 21, 101],
      [2, 3, 22],
      [0, 5, 11, 25, 100],
    ],
  ],
  [
    'uk',
    [
      [1, 21, 101],
      [2, 3, 22],
      [0, 5, 11, 25, 100],
    ],
  ],
  [
    'be',
    [
      [1, 21, 101],
      [2, 3, 22],
      [0, 5, 11, 25, 100],
    ],
  ],
  [
    'sr',
    [
      [1, 21, 101],
      [2, 3, 22],
      [0, 5, 11, 25, 100],
    ],
  ],
  [
    'hr',
    [
      [1, 21, 101],
      [2, 3, 22],
      [0, 5, 11, 25, 100],
    ],
  ],
  [
    'bs',
    [
      [1, 21, 101],
      [2, 3, 22],
      [0, 5, 11, 25, 100],
    ],
  ],
  ['pl', [[1], [2, 3, 22], [0, 5, 11, 21, 25, 100, 101]]],
  ['cs', [[1], [2, 3], [0, 5, 11, 21, 22, 25, 100, 101]]],
  ['sk', [[1], [2, 3], [0, 5, 11, 21, 22, 25, 100, 101]]],
  ['sl', [[1, 101], [2], [3], [0, 5, 11, 21, 22, 25, 100]]],
  [
    'lt',
    [
      [1, 21, 101],
      [2, 3, 5, 22, 25],
      [0, 11, 100],
    ],
  ],
  [
    'lv',
    [
      [0, 11, 100],
      [1, 21, 101],
      [2, 3, 5, 22, 25],
    ],
  ],
  ['ro', [[1], [0, 2, 3, 5, 11, 101], [21, 22, 25, 100]]],
  ['bg', [[1], [0, 2, 3, 5, 11, 21, 22, 25, 100, 101]]],
  [
    'mk',
    [
      [1, 21, 101],
      [0, 2, 3, 5, 11, 22, 25, 100],
    ],
  ],
  [
    'is',
    [
      [1, 21, 101],
      [0, 2, 3, 5, 11, 22, 25, 100],
    ],
  ],
  ['de', [[1], [0, 2, 3, 5, 11, 21, 22, 25, 100, 101]]],
  ['sv', [[1], [0, 2, 3, 5, 11, 21, 22, 25, 100, 101]]],
  ['fi', [[1], [0, 2, 3, 5, 11, 21, 22, 25, 100, 101]]],
  ['el', [[1], [0, 2, 3, 5, 11, 21, 22, 25, 100, 101]]],
  [
    'fr',
    [
      [0, 1],
      [2, 3, 5, 11, 21, 22, 25, 100, 101],
    ],
  ],
  ['mt', [[1], [0, 2, 3, 5, 10], [11, 19], [21, 22, 25, 100, 101]]],
  ['ga', [[1], [0, 2, 11, 21, 22, 25, 100, 101], [3, 5, 6], [7, 10]]],
  ['cy', [[1], [2], [0, 3, 5, 6, 11, 21, 22, 25, 100, 101]]],
];
const known: readonly string[] = messageLanguages;

describe.each(families.filter(([language]) => known.includes(language)))(
  'the plural forms of %s',
  (language, groups) => {
    it('differ where its grammar asks for it, and only there', () => {
      const voice = catalogue.voice(language as MessageLanguage, 'formal');
      const all = [...countedStems].filter((key) => /^(lead|result)\./.test(key));
      const formsOf = (n: number) => all.map((key) => voice.say(key, { count: '#' }, n)).join('\n');
      const texts = groups.map((group) => new Set(group.map(formsOf)));
      expect(texts.map((set) => set.size)).toEqual(groups.map(() => 1));
      expect(new Set(texts.flatMap((set) => [...set])).size).toBe(groups.length);
    });
  },
);

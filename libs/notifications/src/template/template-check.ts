import type { ErrorParams } from '#platform';
import { mostSegments } from '../writing/channels/sms.js';
import { mostCharacters } from '../writing/channels/whatsapp.js';
import { smsSize } from '../writing/sms-segments.js';
import { compileTemplate, namesIn, piecesOf, type MessageTemplate } from './message-template.js';
import type { TemplateKey, TemplateParts, TemplateText } from './message-template.schema.js';
import { blocks, placeholdersOf, requiredOf } from './placeholders.js';

/** What keeps a client's words from being saved. */
export interface TemplateFinding {
  /** RFC 6901 pointer into the parts. */
  readonly path: string;
  readonly code: string;
  readonly params?: ErrorParams;
}

/** Longest texts, in characters, and the most paragraphs. */
const longest = {
  subject: 150,
  greeting: 200,
  paragraph: 2_000,
  regards: 100,
  signature: 200,
  senderName: 100,
  sms: 600,
  whatsapp: mostCharacters,
  voice: 1_500,
} as const;
const mostParagraphs = 40;
/** Of one template as JSON. */
const mostBytes = 20_000;

const mailFields = ['subject', 'greeting', 'paragraphs', 'regards', 'signature', 'senderName'] as const;

/** Line breaks, controls, marks that turn the direction or can't be seen, halves of characters. */
const unprintable =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|\p{Cs}/u;

/** One text of the parts, with what holds for its place. */
interface Place {
  readonly path: string;
  readonly most: number;
  readonly allowed: readonly string[];
  /** Whether it may have line breaks. */
  readonly lines: boolean;
}

/**
 * All that is wrong with a client's words; empty when they can be saved. Each text is read a fixed number of times, so the
 * work grows with its length and with nothing else. `write` gives the text of a sample message in these words.
 */
export function checkTemplate(
  key: TemplateKey,
  parts: TemplateParts,
  write: (template: MessageTemplate) => string,
): TemplateFinding[] {
  if (Buffer.byteLength(JSON.stringify(parts)) > mostBytes)
    return [{ path: '', code: 'field.too_long', params: { maximum: String(mostBytes) } }];
  const findings =
    key.channel === 'email' ? checkMail(key, parts) : checkText(key, parts, longest[key.channel]);
  if (findings.length === 0 && key.channel === 'sms') return checkSize(parts.text ?? '', write);
  return findings;
}

function checkMail(key: TemplateKey, parts: TemplateParts): TemplateFinding[] {
  const all = placeholdersOf(key.purpose, 'email');
  const inline = all.filter((name) => !blocks.has(name) && name !== 'count');
  const line = (field: keyof typeof longest, allowed: readonly string[]): Place => ({
    path: `/${field}`,
    most: longest[field],
    allowed,
    lines: false,
  });
  const paragraphs = parts.paragraphs ?? [];
  const findings = [
    ...foreign(parts, ['text']),
    ...(parts.subject === undefined ? [{ path: '/subject', code: 'field.required' }] : []),
    ...(paragraphs.length === 0 ? [{ path: '/paragraphs', code: 'field.required' }] : []),
    ...(paragraphs.length > mostParagraphs
      ? [{ path: '/paragraphs', code: 'field.too_many', params: { maximum: String(mostParagraphs) } }]
      : []),
    ...optional(parts.subject, line('subject', inline)),
    ...optional(parts.greeting, line('greeting', ['name', 'shop'])),
    ...optional(parts.regards, line('regards', ['shop'])),
    ...optional(parts.signature, line('signature', ['shop'])),
    ...optional(parts.senderName, line('senderName', ['shop'])),
    ...paragraphs.flatMap((text, i) =>
      checkForms(key, text, {
        path: `/paragraphs/${i}`,
        most: longest.paragraph,
        allowed: all,
        lines: false,
      }),
    ),
  ];
  return [
    ...findings,
    ...blocksAlone(paragraphs),
    ...missing(key, [...(parts.subject === undefined ? [] : [parts.subject]), ...paragraphs], '/paragraphs'),
  ];
}

function checkText(key: TemplateKey, parts: TemplateParts, most: number): TemplateFinding[] {
  const allowed = placeholdersOf(key.purpose, key.channel);
  const strange = foreign(parts, mailFields);
  const { text } = parts;
  if (text === undefined) return [...strange, { path: '/text', code: 'field.required' }];
  return [
    ...strange,
    ...checkForms(key, text, { path: '/text', most, allowed, lines: true }),
    ...missing(key, [text], '/text'),
    ...(key.channel === 'whatsapp' ? variablesInside(text) : []),
  ];
}

function foreign(parts: TemplateParts, fields: readonly (keyof TemplateParts)[]): TemplateFinding[] {
  return fields
    .filter((field) => parts[field] !== undefined)
    .map((field) => ({ path: `/${field}`, code: 'field.unknown' }));
}

function optional(text: string | undefined, place: Place): TemplateFinding[] {
  return text === undefined ? [] : checkWords(text, place);
}

/** One text, or one for each plural form: every form that the language has, and no other. */
function checkForms(key: TemplateKey, text: TemplateText, place: Place): TemplateFinding[] {
  const needed: readonly string[] = new Intl.PluralRules(key.language).resolvedOptions().pluralCategories;
  if (typeof text === 'string') {
    const counts = namesIn(piecesOf(text) ?? []).includes('count');
    return [
      ...checkWords(text, place),
      ...(counts && needed.length > 1
        ? [{ path: place.path, code: 'template.missing_form', params: { forms: needed } }]
        : []),
    ];
  }
  const given = Object.entries(text);
  const lacking = needed.filter((form) => !Object.hasOwn(text, form));
  return [
    ...(lacking.length > 0
      ? [{ path: place.path, code: 'template.missing_form', params: { forms: lacking } }]
      : []),
    ...given.flatMap(([form, words]) => {
      const path = `${place.path}/${form}`;
      return needed.includes(form)
        ? checkWords(words, { ...place, path })
        : [{ path, code: 'template.unknown_form', params: { forms: needed } }];
    }),
  ];
}

function checkWords(text: string, { path, most, allowed, lines }: Place): TemplateFinding[] {
  if (text.trim() === '') return [{ path, code: 'field.required' }];
  if (text.length > most) return [{ path, code: 'field.too_long', params: { maximum: String(most) } }];
  if (unprintable.test(lines ? text.replaceAll('\n', '') : text))
    return [{ path, code: 'template.unprintable' }];
  const pieces = piecesOf(text);
  if (pieces === null) return [{ path, code: 'template.loose_braces' }];
  return [...new Set(namesIn(pieces))]
    .filter((name) => !allowed.includes(name))
    .map((name) => ({
      path,
      code: 'template.unknown_placeholder',
      params: { name, allowed: [...allowed] },
    }));
}

function blocksAlone(paragraphs: readonly TemplateText[]): TemplateFinding[] {
  return paragraphs.flatMap((text, i) =>
    formsOf(text).flatMap((pieces) =>
      namesIn(pieces)
        .filter((name) => blocks.has(name) && (pieces.length > 3 || pieces.join('') !== name))
        .map((name) => ({ path: `/paragraphs/${i}`, code: 'template.block_not_alone', params: { name } })),
    ),
  );
}

/** What every message must say has to be in every plural form of some text. */
function missing(key: TemplateKey, texts: readonly TemplateText[], path: string): TemplateFinding[] {
  const said = new Set(
    texts.flatMap((text) => {
      const [first = [], ...others] = formsOf(text).map(namesIn);
      return first.filter((name) => others.every((names) => names.includes(name)));
    }),
  );
  return requiredOf(key.purpose, key.channel)
    .filter((anyOf) => !anyOf.some((name) => said.has(name)))
    .map((anyOf) => ({ path, code: 'template.missing_placeholder', params: { anyOf: [...anyOf] } }));
}

/** WhatsApp approves no text that begins or ends with a variable, or has two side by side. */
function variablesInside(text: TemplateText): TemplateFinding[] {
  return formsOf(text).some((pieces) => pieces.some((piece, i) => i % 2 === 0 && piece.trim() === ''))
    ? [{ path: '/text', code: 'template.variables_not_inside' }]
    : [];
}

function checkSize(text: TemplateText, write: (template: MessageTemplate) => string): TemplateFinding[] {
  const forms: [string, string][] =
    typeof text === 'string'
      ? [['/text', text]]
      : Object.entries(text).map(([form, words]) => [`/text/${form}`, words]);
  return forms.flatMap(([path, words]) => {
    const { segments } = smsSize(write(compileTemplate(0, { text: words })));
    return segments > mostSegments
      ? [
          {
            path,
            code: 'template.too_many_segments',
            params: { segments: String(segments), maximum: String(mostSegments) },
          },
        ]
      : [];
  });
}

function formsOf(text: TemplateText) {
  const all = typeof text === 'string' ? [text] : Object.values(text);
  return all.map((words) => piecesOf(words) ?? []);
}

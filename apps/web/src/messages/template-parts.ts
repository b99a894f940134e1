import type { Shape } from '../api/client';
import type { Channel } from './message-words';

export type Parts = Shape<'TemplateParts'>;
export type Words = Shape<'TemplateText'>;
export type Form = keyof Exclude<Words, string>;

/** Where somebody begins to write. */
export function emptyParts(channel: Channel): Parts {
  return channel === 'email' ? { subject: '', paragraphs: [''] } : { text: '' };
}

/** What is written, without the fields left empty: these say what they say in our own words. */
export function written(parts: Parts): Parts {
  return Object.fromEntries(Object.entries(parts).filter(([, words]) => words !== '')) as Parts;
}

/** All words of a version, one below the other. */
export function wordsOf({ subject, greeting, paragraphs, regards, signature, text }: Parts): string {
  return [subject, greeting, ...(paragraphs ?? []), regards, signature, text]
    .flatMap((words) => (typeof words === 'object' ? Object.values(words) : (words ?? [])))
    .join('\n');
}

/** The plural forms of a language, as CLDR names them. */
export function formsOf(language: string): Form[] {
  return new Intl.PluralRules(language).resolvedOptions().pluralCategories;
}

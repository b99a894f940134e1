import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Languages that documents are written in. */
export const documentLanguages = [
  'cs',
  'da',
  'de',
  'el',
  'en',
  'es',
  'fi',
  'fr',
  'it',
  'nb',
  'nl',
  'pl',
  'pt',
  'sv',
] as const;
export type DocumentLanguage = (typeof documentLanguages)[number];

/** The language of a client's documents: its own if we write it, else English. */
export function documentLanguage(wanted: string): DocumentLanguage {
  if (wanted === 'no' || wanted === 'nn') return 'nb';
  return documentLanguages.find((language) => language === wanted) ?? 'en';
}

const loaded = new Map<DocumentLanguage, Readonly<Record<string, string>>>();

/** A sentence of `locales/<language>/documents.json` with its placeholders filled. Throws when either is missing. */
export function documentText(
  language: DocumentLanguage,
  key: string,
  values: Readonly<Record<string, string>> = {},
): string {
  let texts = loaded.get(language);
  if (!texts) {
    texts = JSON.parse(readFileSync(localeFile(language), 'utf8')) as Record<string, string>;
    loaded.set(language, texts);
  }
  const text = texts[key];
  if (text === undefined) throw new Error(`no text ${key} in ${language}`);
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for ${name} in ${key}`);
    return value;
  });
}

/** From the sources as from the build: the nearest folder above that has the file. */
function localeFile(language: string): string {
  for (let dir = import.meta.dirname; ; dir = path.dirname(dir)) {
    const file = path.join(dir, 'locales', language, 'documents.json');
    if (existsSync(file)) return file;
    if (dir === path.dirname(dir)) throw new Error(`no documents.json for ${language}`);
  }
}

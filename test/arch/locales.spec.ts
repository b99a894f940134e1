import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { errorCatalogue } from '#platform';
import { messageLanguages } from '#notifications';
import '../../apps/api/src/api.module.js';

const folder = path.resolve(import.meta.dirname, '../../locales');
/** The languages of documents and errors; messages to customers have more. */
const languages = ['cs', 'da', 'de', 'el', 'en', 'es', 'fi', 'fr', 'it', 'nb', 'nl', 'pl', 'pt', 'sv'];

/** The web app is there in these, each of its areas in a file of its own. */
const appLanguages = ['de', 'el', 'en', 'es', 'fr', 'it', 'nl', 'pl', 'pt', 'ro'];
const appFiles = new Set(['web.json', 'desk.json', 'lead.json', 'messages.json']);

/** The languages that a file is needed in. */
function languagesOf(file: string): readonly string[] {
  if (file === 'notifications.json') return messageLanguages;
  return appFiles.has(file) ? appLanguages : languages;
}

/** Every leaf of a locale file by its path: most are flat, some group their texts. */
function texts(file: string): Map<string, string> {
  const leaves = new Map<string, string>();
  const visit = (value: unknown, at: string): void => {
    if (typeof value === 'string') leaves.set(at, value);
    else for (const [key, inner] of Object.entries(value as object)) visit(inner, at ? `${at}.${key}` : key);
  };
  visit(JSON.parse(readFileSync(file, 'utf8')), '');
  return leaves;
}

/** i18next's plural endings: how many forms a text has differs by language. */
const plural = /_(zero|one|two|few|many|other)$/;
/** Languages with a second form of address may say some texts in both. */
const stem = (key: string): string => key.replace(plural, '').replace(/_informal$/, '');
const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\{\s*(\w+)[^}]*\}\}/g)].map(([, found]) => found ?? ''))].toSorted();

describe('the locales', () => {
  it('are those of this release', () => {
    expect(readdirSync(folder).toSorted()).toEqual([...messageLanguages].toSorted());
    expect(languages.filter((language) => !existsSync(path.join(folder, language)))).toEqual([]);
  });

  const files = readdirSync(path.join(folder, 'en'));
  for (const language of messageLanguages.filter((code) => code !== 'en')) {
    for (const file of files) {
      if (!languagesOf(file).includes(language)) continue;
      const translated = path.join(folder, language, file);

      it(`${language}/${file} has the keys and placeholders of English`, () => {
        expect(existsSync(translated)).toBe(true);
        const english = texts(path.join(folder, 'en', file));
        const own = texts(translated);
        expect([...new Set([...own.keys()].map(stem))].toSorted()).toEqual(
          [...new Set([...english.keys()].map(stem))].toSorted(),
        );
        for (const [key, text] of own) {
          if (plural.test(key)) continue;
          expect([key, placeholders(text)]).toEqual([key, placeholders(english.get(stem(key)) ?? '')]);
          expect([key, text.trim()]).not.toEqual([key, '']);
        }
      });
    }
  }

  it('have a sentence for every error code and title for every status', () => {
    const english = texts(path.join(folder, 'en', 'errors.json'));
    const needed = [...errorCatalogue()].flatMap(([code, status]) => [code, `status.${status}`]);
    expect([...new Set(needed)].filter((key) => !english.has(key))).toEqual([]);
  });
});

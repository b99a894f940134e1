import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInstance, type i18n, type Resource } from 'i18next';
import { messageLanguages, type MessageLanguage } from './languages.js';

/** Why a message cannot be written; it is stopped before sending. `key` is a template key, never personal data. */
export class MessageProblem extends Error {
  constructor(
    readonly code: 'template_missing' | 'placeholder_missing' | 'fact_missing',
    readonly key: string,
  ) {
    super(`${code}: ${key}`);
    this.name = 'MessageProblem';
  }
}

export type SentenceValues = Readonly<Record<string, string | undefined>>;
export type Formality = 'formal' | 'informal';

/** A sentence split at its placeholders: text, name, text, name, …, text. */
type Compiled = readonly string[];

/** The sentences of one language in one form of address. */
export interface Voice {
  readonly language: MessageLanguage;
  /**
   * One sentence with its placeholders filled as given, nothing escaped. With `count` in the plural form of the
   * language for it; the number itself is the placeholder `count`, already formatted. Raises `MessageProblem`.
   */
  say(key: string, values?: SentenceValues, count?: number): string;
}

/**
 * The templates of all languages. i18next chooses the text (plural form, form of address); each text is then split at
 * its placeholders once and kept, because asking i18next for every sentence holds 45,000 a second, this some millions.
 */
export class Catalogue {
  private readonly voices = new Map<string, Voice>();

  constructor(resources: Readonly<Record<string, Readonly<Record<string, string>>>>) {
    const texts = createInstance();
    void texts.init({
      resources: Object.fromEntries(
        Object.entries(resources).map(([language, sentences]) => [language, { notifications: sentences }]),
      ) as Resource,
      lng: 'en',
      // Another language's sentence would make a mixed message: what is missing must be missing.
      fallbackLng: false,
      load: 'currentOnly',
      ns: ['notifications'],
      defaultNS: 'notifications',
      keySeparator: false,
      nsSeparator: false,
      initAsync: false,
      interpolation: { escapeValue: false },
    });
    for (const language of messageLanguages) {
      for (const formality of ['formal', 'informal'] as const) {
        this.voices.set(`${language} ${formality}`, new CompiledVoice(texts, language, formality));
      }
    }
  }

  /** Reads `locales/<language>/notifications.json` of every language. */
  static load(): Catalogue {
    const folder = localesFolder();
    return new Catalogue(
      Object.fromEntries(
        messageLanguages.map((language) => [
          language,
          JSON.parse(readFileSync(path.join(folder, language, 'notifications.json'), 'utf8')) as Record<
            string,
            string
          >,
        ]),
      ),
    );
  }

  voice(language: MessageLanguage, formality: Formality): Voice {
    return this.voices.get(`${language} ${formality}`) as Voice;
  }
}

class CompiledVoice implements Voice {
  private readonly sentences = new Map<string, Compiled>();
  private readonly plurals: Intl.PluralRules;

  constructor(
    private readonly texts: i18n,
    readonly language: MessageLanguage,
    private readonly formality: Formality,
  ) {
    this.plurals = new Intl.PluralRules(language);
  }

  say(key: string, values: SentenceValues = {}, count?: number): string {
    const name = count === undefined ? key : `${key} ${this.plurals.select(count)}`;
    let parts = this.sentences.get(name);
    if (!parts) {
      parts = this.compile(key, count);
      this.sentences.set(name, parts);
    }
    let text = parts[0] as string;
    for (let i = 1; i < parts.length; i += 2) {
      const value = values[parts[i] as string];
      if (value === undefined || value === '')
        throw new MessageProblem('placeholder_missing', `${key}/${parts[i]}`);
      text += value + (parts[i + 1] as string);
    }
    return text;
  }

  private compile(key: string, count: number | undefined): Compiled {
    const options = {
      lng: this.language,
      skipInterpolation: true,
      ...(this.formality === 'informal' ? { context: 'informal' } : {}),
      ...(count === undefined ? {} : { count }),
    };
    if (!this.texts.exists(key, options)) throw new MessageProblem('template_missing', key);
    const text = this.texts.t(key, options);
    if (text.trim() === '') throw new MessageProblem('template_missing', key);
    const parts = text.split(/\{\{\s*(\w+)\s*\}\}/);
    if (parts.some((part, i) => i % 2 === 0 && /[{}]/.test(part)))
      throw new MessageProblem('template_missing', key);
    return parts;
  }
}

/** The folder `locales`, from the sources as from the build. */
export function localesFolder(from = import.meta.dirname): string {
  for (let dir = from; ; dir = path.dirname(dir)) {
    if (existsSync(path.join(dir, 'locales', 'en', 'notifications.json'))) return path.join(dir, 'locales');
    if (dir === path.dirname(dir)) throw new Error('the folder locales is missing');
  }
}

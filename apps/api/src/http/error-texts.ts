import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import type { ErrorParams } from '#platform';

/** The folder `locales`, from the sources as from the build. */
export function localesFolder(from = import.meta.dirname): string {
  for (let dir = from; ; dir = path.dirname(dir)) {
    if (existsSync(path.join(dir, 'locales', 'en', 'errors.json'))) return path.join(dir, 'locales');
    if (dir === path.dirname(dir)) throw new Error('the folder locales is missing');
  }
}

/** The sentences of all error codes, by language. */
@Injectable()
export class ErrorTexts {
  private readonly byLanguage = new Map<string, Readonly<Record<string, string>>>();
  readonly languages: ReadonlySet<string>;

  constructor() {
    const folder = localesFolder();
    for (const language of readdirSync(folder)) {
      const file = path.join(folder, language, 'errors.json');
      if (existsSync(file)) {
        this.byLanguage.set(language, JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>);
      }
    }
    this.languages = new Set(this.byLanguage.keys());
  }

  /**
   * The sentence of a code in that language, else in English; undefined for a code without one. A placeholder without a
   * value shows as three dots.
   */
  sentence(code: string, language: string, params: ErrorParams = {}): string | undefined {
    const text = this.byLanguage.get(language)?.[code] ?? this.byLanguage.get('en')?.[code];
    return text?.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => {
      const value = params[name];
      return Array.isArray(value) ? value.join(', ') : String(value ?? '…');
    });
  }
}

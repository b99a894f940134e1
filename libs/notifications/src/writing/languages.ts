import type { ClientSettings } from '#clients';

/** Languages that messages can be written in: each has a complete `locales/<language>/notifications.json`. */
export const messageLanguages = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'nl',
  'pt',
  'pl',
  'sv',
  'da',
  'fi',
  'nb',
  'el',
  'cs',
  'bg',
  'uk',
  'hr',
  'ru',
  'sr',
  'sr-Latn',
  'ca',
  'gl',
  'eu',
  'is',
  'nn',
  'lb',
  'bs',
  'mk',
  'be',
  'hu',
  'sq',
  'mt',
  'ga',
  'cy',
  'ro',
  'sk',
  'sl',
  'et',
  'lv',
  'lt',
  'tr',
] as const;
export type MessageLanguage = (typeof messageLanguages)[number];

const known: ReadonlySet<string> = new Set(messageLanguages);
/** Codes that stand for a language we write under another code. */
const sameAs: Readonly<Record<string, MessageLanguage>> = { no: 'nb', 'sr-Cyrl': 'sr' };

export type SerbianScript = NonNullable<ClientSettings['serbianScript']>;

function writable(language: string, script: SerbianScript): MessageLanguage | undefined {
  if (language === 'sr') return script === 'cyrillic' ? 'sr' : 'sr-Latn';
  const code = sameAs[language] ?? language;
  return known.has(code) ? (code as MessageLanguage) : undefined;
}

/**
 * The language of a message: the case's, else the client's default, else English. One language per message. Serbian that
 * does not say its script (`sr`) is in the one that the client has chosen; our `sr` is Cyrillic.
 */
export function messageLanguage(
  ofCase: string,
  clientDefault: string,
  script: SerbianScript = 'latin',
): MessageLanguage {
  return writable(ofCase, script) ?? writable(clientDefault, script) ?? 'en';
}

/** The language a message was announced in, which later settings of the client don't change. */
export function announcedLanguage(code: string, clientDefault: string): MessageLanguage {
  return known.has(code) ? (code as MessageLanguage) : messageLanguage(code, clientDefault);
}

/** Where the bare language code would format as another continent, or with a country as another script, does. */
const home: Readonly<Record<string, string>> = { en: 'en-GB', pt: 'pt-PT' };
const written: Readonly<Record<string, string>> = { sr: 'sr-Cyrl' };

/** The locale for money and dates: language and country where CLDR knows the pair, else the language at home. */
export function formatLocale(language: MessageLanguage, country: string | null): string {
  const pair = `${written[language] ?? language}-${country ?? ''}`;
  if (country !== null && isLocale(pair)) return pair;
  return home[language] ?? language;
}

function isLocale(tag: string): boolean {
  try {
    return new Intl.NumberFormat(tag).resolvedOptions().locale === tag;
  } catch {
    return false;
  }
}

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
] as const;
export type MessageLanguage = (typeof messageLanguages)[number];

const known: ReadonlySet<string> = new Set(messageLanguages);
/** Codes that stand for a language we write under another code. */
const sameAs: Readonly<Record<string, MessageLanguage>> = { no: 'nb' };

function writable(language: string): MessageLanguage | undefined {
  const code = sameAs[language] ?? language;
  return known.has(code) ? (code as MessageLanguage) : undefined;
}

/** The language of a message: the case's, else the client's default, else English. One language per message. */
export function messageLanguage(ofCase: string, clientDefault: string): MessageLanguage {
  return writable(ofCase) ?? writable(clientDefault) ?? 'en';
}

/** Where the bare language code would format as another continent does. */
const home: Readonly<Partial<Record<MessageLanguage, string>>> = { en: 'en-GB', pt: 'pt-PT' };

/** The locale for money and dates: language and country where CLDR knows the pair, else the language at home. */
export function formatLocale(language: MessageLanguage, country: string | null): string {
  const pair = `${language}-${country ?? ''}`;
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

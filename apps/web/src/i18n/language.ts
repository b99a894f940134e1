import i18next, { type ResourceLanguage } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { createKeptStore } from '../shell/store';

/** Languages of this app, each by its own name. */
export const languages = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  it: 'Italiano',
  nl: 'Nederlands',
  pl: 'Polski',
  pt: 'Português',
  ro: 'Română',
  el: 'Ελληνικά',
} as const;
export type Language = keyof typeof languages;

/** Each language's texts are a file of their own, loaded when that language is wanted. */
const files = import.meta.glob<ResourceLanguage>('../../../../locales/*/{web,desk,lead,messages}.json', {
  import: 'default',
});

const kept = createKeptStore('language', '');

/** The language shown now. */
export function language(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'en';
}

/** The files of texts in use: every area may bring its own. */
const namespaces = new Set(['web']);

/** Shows the language chosen in this browser, else the first that the browser asks for. */
export async function startLanguage(): Promise<void> {
  const lng = wanted();
  await i18next.use(initReactI18next).init({
    lng,
    ns: ['web'],
    defaultNS: 'web',
    fallbackNS: 'web',
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    resources: { [lng]: { web: await load(lng, 'web') } },
  });
  document.documentElement.lang = lng;
}

/** Shows another language and remembers it in this browser. */
export async function chooseLanguage(code: Language): Promise<void> {
  kept.set(code);
  await change(code);
}

/** Follows the language of a person's profile, unless this browser was told another. */
export async function followProfile(code: string): Promise<void> {
  if (kept.get() === '' && isLanguage(code)) await change(code);
}

/** Loads an area's own texts, `locales/<language>/<namespace>.json`, in this language and each that is chosen later. */
export async function needTexts(namespace: 'desk' | 'lead' | 'messages'): Promise<void> {
  namespaces.add(namespace);
  await loadMissing(language());
}

async function change(code: Language): Promise<void> {
  await loadMissing(code);
  await i18next.changeLanguage(code);
  document.documentElement.lang = code;
}

async function loadMissing(code: Language): Promise<void> {
  for (const namespace of namespaces) {
    if (i18next.hasResourceBundle(code, namespace)) continue;
    i18next.addResourceBundle(code, namespace, await load(code, namespace));
  }
}

async function load(code: Language, namespace: string): Promise<ResourceLanguage> {
  return (await files[`../../../../locales/${code}/${namespace}.json`]?.()) ?? {};
}

function wanted(): Language {
  const candidates = [kept.get(), ...navigator.languages.map((tag) => tag.split('-')[0] ?? '')];
  return candidates.find(isLanguage) ?? 'en';
}

function isLanguage(code: string): code is Language {
  return Object.hasOwn(languages, code);
}

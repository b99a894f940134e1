import type { MessagePurpose } from '../message/message-purpose.js';
import type { MessageLanguage } from '../writing/languages.js';

/**
 * Languages that WhatsApp approves templates in, under its codes
 * (https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates/supported-languages).
 */
const codes: Readonly<Record<string, string>> = {
  bg: 'bg',
  ca: 'ca',
  cs: 'cs',
  da: 'da',
  de: 'de',
  el: 'el',
  en: 'en_GB',
  es: 'es_ES',
  et: 'et',
  fi: 'fi',
  fr: 'fr',
  ga: 'ga',
  hr: 'hr',
  hu: 'hu',
  it: 'it',
  lt: 'lt',
  lv: 'lv',
  mk: 'mk',
  nb: 'nb',
  nl: 'nl',
  pl: 'pl',
  pt: 'pt_PT',
  ro: 'ro',
  ru: 'ru',
  sk: 'sk',
  sl: 'sl',
  sq: 'sq',
  sr: 'sr',
  'sr-Latn': 'sr',
  sv: 'sv',
  tr: 'tr',
  uk: 'uk',
};

/** WhatsApp's code of a language; null where it takes no templates in it. */
export function whatsappLanguage(language: MessageLanguage): string | null {
  return codes[language] ?? null;
}

/** A template that may be sent. */
export interface ApprovedTemplate {
  readonly purpose: MessagePurpose;
  readonly language: string;
  readonly contentSid: string;
  /** With `{{1}}`, `{{2}}` … where a message's own words go. */
  readonly body: string;
}

/**
 * What goes into a template's places so that it reads as `text`; null when the text does not fit the template, as after
 * a change of wording that is not approved yet.
 */
export function fillTemplate(
  template: ApprovedTemplate,
  text: string,
): { sid: string; variables: Record<string, string> } | null {
  const parts = template.body.split(/\{\{(\d+)\}\}/);
  const pattern = parts.map((part, i) => (i % 2 === 0 ? escape(part) : '([^\\n\\t]+?)')).join('');
  const match = new RegExp(`^${pattern}$`, 'u').exec(text);
  if (!match) return null;
  const variables: Record<string, string> = {};
  for (let place = 1; place < parts.length; place += 2) {
    const number = parts[place] as string;
    const value = match[(place + 1) / 2] as string;
    if (variables[number] !== undefined && variables[number] !== value) return null;
    variables[number] = value;
  }
  return { sid: template.contentSid, variables };
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

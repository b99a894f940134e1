import type { MessageLanguage } from '../writing/languages.js';

/**
 * Twilio's voices for <Say>, by language (https://www.twilio.com/docs/voice/twiml/say/text-speech; the names are those of
 * `SayVoice` in the twilio package). The plain ones, which cost nothing beyond the call. Languages that are not here
 * can't be spoken: another language's voice would read them wrong.
 */
const voices = {
  bg: 'Google.bg-BG-Standard-A',
  ca: 'Google.ca-ES-Standard-A',
  cs: 'Google.cs-CZ-Standard-A',
  cy: 'Polly.Gwyneth',
  da: 'Polly.Naja',
  de: 'Polly.Vicki',
  el: 'Google.el-GR-Standard-A',
  en: 'Polly.Amy',
  es: 'Polly.Lucia',
  eu: 'Google.eu-ES-Standard-A',
  fi: 'Google.fi-FI-Standard-A',
  fr: 'Polly.Lea',
  gl: 'Google.gl-ES-Standard-A',
  hu: 'Google.hu-HU-Standard-A',
  is: 'Polly.Dora',
  it: 'Polly.Bianca',
  lt: 'Google.lt-LT-Standard-A',
  lv: 'Google.lv-LV-Standard-A',
  nb: 'Polly.Liv',
  nl: 'Polly.Lotte',
  pl: 'Polly.Ewa',
  pt: 'Polly.Ines',
  ro: 'Google.ro-RO-Standard-A',
  ru: 'Polly.Tatyana',
  sk: 'Google.sk-SK-Standard-A',
  sr: 'Google.sr-RS-Standard-A',
  sv: 'Polly.Astrid',
  tr: 'Polly.Filiz',
  uk: 'Google.uk-UA-Standard-A',
} as const;

const locales: Readonly<Record<string, string>> = {
  cs: 'cs-CZ',
  cy: 'cy-GB',
  da: 'da-DK',
  el: 'el-GR',
  en: 'en-GB',
  nb: 'nb-NO',
  sv: 'sv-SE',
  uk: 'uk-UA',
  ca: 'ca-ES',
  eu: 'eu-ES',
  gl: 'gl-ES',
  sr: 'sr-RS',
};

export interface SpeechVoice {
  readonly voice: (typeof voices)[keyof typeof voices];
  /** BCP 47, as Twilio writes it. */
  readonly locale: string;
}

/** The voice that speaks a language; null where there is none. */
export function speechVoice(language: MessageLanguage): SpeechVoice | null {
  const code = language.split('-')[0] as keyof typeof voices;
  const voice = voices[code];
  if (voice === undefined) return null;
  return { voice, locale: locales[code] ?? `${code}-${code.toUpperCase()}` };
}

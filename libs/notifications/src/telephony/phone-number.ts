import { parsePhoneNumberFromString } from 'libphonenumber-js';

export interface PhoneNumber {
  /** E.164. */
  readonly number: string;
  /** ISO 3166 alpha-2; null for numbers of no country. */
  readonly country: string | null;
}

/** The one number in `text`, which must be in international form; null for anything else. */
export function onePhone(text: string): PhoneNumber | null {
  if (!/^\+[1-9]\d{6,14}$/.test(text)) return null;
  const parsed = parsePhoneNumberFromString(text);
  return parsed?.isPossible() ? { number: parsed.number, country: parsed.country ?? null } : null;
}

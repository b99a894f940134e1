import { createRequire } from 'node:module';
import { isValidIBAN } from 'ibantools';
import { isPossiblePhoneNumber, parsePhoneNumberFromString, isSupportedCountry } from 'libphonenumber-js';

/** Text with control characters, other than the line breaks and tabs of a note. */
export const controlCharacters =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

const email =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?:[A-Za-z]{2,63}|xn--[A-Za-z0-9-]{2,59})$/;

/**
 * Exactly one plain address (RFC 5321 dot-string, at most 254 characters), lower-cased in its domain, or null. No lists, no
 * display names, no quoted or full-width forms: what passes can be put into a header and names one recipient.
 */
export function readEmail(text: string): string | null {
  if (text.length > 254 || !email.test(text)) return null;
  const at = text.lastIndexOf('@');
  return at > 64 ? null : text.slice(0, at + 1) + text.slice(at + 1).toLowerCase();
}

interface Metadata {
  readonly countries: Readonly<
    Record<string, readonly [string, string, string, readonly number[], ...unknown[]]>
  >;
}

/** Possible lengths of national numbers by calling code, from libphonenumber's own metadata. */
function possibleLengths(): Map<string, Set<number>> {
  const metadata = createRequire(import.meta.url)('libphonenumber-js/metadata.min.json') as Metadata;
  const lengths = new Map<string, Set<number>>();
  for (const [code, , , possible] of Object.values(metadata.countries)) {
    const known = lengths.get(code) ?? new Set<number>();
    for (const length of possible) known.add(length);
    lengths.set(code, known);
  }
  return lengths;
}

let lengthsByCode: Map<string, Set<number>> | undefined;

/**
 * A phone number in E.164, or null when no number of that country can look so. A number with its calling code is only
 * measured (20 times faster than parsing it, same answer); others are parsed with the case's country.
 */
export function readPhone(text: string, country: string | null): string | null {
  const international = text.startsWith('+') || text.startsWith('00');
  if (international) {
    const digits = text.replace(/^00/, '+').replace(/\(0\)|[\s()./\u00a0-]/g, '');
    if (/^\+[1-9]\d{6,14}$/.test(digits)) {
      lengthsByCode ??= possibleLengths();
      for (let length = 1; length <= 3; length++) {
        const possible = lengthsByCode.get(digits.slice(1, 1 + length));
        if (possible) {
          if (possible.has(digits.length - 1 - length)) return digits;
          break;
        }
      }
    }
  }
  const region = country !== null && isSupportedCountry(country) ? country : undefined;
  if (!isPossiblePhoneNumber(text, region)) return null;
  return parsePhoneNumberFromString(text, region)?.number ?? null;
}

/** An IBAN with a right check sum in electronic form, or null. */
export function readIban(text: string): string | null {
  const electronic = text.replace(/[\s.\u00a0-]/g, '').toUpperCase();
  return isValidIBAN(electronic) ? electronic : null;
}
